import built from 'console:built';
import { Logger } from '@aws-lambda-powertools/logger';
import { announcedTypes, limits } from '#core/image';
import { preferredType } from '#http/accept';
import { endpoint, httpEnv } from '#http/endpoint';
import { consoleAnswers } from '#services/console';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { headers, path } from './schema.ts';

const env = readEnv({
  ...httpEnv,
  SIGN_IN_URL: name,
  SIGN_IN_ISSUER: name,
  SIGN_IN_CLIENT: name,
  PICTURES_ORIGIN: name,
  UPLOADS_ORIGIN: name,
});
const answers = consoleAnswers({
  built,
  config: {
    signIn: {
      url: env.SIGN_IN_URL,
      issuer: env.SIGN_IN_ISSUER,
      client: env.SIGN_IN_CLIENT,
      scopes: ['openid', 'email'],
    },
    takes: { types: announcedTypes, bytes: limits.bytes },
  },
  storage: { pictures: env.PICTURES_ORIGIN, uploads: env.UPLOADS_ORIGIN },
});

/** The console: its page for browsers, its files, and a few words for programs that ask at the same address. */
export const handler = endpoint(
  { env, logger: new Logger(), shapes: { path, headers } },
  async ({ path: { file }, headers: { accept, 'if-none-match': known }, origin }) => {
    if (file !== undefined) return answers.file(file);
    const type = preferredType(accept, ['application/json', 'text/html']);
    return type === 'text/html' ? answers.page(origin, known) : answers.about(origin);
  },
);
