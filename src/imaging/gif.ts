import { ImageRefused } from '#core/errors';
import type { Size } from './dimensions.ts';

/** A GIF's first frame, and the canvas that it is shown on. */
export interface GifFrame {
  canvas: Size;
  left: number;
  top: number;
  frame: Size;
}

interface Found extends GifFrame {
  /** Where the frame's image descriptor begins. */
  at: number;
  /** Where its graphic control begins, which may name a transparent colour. */
  control?: number;
}

/** Bytes of the signature and the logical screen descriptor (GIF89a, 18). */
const HEADER_BYTES = 13;
const DESCRIPTOR_BYTES = 10;
const [EXTENSION, DESCRIPTOR, TRAILER] = [0x21, 0x2c, 0x3b];
const GRAPHIC_CONTROL = 0xf9;

/** The canvas that browsers show: the logical screen, or the first frame where that reaches further. */
export function gifSize(view: DataView): Size | 'corrupt' {
  const version = view.getUint16(4);
  if (version !== 0x3761 && version !== 0x3961) return 'corrupt';
  return firstFrame(view)?.canvas ?? 'corrupt';
}

/**
 * Leaves only the first frame of a GIF, drawn on a canvas of its own size: the decoder fills what a frame leaves
 * free with opaque black, and browsers with nothing, whatever background colour the file names.
 * @returns the frame as a GIF, and where on the canvas it lies unless it fills it
 * @throws ImageRefused `truncated` where a block of any frame ends early, `corrupt` where there is no frame
 */
export function tidyGif(bytes: Buffer): { bytes: Buffer; placed?: GifFrame } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const found = firstFrame(view);
    if (!found) throw new ImageRefused('corrupt');
    const end = endOfFrame(view, found.at);
    mustEnd(view, end);
    const first = alone(bytes, view, found, end);
    const { canvas, left, top, frame } = found;
    const fills = frame.width === canvas.width && frame.height === canvas.height;
    return fills ? { bytes: first } : { bytes: first, placed: { canvas, left, top, frame } };
  } catch (error) {
    // DataView throws RangeError for a read past its end.
    if (error instanceof RangeError) throw new ImageRefused('truncated');
    throw error;
  }
}

function firstFrame(view: DataView): Found | undefined {
  let control: { control?: number } = {};
  for (let at = startOfBlocks(view); ; at = endOfExtension(view, at)) {
    const introducer = view.getUint8(at);
    if (introducer === DESCRIPTOR) return { ...placement(view, at), ...control, at };
    if (introducer !== EXTENSION) return undefined;
    if (view.getUint8(at + 1) === GRAPHIC_CONTROL) control = { control: at };
  }
}

/** An axis of the screen that is 0 takes the frame's length, and one that the frame leaves is made longer. */
function placement(view: DataView, at: number): GifFrame {
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const frame = { width: view.getUint16(at + 5, true), height: view.getUint16(at + 7, true) };
  const left = screen.width === 0 ? 0 : view.getUint16(at + 1, true);
  const top = screen.height === 0 ? 0 : view.getUint16(at + 3, true);
  const width = Math.max(screen.width, left + frame.width);
  const height = Math.max(screen.height, top + frame.height);
  return { canvas: { width, height }, left, top, frame };
}

function startOfBlocks(view: DataView): number {
  return HEADER_BYTES + tableBytes(view.getUint8(10));
}

/** The length of a colour table, by the flags that announce it. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function endOfExtension(view: DataView, at: number): number {
  return endOfSubBlocks(view, at + 2);
}

function endOfFrame(view: DataView, at: number): number {
  // A byte before the sub-blocks says how long codes are at first.
  return endOfSubBlocks(view, at + DESCRIPTOR_BYTES + tableBytes(view.getUint8(at + 9)) + 1);
}

function endOfSubBlocks(view: DataView, from: number): number {
  let at = from;
  for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
  return at + 1;
}

/** Walks the blocks after the first frame, whose end shows whether the whole file arrived. */
function mustEnd(view: DataView, from: number): void {
  for (let at = from; at < view.byteLength; ) {
    const introducer = view.getUint8(at);
    if (introducer !== EXTENSION && introducer !== DESCRIPTOR) return;
    at = introducer === EXTENSION ? endOfExtension(view, at) : endOfFrame(view, at);
  }
}

/** Header, colour table, the graphic control, and the frame moved to the corner. */
function alone(bytes: Buffer, view: DataView, { frame, at, control }: Found, end: number): Buffer {
  const head = Buffer.from(bytes.subarray(0, startOfBlocks(view)));
  head.writeUInt16LE(frame.width, 6);
  head.writeUInt16LE(frame.height, 8);
  const image = Buffer.from(bytes.subarray(at, end)).fill(0, 1, 5);
  const before = control === undefined ? [] : [bytes.subarray(control, endOfExtension(view, control))];
  return Buffer.concat([head, ...before, image, Buffer.from([TRAILER])]);
}
