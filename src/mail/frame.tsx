import type { FrameView } from './sheet.ts';
import { palette, serif, typewriter } from './style.ts';

/** Outlook floats a table by this attribute only, which Preact's types have forgotten. */
const sideBySide = { align: 'left' };

/**
 * One picture on its piece of film, what its sender wrote, and the two buttons.
 * @param height of the row's tallest picture, so that pieces of film side by side are of one size
 */
export function Frame({ frame, height }: { frame: FrameView; height: number }) {
  return (
    <table
      role="presentation"
      class="frame"
      {...sideBySide}
      width="340"
      cellpadding="0"
      cellspacing="0"
      style="width:100%;max-width:340px"
    >
      <tr>
        <td align="left" style="padding:16px 10px 28px">
          <Film frame={frame} height={height} />
          <Words frame={frame} />
          <Buttons frame={frame} />
        </td>
      </tr>
    </table>
  );
}

const edge = `font:12px/16px ${typewriter};color:${palette.edge}`;

function Film({ frame, height }: { frame: FrameView; height: number }) {
  const { width, look, title } = frame;
  return (
    <table
      role="presentation"
      class="film"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style={`background-color:${palette.film}`}
    >
      <tr>
        <td style={`padding:7px 10px;${edge}`}>{frame.number}</td>
        <td align="right" style={`padding:7px 10px;word-break:break-all;${edge}`}>
          <bdi>{frame.filename}</bdi>
        </td>
      </tr>
      <tr>
        <td class="pic" colspan={2} align="center" height={height} style="line-height:0;padding-bottom:30px">
          <a href={look}>
            <img
              src={frame.thumbnailUrl}
              width={width}
              height={frame.height}
              alt={title}
              style="border:0;max-width:100%;height:auto;font:14px/20px Arial;color:#fff"
            />
          </a>
        </td>
      </tr>
    </table>
  );
}

const line = `margin:4px 0 0;font:14px/20px Arial,sans-serif;color:${palette.soft}`;

function Words({ frame }: { frame: FrameView }) {
  return (
    <>
      <h2 class="ink" dir="auto" style={`margin:12px 0 0;font:20px/26px ${serif};color:${palette.ink}`}>
        {frame.title}
      </h2>
      <Line words={frame.caption} />
      <Line label="Credit: " words={frame.credit} />
      <Line label="From: " words={frame.sender} />
    </>
  );
}

function Line({ label, words }: { label?: string; words: string }) {
  if (!words) return null;
  return (
    <p class="soft" dir="auto" style={line}>
      {label}
      {words}
    </p>
  );
}

/** The cell carries colour and height, as Outlook gives a link neither; the link fills the cell everywhere else. */
function Buttons({ frame }: { frame: FrameView }) {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:12px">
      <tr>
        <Button href={frame.approve} label="Approve" face={palette.approve} letters="#fff" />
        <td width="2%">&nbsp;</td>
        <Button href={frame.reject} label="Reject" face={palette.paper} letters={palette.reject} />
      </tr>
    </table>
  );
}

function Button({
  href,
  label,
  face,
  letters,
}: {
  href: string;
  label: string;
  face: string;
  letters: string;
}) {
  const rim = letters === '#fff' ? face : letters;
  return (
    <td
      class={letters === '#fff' ? 'yes' : 'no'}
      align="center"
      width="49%"
      height="44"
      style={`background-color:${face};border:2px solid ${rim};border-radius:4px`}
    >
      <a href={href} style={`display:block;font:bold 16px/44px Arial;color:${letters};text-decoration:none`}>
        {label}
      </a>
    </td>
  );
}
