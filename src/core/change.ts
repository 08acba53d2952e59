import { type AuditEvent, SERVICE } from './audit.ts';
import type { ImageRecord, Status } from './image.ts';

/** A rule's answer: the record as it is to be kept, and what the audit trail says of it. */
export interface Change {
  record: ImageRecord;
  event?: AuditEvent;
}

const finals: readonly Status[] = ['approved', 'rejected', 'expired', 'withdrawn', 'failed'];

/** Whether nothing happens to the image any more unless a person asks for it. */
export function isFinal(status: Status): boolean {
  return finals.includes(status);
}

/** The image in a state that is final: nothing is looked at any more. */
export function finish(record: ImageRecord, to: Status, at: Date): ImageRecord {
  const { nextCheckAt: _, ...rest } = record;
  return { ...rest, status: to, updatedAt: at.toISOString() };
}

/** An entry of the trail for what the service did by itself. */
export function system(type: AuditEvent['type'], at: Date, detail?: string): AuditEvent {
  return { at: at.toISOString(), by: SERVICE, type, ...(detail === undefined ? {} : { detail }) };
}
