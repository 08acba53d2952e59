import type { ImageRecord } from './image.ts';

/**
 * Whether mail to both addresses comes to one person: what follows a plus sign in the name is a label
 * ("ann+desk@example.com"), which anybody can make up for their own mailbox.
 */
export function sameMailbox(one: string, other: string): boolean {
  return unlabelled(one) === unlabelled(other);
}

function unlabelled(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*(?=@)/, '');
}

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
