import { KEPT, type Kept, type Rendition } from '#core/renditions';
import { shorten } from '#core/words';
import type { PictureWords } from './captions.ts';

/** What is written into a rendition: EXIF for all readers, XMP for what EXIF has no field for. */
export interface Labels {
  exif: Buffer;
  xmp: string;
}

/** Enough for any notice; a thumbnail of 160 pixels has 4 KB. In UTF-16 units. */
const MAX_LENGTH = 500;

const fieldsOf: Readonly<Record<Kept, readonly (keyof PictureWords)[]>> = {
  copyright: ['copyright'],
  credit: ['creator', 'credit'],
  sourceType: ['sourceType'],
  caption: ['caption'],
};

/** What a rendition keeps of a picture's words; nothing where there is nothing to keep. */
export function labelsFor(
  words: PictureWords,
  { keep = [...KEPT] }: Pick<Rendition, 'keep'>,
): Labels | undefined {
  const kept: PictureWords = {};
  for (const field of keep.flatMap((one) => fieldsOf[one])) {
    const text = words[field];
    if (text !== undefined) kept[field] = field === 'caption' ? text : shorten(text, MAX_LENGTH);
  }
  return Object.keys(kept).length === 0 ? undefined : { exif: exifOf(kept), xmp: xmpOf(kept) };
}

const [IMAGE_DESCRIPTION, ARTIST, COPYRIGHT] = [0x010e, 0x013b, 0x8298];
const ASCII = 2;
const ENTRY_BYTES = 12;

/**
 * EXIF of one directory with what is kept, in UTF-8 as the Metadata Working Group advises (guidelines 2.0, 2.2). Our own,
 * since libvips spells it in ASCII ("(C) Muller") and drops what stands in brackets at the end.
 */
function exifOf({ caption, creator, credit, copyright }: PictureWords): Buffer {
  const texts = [
    [IMAGE_DESCRIPTION, caption],
    [ARTIST, creator ?? credit],
    [COPYRIGHT, copyright],
  ] as const;
  const entries = texts.flatMap(([tag, text]) =>
    text === undefined ? [] : [{ tag, bytes: Buffer.from(`${text}\0`) }],
  );
  const header = Buffer.from('MM\0*\0\0\0\x08\0\0', 'latin1');
  header.writeUInt16BE(entries.length, 8);
  let at = header.length + entries.length * ENTRY_BYTES + 4;
  const directory = entries.map(({ tag, bytes }) => {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUInt16BE(tag, 0);
    entry.writeUInt16BE(ASCII, 2);
    entry.writeUInt32BE(bytes.length, 4);
    // Up to four bytes stand in the entry itself.
    if (bytes.length <= 4) entry.set(bytes, 8);
    else {
      entry.writeUInt32BE(at, 8);
      at += bytes.length;
    }
    return entry;
  });
  const values = entries.flatMap(({ bytes }) => (bytes.length > 4 ? [bytes] : []));
  return Buffer.concat([header, ...directory, Buffer.alloc(4), ...values]);
}

const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
} as const;

function xmpOf({ caption, creator, credit, copyright, sourceType }: PictureWords): string {
  const properties = [
    list('dc:creator', 'Seq', creator?.split('; ')),
    list('dc:description', 'Alt', caption === undefined ? undefined : [caption]),
    list('dc:rights', 'Alt', copyright === undefined ? undefined : [copyright]),
    text('photoshop:Credit', credit),
    text('Iptc4xmpExt:DigitalSourceType', sourceType),
  ].join('');
  const declared = Object.entries(namespaces)
    .filter(([prefix]) => prefix !== 'rdf' && properties.includes(`<${prefix}:`))
    .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
    .join('');
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    `<rdf:RDF xmlns:rdf="${namespaces.rdf}"><rdf:Description rdf:about=""${declared}>${properties}` +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}

function text(name: string, words: string | undefined): string {
  return words === undefined ? '' : `<${name}>${escaped(words)}</${name}>`;
}

function list(name: string, kind: 'Seq' | 'Alt', words: readonly string[] | undefined): string {
  if (words === undefined) return '';
  const lang = kind === 'Alt' ? ' xml:lang="x-default"' : '';
  const items = words.map((one) => `<rdf:li${lang}>${escaped(one)}</rdf:li>`).join('');
  return `<${name}><rdf:${kind}>${items}</rdf:${kind}></${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no place for two characters that are none. */
function escaped(words: string): string {
  return words.replace(/[\ufffe\uffff]/g, '').replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
