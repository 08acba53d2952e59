import type { ExecutionState, PolledTask } from '#adapters/workflow';
import type { AuditEvent } from '#core/audit';
import type { Change } from '#core/change';
import { type Digest, type DigestKind, timesOf } from '#core/digest';
import { NotFound } from '#core/errors';
import type { ImageRecord, Outcome, Status } from '#core/image';
import type { Unreachable, Unsent } from '#core/undelivered';
import { executionOf } from '../core/images.ts';

/** Images in memory: the rule's answer is kept, and the trail of what happened. */
export function memoryImages(...records: ImageRecord[]) {
  const kept = new Map(records.map((one) => [one.id, one]));
  const trail: AuditEvent[] = [];
  return {
    kept,
    trail,
    get: async (id: string) => kept.get(id),
    change: async (id: string, rule: (record: ImageRecord) => Change | undefined) => {
      const before = kept.get(id);
      if (!before) throw new NotFound('There is no such picture.');
      const change = rule(before);
      if (!change) return { record: before, changed: false };
      const record = { ...change.record, version: before.version + 1 };
      kept.set(id, record);
      if (change.event) trail.push(change.event);
      return { record, changed: true };
    },
    has: async (owner: string, status: Status, since: Date) =>
      [...kept.values()].some(
        (one) => one.owner === owner && one.status === status && Date.parse(one.createdAt) >= since.getTime(),
      ),
  };
}

/** Digests in memory, one open of each kind for each recipient. */
export function memoryDigests(...open: Digest[]) {
  const keyOf = ({ recipient, kind }: Pick<Digest, 'recipient' | 'kind'>) => `${recipient} ${kind}`;
  const opened = new Map(open.map((one) => [keyOf(one), one]));
  const closed = new Map<string, Digest>();
  return {
    opened,
    closed_: closed,
    open: async (recipient: string, kind: DigestKind) => opened.get(keyOf({ recipient, kind })),
    closed: async (recipient: string, kind: DigestKind) =>
      [...closed.values()].filter((one) => keyOf(one) === keyOf({ recipient, kind })),
    keepOpen: async (next: Digest) => {
      if ((opened.get(keyOf(next))?.version ?? 0) !== next.version - 1) return false;
      opened.set(keyOf(next), next);
      return true;
    },
    close: async (seen: Digest, next: Digest) => {
      if (opened.get(keyOf(seen))?.version !== seen.version) return false;
      opened.delete(keyOf(seen));
      closed.set(next.id, next);
      return true;
    },
    keepClosed: async (next: Digest) => {
      if (closed.get(next.id)?.version !== next.version - 1) return false;
      closed.set(next.id, next);
      return true;
    },
    postpone: async (seen: Digest, until: string) => {
      const held = seen.state === 'open' ? opened : closed;
      const key = seen.state === 'open' ? keyOf(seen) : seen.id;
      if (held.get(key)?.version === seen.version) held.set(key, { ...seen, nextCheckAt: until });
    },
    remove: async (done: Digest) => void closed.delete(done.id),
  };
}

/** What mail does not arrive, in memory. */
export function memoryUndelivered() {
  const addresses = new Map<string, Unreachable>();
  const mails = new Map<string, Unsent>();
  return {
    addresses,
    mails,
    of: async (address: string, now: Date) =>
      [addresses.get(address)].find((one) => one && one.until > now.toISOString()),
    remember: async (about: Unreachable) => void addresses.set(about.address, about),
    note: async (about: Unsent) => void mails.set(about.digest, about),
    clear: async (digest: string) => void mails.delete(digest),
  };
}

/** Ten seconds without a new picture, two minutes at most; a minute for all else. */
export const times = timesOf({ quiet: 10_000, max: 120_000, gather: 60_000 });

/** A queue that remembers what was sent, and how long it was to wait. */
export function memoryQueue<T>() {
  const sent: { body: T; delay: number }[] = [];
  return { sent, send: async (body: T, delay = 0) => void sent.push({ body, delay }) };
}

/** Step Functions: what was started, stopped and delivered; tasks are handed out in the order they wait. */
export function fakeWorkflow(state: ExecutionState = { status: 'RUNNING' }, tasks: PolledTask[] = []) {
  const calls: string[] = [];
  return {
    calls,
    tasks,
    executionOf,
    stop: async (arn: string) => void calls.push(`stop ${arn.split(':').at(-1)}`),
    start: async (arn: string) => void calls.push(`start ${arn.split(':').at(-1)}`),
    stopClock: async (arn: string) => void calls.push(`stop clock of ${arn.split(':').at(-1)}`),
    describe: async () => state,
    deliver: async (token: string, outcome: Outcome): Promise<'taken' | 'gone'> => {
      calls.push(`deliver ${outcome} to ${token}`);
      return token.startsWith('dead') ? 'gone' : 'taken';
    },
    poll: async () => tasks.shift(),
  };
}
