import { shorten } from './words.ts';

/** Endings that say what a file is, the usual one first. */
const endings: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/avif': ['avif'],
  'image/heic': ['heic', 'heif'],
  'image/tiff': ['tif', 'tiff'],
};

/** For a file that is none of these; nothing opens it by itself. */
const UNKNOWN = { type: 'application/octet-stream', endings: ['bin'] } as const;

/** File systems take 255. */
const LONGEST_STEM = 200;
const WITHOUT_NAME = 'picture';

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const blank = /[\p{Cc}\p{Z}]+/gu;
/** Parts of a path, and what Windows takes in no name. */
const separators = /[/\\:*?"<>|]/g;
/** Devices of Windows, whatever their ending is (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[. ]|$)/i;

/** How a file is handed out. */
export interface Download {
  contentType: string;
  /** Of the header Content-Disposition. */
  disposition: string;
}

/**
 * How an original is handed out: under the sender's name, made harmless, with the ending and the type of what it is.
 * @param contentType what the file's own bytes say; undefined where they say nothing
 */
export function downloadOf(filename: string, contentType: string | undefined): Download {
  const known = contentType === undefined ? undefined : endings[contentType];
  return {
    contentType: (known && contentType) || UNKNOWN.type,
    disposition: attachment(downloadName(filename, known ?? UNKNOWN.endings)),
  };
}

function downloadName(filename: string, own: readonly string[]): string {
  const clean = filename
    .toWellFormed()
    .replace(invisible, '')
    .replace(blank, ' ')
    .replace(separators, '_')
    .replace(/\.{2,}/g, '.');
  const { stem, ending } = parts(clean, own);
  const bare = shorten(trimmed(stem), LONGEST_STEM) || WITHOUT_NAME;
  return `${device.test(bare) ? '_' : ''}${bare}.${ending}`;
}

/** The ending stays as it was written where it is true; another one goes. */
function parts(name: string, own: readonly string[]): { stem: string; ending: string } {
  const [, stem = name, ending = ''] = /^(.*)\.([a-z0-9]{1,5}) *$/i.exec(name) ?? [];
  if (own.includes(ending.toLowerCase())) return { stem, ending };
  // "Version 1.2" has none.
  const other = /[a-z]/i.test(ending);
  if (other && own.some((one) => stem.toLowerCase().endsWith(`.${one}`))) return parts(stem, own);
  return { stem: other ? stem : name, ending: own[0] ?? '' };
}

/** A dot in front hides a file; one at the end, or a blank, is lost on Windows. */
function trimmed(stem: string): string {
  return stem.replace(/^[. ]+/, '').replace(/(?<![. ])[. ]+$/, '');
}

/** RFC 6266: the name in UTF-8 by RFC 8187, and before it one in ASCII for whoever does not read that. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${inAscii(name)}"; filename*=UTF-8''${encoded}`;
}

function inAscii(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(separators, '_')
    // Some readers decode a percent sign here.
    .replace(/[^\x20-\x7e]|%/gu, '_');
  const dot = ascii.lastIndexOf('.');
  return /[a-z0-9]/i.test(ascii.slice(0, dot)) ? ascii : WITHOUT_NAME + ascii.slice(dot);
}
