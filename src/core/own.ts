import type { ImageRecord } from './image.ts';
import { sameMailbox } from './mailbox.ts';

/**
 * Whether it is somebody's own picture.
 * @param account of who signed in: an address may have changed since the picture was sent
 */
export function isOwn(
  { createdBy, owner }: Pick<ImageRecord, 'createdBy' | 'owner'>,
  by: string,
  account?: string,
): boolean {
  return account === owner || sameMailbox(by, createdBy);
}
