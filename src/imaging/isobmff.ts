/** The inside of a box (ISO/IEC 14496-12, 4.2): from its first byte after size and type to its end. */
export interface Box {
  type: string;
  from: number;
  end: number;
}

/** The first box of that type inside another, or in the file. A read past the end throws RangeError. */
export function findBox(view: DataView, type: string, inside?: Box): Box | undefined {
  for (const box of boxesIn(view, inside)) if (box.type === type) return box;
  return undefined;
}

/** The boxes inside another, or of the file; each step is at least 8 bytes on, so it ends. */
export function* boxesIn(view: DataView, inside?: Pick<Box, 'from' | 'end'>): Generator<Box> {
  const { from: first, end: last } = inside ?? { from: 0, end: Number.POSITIVE_INFINITY };
  for (let at = first; at + 8 <= last; ) {
    const size = view.getUint32(at);
    const from = size === 1 ? at + 16 : at + 8;
    const end = size === 0 ? last : at + (size === 1 ? Number(view.getBigUint64(at + 8)) : size);
    if (end < from) return;
    yield { type: fourCC(view, at + 4), from, end };
    at = end;
  }
}

/** Four characters, such as a box's type. */
export function fourCC(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

/** A HEIF's `meta` box without its version and flags (ISO/IEC 23008-12, 6.2). */
export function findMeta(view: DataView): Box | undefined {
  const meta = findBox(view, 'meta');
  return meta && { ...meta, from: meta.from + 4 };
}

/** The properties of a HEIF's primary item, in the order it names them (ISO/IEC 23008-12, 6.4.3, 9.3.1). */
export function primaryProperties(view: DataView): Box[] {
  const meta = findMeta(view);
  const iprp = meta && findBox(view, 'iprp', meta);
  const ipco = iprp && findBox(view, 'ipco', iprp);
  const ipma = iprp && findBox(view, 'ipma', iprp);
  const primary = meta && primaryItem(view, meta);
  if (primary === undefined || !ipco || !ipma) return [];
  const all = [...boxesIn(view, ipco)];
  return associations(view, ipma, primary).flatMap((index) => all[index - 1] ?? []);
}

/**
 * The data of a HEIF's primary item, or the first part of it (ISO/IEC 14496-12, 8.11.3).
 * @returns undefined where it does not lie in the file itself, as of a grid
 */
export function primaryData(view: DataView): DataView | undefined {
  const meta = findMeta(view);
  const iloc = meta && findBox(view, 'iloc', meta);
  const primary = meta && primaryItem(view, meta);
  if (primary === undefined || !iloc) return undefined;
  const version = view.getUint8(iloc.from);
  const sizes = view.getUint16(iloc.from + 4);
  const [offset = 0, length = 0, base = 0, index = 0] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
  const idBytes = version < 2 ? 2 : 4;
  const extentBytes = (version > 0 ? index : 0) + offset + length;
  for (let at = iloc.from + 6 + idBytes; at < iloc.end; ) {
    const id = uint(view, at, idBytes);
    const method = version > 0 ? view.getUint16(at + idBytes) & 15 : 0;
    const baseAt = at + idBytes + (version > 0 ? 4 : 2);
    const first = baseAt + base + 2 + (version > 0 ? index : 0);
    if (id === primary && method === 0) {
      const start = uint(view, baseAt, base) + uint(view, first, offset);
      return new DataView(view.buffer, view.byteOffset + start, uint(view, first + offset, length));
    }
    at = baseAt + base + 2 + view.getUint16(baseAt + base) * extentBytes;
  }
  return undefined;
}

function primaryItem(view: DataView, meta: Box): number | undefined {
  const pitm = findBox(view, 'pitm', meta);
  return pitm && uint(view, pitm.from + 4, view.getUint8(pitm.from) === 0 ? 2 : 4);
}

/** A number of 0, 2, 4 or 8 bytes. */
function uint(view: DataView, at: number, bytes: number): number {
  if (bytes === 8) return Number(view.getBigUint64(at));
  return bytes === 0 ? 0 : bytes === 2 ? view.getUint16(at) : view.getUint32(at);
}

/** The numbers of an item's properties, counted from 1. */
function associations(view: DataView, ipma: Box, item: number): number[] {
  const idBytes = view.getUint8(ipma.from) === 0 ? 2 : 4;
  const indexBytes = view.getUint8(ipma.from + 3) & 1 ? 2 : 1;
  for (let at = ipma.from + 8; at < ipma.end; ) {
    const id = uint(view, at, idBytes);
    const count = view.getUint8(at + idBytes);
    const first = at + idBytes + 1;
    // The highest bit says that a reader has to know the property.
    const indexAt = (one: number) =>
      indexBytes === 2 ? view.getUint16(first + one * 2) & 0x7fff : view.getUint8(first + one) & 0x7f;
    if (id === item) return Array.from({ length: count }, (_, one) => indexAt(one));
    at = first + count * indexBytes;
  }
  return [];
}
