import { describe, expect, test } from '@jest/globals';
import { awsEndpoint, localAwsEnv, readSettings, root } from '../../../local/settings.ts';

describe('settings', () => {
  test('have defaults', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      awsPort: 4566,
      home: `${root}/.local`,
      stackName: 'contactsheet-local',
    });
  });

  test('are read from three variables', () => {
    const settings = readSettings({ PORT: '3555', AWS_PORT: '4555', CONTACTSHEET_HOME: '/tmp/home' });
    expect(settings).toMatchObject({ port: 3555, awsPort: 4555, home: '/tmp/home' });
    expect(awsEndpoint(settings)).toBe('http://localhost:4555');
  });

  test.each(['x', '0', '70000', '1.5'])('refuse the port %s in one line', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow(`PORT must be a port number, and is "${PORT}".`);
  });
});

describe('the environment of local tools', () => {
  const env = localAwsEnv(
    { awsPort: 4555 },
    { PATH: '/bin', AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'secret' },
  );

  test('leads to the local AWS with test keys', () => {
    expect(env).toMatchObject({
      PATH: '/bin',
      AWS_ENDPOINT_URL: 'http://localhost:4555',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });

  test('holds nothing that leads to a real account', () => {
    expect(env).not.toHaveProperty('AWS_PROFILE');
    expect(env).not.toHaveProperty('AWS_SESSION_TOKEN');
    expect(env['AWS_SHARED_CREDENTIALS_FILE']).toContain('no-aws-credentials');
  });
});
