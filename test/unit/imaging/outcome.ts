import { ImageRefused } from '#core/errors';
import type { AcceptedType } from '#core/image';
import { inspectHeader } from '#imaging/header';
import { renderPicture } from '#imaging/render';

const small = { name: 'small', width: 40, format: 'webp', quality: 80 } as const;

/** The result of a file: the refusal's code, 'rendered', or what else was thrown. */
export async function outcome(bytes: Buffer, contentType: AcceptedType, width = 40): Promise<string> {
  try {
    await renderPicture(bytes, contentType, [{ ...small, width }]);
    return 'rendered';
  } catch (error) {
    return error instanceof ImageRefused ? error.message : `a fault: ${error}`;
  }
}

/** The type that the header's check accepts, or the code it refuses with. */
export function checked(bytes: Uint8Array): string {
  const found = inspectHeader(bytes, bytes.length);
  if (found.verdict === 'accepted') return found.contentType;
  return found.verdict === 'refused' ? found.code : found.verdict;
}
