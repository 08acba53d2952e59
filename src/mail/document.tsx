import type { ComponentChildren } from 'preact';
import { Frame } from './frame.tsx';
import type { FrameView, SheetView } from './sheet.ts';
import { enhancement, palette, serif, typewriter } from './style.ts';

/** The whole mail: tables and inline styles, since Outlook knows little else. */
export function SheetDocument({ sheet }: { sheet: SheetView }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{sheet.subject}</title>
        <style>{enhancement}</style>
      </head>
      <body class="paper" style={`margin:0;padding:0;background:${palette.paper}`}>
        <div style="display:none;max-height:0;overflow:hidden">{sheet.preheader}</div>
        <Grid width="100%" style={`background-color:${palette.paper}`}>
          <tr>
            <td align="center">
              <Grid width="700" style="width:100%;max-width:700px">
                <Head sheet={sheet} />
                {rowsOf(sheet.frames).map((row) => (
                  <Row key={row[0]?.number} row={row} />
                ))}
                <Foot sheet={sheet} />
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

const body = `margin:0 0 12px;font:16px/24px Arial,sans-serif;color:${palette.ink}`;
const small = `margin:0 0 12px;font:14px/20px Arial,sans-serif;color:${palette.soft}`;

function Head({ sheet }: { sheet: SheetView }) {
  return (
    <tr>
      <td align="left" style="padding:28px 20px 8px">
        <p
          class="soft"
          style={`margin:0 0 20px;font:13px/16px ${typewriter};letter-spacing:3px;text-transform:uppercase;color:${palette.soft}`}
        >
          {sheet.masthead}
        </p>
        <h1 class="ink" style={`margin:0 0 12px;font:32px/38px ${serif};color:${palette.ink}`}>
          {sheet.heading}
        </h1>
        <p class="ink" style={body}>
          {sheet.sent} Please decide <b>{sheet.due}</b>. {sheet.part}
        </p>
        <p class="soft" style={small}>
          {sheet.how}
        </p>
        <p class="soft" style={small}>
          {sheet.personal}
        </p>
      </td>
    </tr>
  );
}

/** Two frames side by side; tables aligned left wrap on narrow screens, even where media queries are ignored. */
function Row({ row }: { row: FrameView[] }) {
  const height = Math.max(...row.map((frame) => frame.height));
  return (
    <tr>
      <td class="row" style="padding:0 0 0 10px">
        {row.map((frame) => (
          <Frame key={frame.number} frame={frame} height={height} />
        ))}
      </td>
    </tr>
  );
}

function rowsOf(frames: FrameView[]): FrameView[][] {
  return frames.flatMap((_, index) => (index % 2 === 0 ? [frames.slice(index, index + 2)] : []));
}

function Foot({ sheet }: { sheet: SheetView }) {
  return (
    <tr>
      <td align="left" style="padding:4px 20px 40px">
        <p class="soft" style={`${small};margin:0`}>
          {sheet.footer}
        </p>
      </td>
    </tr>
  );
}
