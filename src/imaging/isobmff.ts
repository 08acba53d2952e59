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
  const pitm = meta && findBox(view, 'pitm', meta);
  const iprp = meta && findBox(view, 'iprp', meta);
  const ipco = iprp && findBox(view, 'ipco', iprp);
  const ipma = iprp && findBox(view, 'ipma', iprp);
  if (!pitm || !ipco || !ipma) return [];
  const primary =
    view.getUint8(pitm.from) === 0 ? view.getUint16(pitm.from + 4) : view.getUint32(pitm.from + 4);
  const all = [...boxesIn(view, ipco)];
  return associations(view, ipma, primary).flatMap((index) => all[index - 1] ?? []);
}

/** The numbers of an item's properties, counted from 1. */
function associations(view: DataView, ipma: Box, item: number): number[] {
  const idBytes = view.getUint8(ipma.from) === 0 ? 2 : 4;
  const indexBytes = view.getUint8(ipma.from + 3) & 1 ? 2 : 1;
  for (let at = ipma.from + 8; at < ipma.end; ) {
    const id = idBytes === 2 ? view.getUint16(at) : view.getUint32(at);
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
