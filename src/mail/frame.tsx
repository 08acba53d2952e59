import type { ComponentChildren } from 'preact';
import { palette, serif, typewriter } from './style.ts';

/** Outlook floats a table by this attribute only, which Preact's types have forgotten. */
const sideBySide = { align: 'left' };

/** What is said of one picture: two of these stand side by side. */
export function Frame({ children }: { children: ComponentChildren }) {
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
          {children}
        </td>
      </tr>
    </table>
  );
}

interface FilmProps {
  /** Written on the edge of the film, with the file's name. */
  number: number;
  filename: string;
  title: string;
  thumbnailUrl: string;
  width: number;
  height: number;
  /** Where a press on the picture leads. */
  look: string;
  /** Of the row's tallest picture, so that pieces of film side by side are of one size. */
  room: number;
}

const edge = `font:12px/16px ${typewriter};color:${palette.edge}`;

/** A picture on its piece of film. */
export function Film({ number, filename, title, thumbnailUrl, width, height, look, room }: FilmProps) {
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
        <td style={`padding:7px 10px;${edge}`}>{number}</td>
        <td align="right" style={`padding:7px 10px;word-break:break-all;${edge}`}>
          <bdi>{filename}</bdi>
        </td>
      </tr>
      <tr>
        <td class="pic" colspan={2} align="center" height={room} style="line-height:0;padding-bottom:30px">
          <a href={look}>
            <img
              src={thumbnailUrl}
              width={width}
              height={height}
              alt={title}
              style="border:0;max-width:100%;height:auto;font:14px/20px Arial;color:#fff"
            />
          </a>
        </td>
      </tr>
    </table>
  );
}

/** A picture's title; `level` by what stands above it. */
export function Title({ level: Heading = 'h2', children }: { level?: 'h2' | 'h3'; children: string }) {
  return (
    <Heading class="ink" dir="auto" style={`margin:12px 0 0;font:20px/26px ${serif};color:${palette.ink}`}>
      {children}
    </Heading>
  );
}

/** A line about a picture; none where there are no words. */
export function Line({ label, words }: { label?: string; words: string }) {
  if (!words) return null;
  return (
    <p class="soft" dir="auto" style={`margin:4px 0 0;font:14px/20px Arial,sans-serif;color:${palette.soft}`}>
      {label}
      {words}
    </p>
  );
}

const { approve, reject, paper, ink } = palette;
const tones = {
  yes: { face: approve, rim: approve, letters: '#fff' },
  no: { face: paper, rim: reject, letters: reject },
  see: { face: paper, rim: ink, letters: ink },
} as const;

/** The cell carries colour and height, as Outlook gives a link neither; the link fills the cell everywhere else. */
export function Button({ href, label, kind }: { href: string; label: string; kind: keyof typeof tones }) {
  const { face, rim, letters } = tones[kind];
  return (
    <td
      class={kind}
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
