import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { pageStyle } from './style.ts';

interface DocumentProps {
  title: string;
  children: ComponentChildren;
  /** The one style element's text; no `<`, `&` or `"` in it: they would be escaped. */
  style?: string;
  /** The one script's text, for a page that has one. */
  script?: string;
}

/** Writes a whole page: nothing in it runs but its own script, and no other site learns of its address. */
export function pageDocument(props: DocumentProps): string {
  return `<!doctype html>${render(<Document {...props} />)}`;
}

function Document({ title, children, style = pageStyle, script }: DocumentProps) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        {/* Without it a browser asks the API for /favicon.ico. */}
        <link rel="icon" href="data:," />
        <title>{`${title} – Contactsheet`}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <p class="masthead">Contactsheet</p>
          {children}
        </main>
        {/* Bundled from our own source; a script element's text is not unescaped. */}
        {script && <script type="module" dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>
  );
}
