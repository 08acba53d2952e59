import type { ImageRecord } from './image.ts';
import { isAmong } from './mailbox.ts';

/**
 * Whether it is somebody's own picture.
 * @param account of who signed in: an address may have changed since the picture was sent
 */
export function isOwn(
  { createdBy, owner, ownerAddress }: Pick<ImageRecord, 'createdBy' | 'owner' | 'ownerAddress'>,
  by: string,
  account?: string,
): boolean {
  return account === owner || isAmong([createdBy, ...(ownerAddress ? [ownerAddress] : [])], by);
}

/** The record, knowing the address that its owner acts under: at that one they are not asked either. */
export function withOwnerAt(record: ImageRecord, by: string): ImageRecord {
  return by === record.createdBy ? record : { ...record, ownerAddress: by };
}
