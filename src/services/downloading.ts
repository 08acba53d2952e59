import type { Originals } from '#adapters/pictures';
import { downloadOf } from '#core/download';
import { NotFound } from '#core/errors';
import type { ImageRecord } from '#core/image';
import { sniff } from '#imaging/sniff';

/** Every signature lies within. */
const HEAD_BYTES = 1024;

/** What a file is that is not taken in, by the code it is refused with; others are kept from opening by themselves. */
const refusedTypes: Readonly<Record<string, string>> = {
  'heic-not-supported': 'image/heic',
  'tiff-not-supported': 'image/tiff',
};

/**
 * Finds the address that an original is downloaded from, for a minute: as what it is, whatever it was announced as.
 * @throws NotFound where nothing was uploaded
 */
export function downloading(originals: Pick<Originals, 'read' | 'show'>) {
  return async ({ id, filename, upload, original }: ImageRecord): Promise<string> => {
    if (!upload) throw new NotFound('The file of this picture has not been uploaded.');
    const { versionId } = upload;
    const contentType = original?.contentType ?? (await typeOf(id, versionId));
    return originals.show(id, versionId, downloadOf(filename, contentType));
  };

  /** Of a picture that is not rendered yet, or never is. */
  async function typeOf(id: string, versionId: string | undefined): Promise<string | undefined> {
    const found = sniff((await originals.read(id, versionId, HEAD_BYTES)) ?? Buffer.alloc(0));
    return 'code' in found ? refusedTypes[found.code] : found.contentType;
  }
}
