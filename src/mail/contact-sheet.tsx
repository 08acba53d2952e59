import { render } from 'preact-render-to-string';
import { SheetDocument } from './document.tsx';
import { pack } from './packing.ts';
import { plainText } from './plain-text.ts';
import { type FrameView, framesOf, type SheetInput, sheetView } from './sheet.ts';

/** A mail to be sent: the same content as HTML and as plain text. */
export interface Mail {
  to: string[];
  subject: string;
  html: string;
  text: string;
  /** The pictures that are in this one. */
  pictureIds: string[];
}

/** Gmail hides what comes after 102 KB, and with it the links of the last pictures. */
export const SHEET_LIMITS = { pictures: 40, bytes: 90_000 } as const;

/**
 * Writes what a reviewer is sent for a batch: one mail, or more when it holds more than fits.
 * The pictures keep their order, and each is in exactly one mail.
 */
export function contactSheets(input: SheetInput): Mail[] {
  const frames = framesOf(input);
  // How many parts there will be is not known yet: reserve room for the widest numbers.
  const widest = { part: frames.length, parts: frames.length };
  const fits = (from: number, to: number) =>
    Buffer.byteLength(html(input, frames.slice(from, to), widest)) <= SHEET_LIMITS.bytes;
  const packed = pack(frames, SHEET_LIMITS.pictures, fits);
  return packed.map((some, index) => mail(input, some, { part: index + 1, parts: packed.length }));
}

function html(input: SheetInput, frames: FrameView[], position: { part: number; parts: number }): string {
  return `<!doctype html>${render(<SheetDocument sheet={sheetView(input, frames, position)} />)}`;
}

function mail(input: SheetInput, frames: FrameView[], position: { part: number; parts: number }): Mail {
  const sheet = sheetView(input, frames, position);
  return {
    to: [input.reviewer],
    subject: sheet.subject,
    html: html(input, frames, position),
    text: plainText(sheet),
    pictureIds: frames.map((frame) => frame.id),
  };
}
