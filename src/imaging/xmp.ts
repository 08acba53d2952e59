/** Longer than any caption kept, even when every character is an entity. */
const MAX_RAW_CHARACTERS = 32_000;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * One text property of an XMP packet, as attribute or element; of several languages the first, which the XMP
 * specification (part 1, 8.2.2.4) makes the default.
 *
 * Our own, since exifr's reader lets a packet write to Object.prototype and to Object's own methods. It only
 * looks for fixed strings, so its time is linear.
 * @param name as written, such as `dc:rights`
 */
export function xmpText(xmp: string, name: string): string | undefined {
  const found = element(xmp, name) ?? between(xmp, ` ${name}="`, '"') ?? between(xmp, ` ${name}='`, "'");
  return found === undefined ? undefined : decodeEntities(found.slice(0, MAX_RAW_CHARACTERS));
}

function element(xmp: string, name: string): string | undefined {
  const inner = tagged(xmp, name);
  if (inner === undefined) return undefined;
  const text = tagged(inner, 'rdf:li') ?? inner;
  // What still holds markup is some other structure, not a text.
  return text.includes('<') ? undefined : text;
}

function tagged(xml: string, name: string): string | undefined {
  const start = xml.search(new RegExp(`<${name}[\\s>]`));
  const open = start < 0 ? -1 : xml.indexOf('>', start);
  if (open < 0 || xml[open - 1] === '/') return undefined;
  const close = xml.indexOf(`</${name}>`, open);
  return close < 0 ? undefined : xml.slice(open + 1, close);
}

function between(text: string, opening: string, closing: string): string | undefined {
  const at = text.indexOf(opening);
  if (at < 0) return undefined;
  const from = at + opening.length;
  const end = text.indexOf(closing, from);
  return end < 0 ? undefined : text.slice(from, end);
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
