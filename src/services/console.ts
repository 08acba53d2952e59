import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { ConsoleConfig } from '#core/console';
import { NotFound } from '#core/errors';
import { appPage, immutable, json } from '#http/answer';
import { tagOf, unlessKnown } from '#http/cached';
import { consolePage, consoleStyleHash } from '#pages/console';

interface Parts {
  built: {
    entry: { script: string; style: string };
    files: Record<string, { type: string; text: string }>;
  };
  config: ConsoleConfig;
  /** Where thumbnails are kept, and where uploads go. */
  storage: { pictures: string; uploads: string };
}

/** What programs are told. */
export const about = z.object({
  name: z.string(),
  what: z.string(),
  links: z.record(z.string(), z.string()),
});

/** Answers with the console's page and with its files. */
export function consoleAnswers({ built, config, storage }: Parts) {
  const policy = {
    'script-src': "'self'",
    'style-src': `'self' '${consoleStyleHash}'`,
    'img-src': `'self' data: blob: ${storage.pictures}`,
    // The local AWS is one origin.
    'connect-src': [...new Set(["'self'", config.signIn.url, storage.uploads])].join(' '),
    'base-uri': "'self'",
  };
  return {
    /** @param known the tag of what the browser has already */
    page(origin: string, known: string | undefined): Promise<APIGatewayProxyResult> {
      const html = consolePage({ base: `${origin}/`, entry: built.entry, config });
      return unlessKnown(tagOf([html]), known, () => appPage(html, policy));
    },

    /** @throws NotFound for a file that this build does not have, such as one of the build before */
    file(name: string): APIGatewayProxyResult {
      const file = Object.hasOwn(built.files, name) ? built.files[name] : undefined;
      if (!file) throw new NotFound('There is no such file.');
      return immutable(file);
    },

    /** For programs: what this is, and where to go on. */
    about(origin: string): APIGatewayProxyResult {
      return json(200, about, {
        name: 'Contactsheet',
        what: 'Pictures people send in get thumbnails, a person approves or rejects them by e-mail, and they are published or withdrawn.',
        links: {
          openapi: `${origin}/openapi.json`,
          health: `${origin}/health`,
          images: `${origin}/images`,
        },
      });
    },
  };
}
