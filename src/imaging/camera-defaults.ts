/**
 * What cameras, phones and programs write into a caption by themselves, in lower case with every run of other
 * characters than letters and digits as one blank.
 */
const defaults: readonly RegExp[] = [
  /^(?:(?:olympus|(?:konica )?minolta|kodak|samsung|sony|pentax|ricoh|casio|vivitar) )?digital (?:still )?camera$/,
  /^(?:sony )?dsc$/,
  /^samsung(?: camera pictures)?$/,
  // "<KENOX S860  / Samsung S860>", "<Digimax S500 / Kenox S500 / Digimax Cyber 530>"
  /^(?:kenox|digimax) [a-z]?\d/,
  // "DCIM\100MEDIA\DJI_0001.JPG", and the same without its separators.
  /^dcim(?![a-z])/,
  /^exif jpeg(?: picture| t?\d+)?$/,
  /^(?:default|untitled|image|picture|photo|jpeg|caption|description|image description|no description)$/,
  /^created with (?:the )?gimp$/,
  // "File written by Adobe Photoshop¨ 5.0", "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"
  /^file written by adobe photoshop(?: \d+)*$/,
  /^creator gd jpeg v\d[ a-z\d]*$/,
  /^lead technologies inc(?: v\d+ \d+)?$/,
  // A phone's modes of taking pictures.
  /^(?:oz|fp|r)?(?:cof|dav|edf|hdr|mde|nor|sdr)$/,
  // A file's name as cameras and phones give it: "DSC_0001", "_MG_1234", "IMG_20240131_123456", "P1010001", "100_1234".
  /^(?:dsc[nf]?|i?mgp?|img e|imag|pict?|cimg|gopr|dji|mvi|sam|pxl|vid|wp) ?\d{3,}(?: \d+)*$/,
  /^p\d{7}$/,
  /^\d{3} \d{4}$/,
];

/** A file's name and nothing else. */
const FILE_NAME = /^[^\s]+\.(?:jpe?g|png|gif|webp|avif|hei[cf]|tiff?|dng|nef|cr[23w]|arw|orf|raf|rw2)$/i;

/** Whether a caption is what a camera writes into every picture, and nobody's words. */
export function isCameraDefault(caption: string): boolean {
  const plain = caption
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return FILE_NAME.test(caption) || defaults.some((one) => one.test(plain));
}
