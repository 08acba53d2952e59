/** What libvips says of a JPEG when it has read it, before what libjpeg said first. */
const COUNT = /^read gave (\d+) warnings$/;
/** Bytes between a scan and the next marker: a few are stray, more are a scan whose decoding went astray. */
const STRAY = /^VipsJpeg: Corrupt JPEG data: (\d+) extraneous bytes before marker 0x[0-9a-f]{2}\s*$/;
const MAX_STRAY_BYTES = 16;

/**
 * Whether a JPEG that was decoded to its end is damaged: libjpeg calls damage a warning and goes on.
 * @param warnings as libvips gave them, for a file that `tidyJpeg` made
 */
export function isDamaged(warnings: readonly string[]): boolean {
  const count = warnings.reduce((sum, one) => sum + Number(COUNT.exec(one)?.[1] ?? 0), 0);
  if (count !== 1) return count > 1;
  const strays = warnings.map((one) => STRAY.exec(one)?.[1]).find((found) => found !== undefined);
  return strays === undefined || Number(strays) > MAX_STRAY_BYTES;
}
