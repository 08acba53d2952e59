import { createHash } from 'node:crypto';
import { render } from 'preact-render-to-string';
import type { ConsoleConfig } from '#core/console';
import { colours } from './style.ts';

/** Names the one style element in a content security policy. */
export const consoleStyleHash = `sha256-${createHash('sha256').update(colours).digest('base64')}`;

interface ConsolePage {
  /** Where the page is, with a slash at its end: all its addresses are relative to it. */
  base: string;
  /** Names of files under `console/`. */
  entry: { script: string; style: string };
  config: ConsoleConfig;
}

/** Writes the page that loads the console; until that has happened it says what to do if it does not. */
export function consolePage(page: ConsolePage): string {
  return `<!doctype html>${render(<Document {...page} />)}`;
}

function Document({ base, entry, config }: ConsolePage) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <base href={base} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>Contactsheet</title>
        <meta name="contactsheet" content={JSON.stringify(config)} />
        <style>{colours}</style>
        <link rel="stylesheet" href={`console/${entry.style}`} />
        <script type="module" src={`console/${entry.script}`} />
      </head>
      <body>
        <div id="console">
          <main>
            <h1>Contactsheet</h1>
            <p>
              One moment. If nothing happens, allow this page to run scripts and open it at{' '}
              <a href={base}>{base}</a>.
            </p>
          </main>
        </div>
      </body>
    </html>
  );
}
