import { afterEach, expect, test } from '@jest/globals';
import { envWithoutRights } from '../../../src/functions/env.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('a process of a function’s own gets none of its credentials, and what it needs to find its modules', () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B', AWS_SESSION_TOKEN: 'C' };
  const container = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'D',
  };
  process.env = { NODE_PATH: '/opt/nodejs/node_modules', PATH: '/usr/bin', ...credentials, ...container };
  expect(envWithoutRights()).toEqual({ NODE_PATH: '/opt/nodejs/node_modules', PATH: '/usr/bin' });
});
