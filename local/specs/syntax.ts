import { type Message, transform } from 'esbuild';
import { isBuildFailure } from '../buildErrors.ts';
import { messageOf } from '../failure.ts';

/** Something to mend in a file: where, what is wrong, and what to write instead. Lines and columns count from 1. */
export interface Fault {
  line: number;
  column: number;
  message: string;
  instead: string;
}

/** A JSON file as far as it could be read. */
export interface Read {
  faults: Fault[];
  /** The text without what JSON does not allow, at the same lines and columns; absent where it stays unclear. */
  text?: string;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;

const COMMENT = 'JSON does not support comments';
const TRAILING_COMMA = 'JSON does not support trailing commas';
const SINGLE_QUOTES = 'JSON strings must use double quotes';

/** What esbuild says, and what it means to somebody who wrote the file; `%` is what it found. */
const words: readonly [said: string, message: string, instead: string][] = [
  [COMMENT, 'JSON has no comments.', 'Take this one out.'],
  [TRAILING_COMMA, 'This comma has nothing after it.', 'Take it out.'],
  [SINGLE_QUOTES, 'JSON has no single quotes.', 'Write double quotes: "…".'],
  [
    'Expected "," in JSON but found end of file',
    'The file ends too early.',
    'Close what is open, with ] or }.',
  ],
  ['Expected "," in JSON but found "}"', 'A [ is still open here.', 'Write ] before this }.'],
  ['Expected "," in JSON but found "]"', 'A { is still open here.', 'Write } before this ].'],
  [
    'Expected "," in JSON but found ":"',
    'A name cannot be in a list.',
    'Close the [ that is open, or write { }.',
  ],
  ['Expected "," in JSON but found ', 'A comma is missing before %.', 'Write one after the value before it.'],
  ['Expected ":" in JSON but found ', 'A colon is missing before %.', 'Write "name": value.'],
  [
    'Expected string in JSON but found end of file',
    'The file ends too early.',
    'Close what is open, with }.',
  ],
  ['Expected string in JSON but found ","', 'There is a comma too many.', 'Take it out.'],
  [
    'Expected string in JSON but found ',
    '% cannot be a name.',
    'Write names in double quotes: "name": value.',
  ],
  ['Expected end of file in JSON but found ', '% follows the end.', 'Take out what is after the last }.'],
  ['Unterminated string literal', 'A text does not end where its line ends.', 'Close it with ".'],
  ['Unexpected end of file in JSON', 'The file ends too early.', 'Write the value, and close what is open.'],
  ['Unexpected ', '% cannot be a value.', 'Write text in double quotes, a number such as 80, true or false.'],
  ['Syntax error "\\x09"', 'A tab cannot be in a text.', 'Write \\t.'],
  ['Syntax error ', '% cannot be here.', 'Take it out; in a text, write \\\\ for \\ and \\t for a tab.'],
];

const BYTE_ORDER_MARK = '\ufeff';
/** A file that needs more is no JSON that somebody mistyped. */
const MOST_ROUNDS = 50;

/** Finds what of a text is not strict JSON: what is plain to mend is mended, to see what comes after it. */
export async function readJson(text: string): Promise<Read> {
  const faults: Fault[] = [];
  let rest = text;
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const message = 'The file begins with a byte order mark.';
    faults.push({ line: 1, column: 1, message, instead: 'Save it as UTF-8 without one.' });
    rest = ` ${text.slice(1)}`;
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const reason = reasonOf(rest);
    if (reason === undefined) return { faults, text: rest };
    const messages = await complaints(rest);
    faults.push(...messages.map(faultOf));
    // JSON.parse is what the service reads with: what it refuses is a fault, whoever else finds it right.
    if (messages.length === 0)
      faults.push({ line: 1, column: 1, message: reason, instead: 'Write strict JSON.' });
    const mended = mend(rest, messages);
    if (mended === undefined) break;
    rest = mended;
  }
  return { faults };
}

function reasonOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${messageOf(error)}.`;
  }
}

async function complaints(text: string): Promise<Message[]> {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' });
    return [];
  } catch (error) {
    if (isBuildFailure(error)) return error.errors.map(asComment);
    throw error;
  }
}

/** JavaScript has no comments that begin with #, but people who write YAML do. */
function asComment(said: Message): Message {
  const { location } = said;
  const column = location?.lineText.search(/\S/) ?? 0;
  if (location?.lineText[column] !== '#') return said;
  const length = Buffer.byteLength(location.lineText) - column;
  return { ...said, text: COMMENT, location: { ...location, column, length } };
}

function faultOf({ text, location }: Message): Fault {
  const [said, message, instead] = words.find(([start]) => text.startsWith(start)) ?? ['', text, ''];
  const { line = 1, column = 0, lineText = '' } = location ?? {};
  return {
    line,
    column: Buffer.from(lineText).subarray(0, column).toString().length + 1,
    message: message.replace('%', () => unquoted(text.slice(said.length).replace(/ in JSON$/, ''))),
    instead,
  };
}

/** What esbuild found, as it is in the file. */
function unquoted(found: string): string {
  try {
    return String(JSON.parse(found));
  } catch {
    return found;
  }
}

/** What is mended, with all else left in its place; nothing where one of the faults is not plain to mend. */
function mend(text: string, messages: readonly Message[]): string | undefined {
  const bytes = Buffer.from(text);
  return messages.length > 0 && messages.every((one) => mendOne(bytes, one)) ? bytes.toString() : undefined;
}

function mendOne(bytes: Buffer, { text: said, location }: Message): boolean {
  if (!location) return false;
  const start = startOf(bytes, location.line) + location.column;
  const end = start + location.length;
  if (said === COMMENT || said === TRAILING_COMMA) {
    for (let at = start; at < end; at += 1) if (bytes[at] !== NEWLINE) bytes[at] = SPACE;
    return true;
  }
  if (said === SINGLE_QUOTES) {
    for (const at of [start, end - 1]) bytes[at] = QUOTE;
    return !bytes.subarray(start + 1, end - 1).includes(QUOTE);
  }
  // A value or a name comes where a comma has to be, and there is a space before it to put one.
  if (!/^Expected "," in JSON but found "(?:\\"|[-{[\d])/.test(said) || bytes[start - 1] !== SPACE)
    return false;
  bytes[start - 1] = COMMA;
  return true;
}

/** Where a line begins, in bytes. */
function startOf(bytes: Buffer, line: number): number {
  let start = 0;
  for (let n = 1; n < line; n += 1) start = bytes.indexOf(NEWLINE, start) + 1;
  return start;
}
