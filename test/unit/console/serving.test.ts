import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { NotFound } from '#core/errors';
import { consoleAnswers } from '#services/console';
import { type BuiltConsole, buildConsole } from '../../../local/console.ts';

/** Of what a first visit loads, gzipped, in bytes. */
const MOST = 100_000;
const ORIGIN = 'https://id.execute-api.us-east-1.amazonaws.com/v1';

describe('the console', () => {
  let built: BuiltConsole;
  let answers: ReturnType<typeof consoleAnswers>;
  beforeAll(async () => {
    built = await buildConsole(process.cwd());
    answers = consoleAnswers({
      built,
      config: {
        signIn: {
          url: 'https://sign.in',
          issuer: 'https://issuer/"<script>',
          client: 'c1',
          scopes: ['openid'],
        },
        takes: { types: ['image/png'], bytes: 1000 },
      },
      storage: { pictures: 'https://pictures.s3', uploads: 'https://uploads.s3' },
    });
  });

  /** The script and the style sheet, and what the script itself begins by importing. */
  const firstLoad = (): string[] => {
    const names = new Set<string>();
    const follow = (name: string) => {
      if (names.has(name)) return;
      names.add(name);
      const text = built.files[name]?.text ?? '';
      for (const [, other = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) follow(other);
    };
    for (const name of Object.values(built.entry)) follow(name);
    return [...names];
  };

  test('takes less than 100 KB to load first, gzipped', async () => {
    const { body } = await answers.page(ORIGIN, undefined);
    const texts = [body, ...firstLoad().map((name) => built.files[name]?.text ?? '')];
    const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(Math.min(...texts.map((text) => text.length))).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(5000);
    expect(bytes).toBeLessThan(MOST);
  });

  test('has a hash in each file’s name, and names its files relative to where it is', async () => {
    for (const name of Object.keys(built.files)) expect(name).toMatch(/^[\w.-]+-[A-Z0-9]{8}\.(js|css)$/);
    const { body } = await answers.page(ORIGIN, undefined);
    expect(body).toContain(`<base href="${ORIGIN}/"/>`);
    expect(body).toContain(`src="console/${built.entry.script}"`);
    expect(body).toContain(`href="console/${built.entry.style}"`);
  });

  test('runs no script and wears no style but its own, reaches sign-in and uploads alone, and is not framed', async () => {
    const { headers, body } = await answers.page(ORIGIN, undefined);
    const policy = String(headers?.['content-security-policy']).split('; ');
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'sha256-${hash}'`,
      "img-src 'self' data: blob: https://pictures.s3",
      "connect-src 'self' https://sign.in https://uploads.s3",
      "base-uri 'self'",
      "frame-ancestors 'none'",
      "form-action 'none'",
    ]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(body).not.toContain('<script>');
    expect(body).not.toMatch(/ style="/);
  });

  test('is asked for again each time, and not sent to who has it', async () => {
    const first = await answers.page(ORIGIN, undefined);
    expect(first.headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'accept' });
    const tag = String(first.headers?.['etag']);
    const again = await answers.page(ORIGIN, `"other", ${tag}`);
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await answers.page(`${ORIGIN}2`, tag)).statusCode).toBe(200);
  });

  test('has files that are kept for a year, and no other', () => {
    const script = answers.file(built.entry.script);
    expect(script.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(answers.file(built.entry.style).headers?.['content-type']).toBe('text/css; charset=utf-8');
    for (const name of ['main-OLD00000.js', 'toString', '../index.mjs']) {
      expect(() => answers.file(name)).toThrow(NotFound);
    }
  });
});
