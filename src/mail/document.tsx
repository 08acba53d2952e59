import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { enhancement, palette, serif, typewriter } from './style.ts';
import { MASTHEAD } from './wording.ts';

/** Writes a mail's HTML. */
export function mailHtml(document: Parameters<typeof render>[0]): string {
  return `<!doctype html>${render(document)}`;
}

interface MailProps {
  subject: string;
  /** What a list of mails shows after the subject. */
  preheader: string;
  heading: string;
  footer: string;
  /** Rows of the one table. */
  children: ComponentChildren;
}

/** A whole mail: tables and inline styles, since Outlook knows little else. */
export function MailDocument({ subject, preheader, heading, footer, children }: MailProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{enhancement}</style>
      </head>
      <body class="paper" style={`margin:0;padding:0;background:${palette.paper}`}>
        <div style="display:none;max-height:0;overflow:hidden">{preheader}</div>
        <Grid width="100%" style={`background-color:${palette.paper}`}>
          <tr>
            <td align="center">
              <Grid width="700" style="width:100%;max-width:700px">
                <Block padding="28px 20px 0">
                  <p
                    class="soft"
                    style={`margin:0 0 20px;font:13px/16px ${typewriter};letter-spacing:3px;text-transform:uppercase;color:${palette.soft}`}
                  >
                    {MASTHEAD}
                  </p>
                  <h1 class="ink" style={`margin:0 0 12px;font:32px/38px ${serif};color:${palette.ink}`}>
                    {heading}
                  </h1>
                </Block>
                {children}
                <Block padding="4px 20px 40px">
                  <Small>{footer}</Small>
                </Block>
              </Grid>
            </td>
          </tr>
        </Grid>
      </body>
    </html>
  );
}

interface GridProps {
  width: string;
  style: string;
  children: ComponentChildren;
}

function Grid(props: GridProps) {
  return <table role="presentation" class="paper" cellpadding="0" cellspacing="0" {...props} />;
}

/** A row with text in it. */
export function Block({ padding, children }: { padding: string; children: ComponentChildren }) {
  return (
    <tr>
      <td align="left" style={`padding:${padding}`}>
        {children}
      </td>
    </tr>
  );
}

/** Two things side by side in a row; tables aligned left wrap on narrow screens, even where media queries are ignored. */
export function inRows<T>(all: readonly T[], show: (one: T, row: readonly T[]) => ComponentChildren) {
  const rows = all.flatMap((_, index) => (index % 2 === 0 ? [all.slice(index, index + 2)] : []));
  return rows.map((row, index) => (
    <tr key={index}>
      <td class="row" style="padding:0 0 0 10px">
        {row.map((one) => show(one, row))}
      </td>
    </tr>
  ));
}

/** A paragraph. */
export function Text({ children }: { children: ComponentChildren }) {
  return (
    <p class="ink" style={`margin:0 0 12px;font:16px/24px Arial,sans-serif;color:${palette.ink}`}>
      {children}
    </p>
  );
}

/** A paragraph that matters less. */
export function Small({ children }: { children: ComponentChildren }) {
  return (
    <p class="soft" style={`margin:0 0 12px;font:14px/20px Arial,sans-serif;color:${palette.soft}`}>
      {children}
    </p>
  );
}
