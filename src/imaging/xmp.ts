import sax, { type QualifiedTag } from 'sax';
import type { Candidates, Field } from './tags.ts';
import { textOf, utf16Of } from './text.ts';

const DC = 'http://purl.org/dc/elements/1.1/';
const PHOTOSHOP = 'http://ns.adobe.com/photoshop/1.0/';
const IPTC_EXTENSION = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Some writers leave out the declaration of the usual prefixes. */
const usual: Readonly<Record<string, string>> = {
  dc: DC,
  photoshop: PHOTOSHOP,
  Iptc4xmpExt: IPTC_EXTENSION,
  rdf: RDF,
};

const fields: ReadonlyMap<string, Field> = new Map([
  [`${DC}description`, 'caption'],
  [`${DC}creator`, 'creator'],
  [`${PHOTOSHOP}Credit`, 'credit'],
  [`${DC}rights`, 'copyright'],
  [`${IPTC_EXTENSION}DigitalSourceType`, 'sourceType'],
]);

const lists = new Set(['Seq', 'Bag', 'Alt'].map((name) => RDF + name));
const PROPERTY_LEVEL = `${RDF}RDF ${RDF}Description`;

/** What lies further in is left unread: a JPEG segment holds 64 KB, and captions come early. */
const MAX_BYTES = 128 * 1024;
/** A packet with more faults than this is none. */
const MAX_FAULTS = 100;

interface Property {
  field: Field;
  /** How deep in the packet it stands. */
  depth: number;
  items: { text: string; lang?: string | undefined }[];
}

/**
 * Reads the texts of an XMP packet, whether they are attributes, elements or lists, and whatever their prefixes are.
 * A text in several languages is the one marked `x-default`, else the first (XMP specification, part 1, 8.2.2.4).
 * Never throws; what stands before a fault counts.
 */
export function xmpCandidates(packet: Uint8Array): Candidates {
  const found = new Map<Field, string[]>();
  const parser = sax.parser(true, { xmlns: true });
  listen(parser, (field, text) => found.set(field, [...(found.get(field) ?? []), text]));
  try {
    parser.write(packetText(packet.subarray(0, MAX_BYTES))).close();
  } catch {
    // What was found before stays.
  }
  return Object.fromEntries(found);
}

function packetText(packet: Uint8Array): string {
  const [first, second] = packet;
  const utf16 = first === 0 || second === 0 || first === 0xff || first === 0xfe;
  return utf16 ? utf16Of(packet, first === 0 ? 'be' : 'le') : textOf(packet);
}

/** Tells of each property's text as its element ends. */
function listen(parser: sax.SAXParser, tell: (field: Field, text: string) => void): void {
  const path: string[] = [];
  let open: Property | undefined;
  let faults = 0;
  parser.onerror = (error) => {
    faults += 1;
    if (faults > MAX_FAULTS) throw error;
    parser.resume();
  };
  parser.onopentag = (tag) => {
    const node = qualified(tag);
    const inside = path.slice(-2).join(' ') === PROPERTY_LEVEL;
    if (node.name === `${RDF}Description` && path.at(-1) === `${RDF}RDF`) tellAttributes(node, tell);
    path.push(node.name);
    const field = inside ? fields.get(node.name) : undefined;
    if (field) open = { field, depth: path.length, items: [item(node)] };
    else if (open) open = within(open, node);
  };
  parser.ontext = parser.oncdata = (text) => {
    const last = open?.items.at(-1);
    if (last) last.text += text;
  };
  parser.onclosetag = () => {
    if (open && path.length === open.depth) {
      tell(open.field, textOfProperty(open));
      open = undefined;
    }
    path.pop();
  };
}

interface Node {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

function qualified(tag: sax.Tag | QualifiedTag): Node {
  const full = ({ uri, prefix, local }: { uri: string; prefix: string; local: string }) =>
    `${usual[uri === '' ? prefix : uri] ?? uri}${local}`;
  if (!('local' in tag)) return { name: tag.name, attributes: new Map() };
  const attributes = Object.values(tag.attributes).map((one) => [full(one), one.value] as const);
  return { name: full(tag), attributes: new Map(attributes) };
}

function tellAttributes({ attributes }: Node, tell: (field: Field, text: string) => void): void {
  for (const [name, text] of attributes) {
    const field = fields.get(name);
    if (field) tell(field, text);
  }
}

/** An element within a property: an entry of its list, or something that is no text. */
function within(property: Property, node: Node): Property | undefined {
  if (lists.has(node.name)) return property;
  if (node.name !== `${RDF}li`) return undefined;
  return { ...property, items: [...property.items, item(node)] };
}

function item({ attributes }: Node): Property['items'][number] {
  const lang = attributes.get('http://www.w3.org/XML/1998/namespacelang');
  return { text: attributes.get(`${RDF}resource`) ?? '', lang };
}

function textOfProperty({ field, items }: Property): string {
  const said = items.filter(({ text }) => text.trim() !== '');
  if (field === 'creator') return said.map(({ text }) => text.trim()).join('; ');
  return (said.find(({ lang }) => lang === 'x-default') ?? said[0])?.text ?? '';
}
