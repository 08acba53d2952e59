/**
 * What is said to the contributor for each reason a picture ends as `failed`.
 * A refusal is the file's own fault: it is final, and starting again would only repeat it.
 */
export const refusals = {
  'empty-file': 'The file is empty.',
  'not-an-image': 'The file is not a picture we can read. Send a JPEG, PNG, WebP, GIF or AVIF.',
  'heic-not-supported': 'HEIC pictures cannot be read yet. Export the picture as JPEG and send that.',
  'svg-not-supported':
    'SVG drawings are not accepted, since they can hold scripts. Export it as PNG and send that.',
  'tiff-not-supported': 'TIFF pictures are not accepted. Export the picture as JPEG or PNG and send that.',
  'kind-not-supported':
    'This variant of the format cannot be read, such as a JPEG with 12 bits, a JPEG XL or a JPEG 2000. Export the picture as an ordinary JPEG or PNG and send that.',
  'too-many-pixels': 'The picture has more than 100 megapixels.',
  'side-too-long': 'The picture is more than 16,383 pixels wide or high.',
  'too-complex':
    'The picture takes too much work to decode. Open it, export it as an ordinary JPEG or PNG and send that.',
  'file-too-large': 'The file is larger than 50 MB.',
  'zero-dimensions': 'The picture says it is 0 pixels wide or high.',
  truncated: 'The file ends before the picture does. It was probably cut off on its way; send it again.',
  corrupt: 'The picture data is damaged.',
  'checksum-mismatch': 'The file that arrived is not the file whose checksum was given.',
  'object-gone': 'The uploaded file was removed before it could be processed.',
  'upload-expired': 'The picture was announced, but no file was uploaded within an hour.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** Faults are ours: the picture may be started again. */
export const faults = {
  'processing-failed': 'Something went wrong on our side while the picture was processed. Start it again.',
  'processing-died': 'Processing stopped again and again without an answer. Start it again.',
} as const;
export type FaultCode = keyof typeof faults;

export type FailureCode = RefusalCode | FaultCode;

/** Whether the code says that the file itself was at fault. */
export function isRefusal(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/** Why a picture failed, as the API shows it. */
export function failure(code: FailureCode): { code: FailureCode; message: string } {
  return { code, message: isRefusal(code) ? refusals[code] : faults[code] };
}
