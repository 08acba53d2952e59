const TEMPORAL_DELIMITER = 2;
const SEQUENCE_HEADER = 1;

/** How an AV1 stream says its colours are coded, in code points of ITU-T H.273. */
export interface StreamColour {
  primaries: number;
  transfer: number;
  matrix: number;
}

/**
 * Reads the colours from the sequence header of a still picture (AV1 specification, 5.3 and 5.5).
 * @param view the stream from its start; a read past its end throws RangeError
 * @returns undefined where it says nothing, or is not of the reduced kind that still pictures have
 */
export function streamColour(view: DataView): StreamColour | undefined {
  for (let at = 0; ; ) {
    const header = view.getUint8(at);
    const [type, isExtended, hasSize] = [(header >> 3) & 15, header & 4, header & 2];
    const size = leb128(view, at + (isExtended ? 2 : 1));
    if (type === SEQUENCE_HEADER) return colourConfig(bitReader(view, hasSize ? size.end : at + 1));
    if (type !== TEMPORAL_DELIMITER || !hasSize) return undefined;
    at = size.end + size.value;
  }
}

function colourConfig(read: (bits: number) => number): StreamColour | undefined {
  const profile = read(3);
  read(1);
  const isReduced = read(1);
  if (!isReduced) return undefined;
  // The level.
  read(5);
  const [widthBits, heightBits] = [read(4) + 1, read(4) + 1];
  read(widthBits);
  read(heightBits);
  // Six tools that may be used.
  read(6);
  const isDeep = read(1);
  if (profile === 2 && isDeep) read(1);
  if (profile !== 1) read(1);
  return read(1) ? { primaries: read(8), transfer: read(8), matrix: read(8) } : undefined;
}

/** Reads up to 16 bits at a time, the highest first. */
function bitReader(view: DataView, from: number): (bits: number) => number {
  let at = from * 8;
  return (bits) => {
    let value = 0;
    for (const end = at + bits; at < end; at += 1)
      value = value * 2 + ((view.getUint8(at >> 3) >> (7 - (at & 7))) & 1);
    return value;
  };
}

function leb128(view: DataView, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = 0; at < 8; at += 1) {
    const byte = view.getUint8(from + at);
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { value, end: from + at + 1 };
  }
  return { value, end: from + 8 };
}
