import type { Digests, Due } from '#adapters/digests';
import type { Images } from '#adapters/images';
import type { Originals } from '#adapters/pictures';
import type { Queue } from '#adapters/queue';
import type { Workflow } from '#adapters/workflow';
import { nextLook, postpone } from '#core/checks';
import type { ImageRecord } from '#core/image';
import { fail, uploaded } from '#core/lifecycle';
import { isTokenLost } from '#core/lost-token';
import { needsAsking, sweepStep, uploadExpiresAt } from '#core/sweep';
import { later, minutes } from '#core/time';
import { replacement, revival, startNamed } from './executions.ts';
import { delivery } from './reviews.ts';
import { type WatchServices, watching } from './watching.ts';

export interface SweepServices extends WatchServices {
  digests: WatchServices['digests'] & Pick<Digests, 'closed' | 'postpone'>;
  images: Pick<Images, 'get' | 'change'>;
  originals: Pick<Originals, 'find'>;
  workflow: Pick<Workflow, 'start' | 'stop' | 'executionOf' | 'describe' | 'deliver' | 'stopClock'>;
  reviews: Queue<{ id: string; round: number; execution: string }>;
}

/** A nudge that has not had its effect by then was lost. */
const NUDGED_AGAIN_AFTER = minutes(5);

/** Looks at one thing whose time has come: moves it on if it is stuck, or says when to look again. */
export function sweeping(services: SweepServices) {
  const { images, digests, originals, workflow, reviews, nudges, now } = services;
  const revive = revival(services);
  const replace = replacement(services);
  const deliver = delivery(services);
  const watch = watching(services);

  const steps = {
    'find-upload': findUpload,
    deliver,
    watch: watchLate,
    'look-at-execution': (record: ImageRecord) => lookAtExecution(record, true),
  };

  return async (due: Due): Promise<void> => {
    if (due.kind === 'digest') return nudgeLate(due);
    const record = await images.get(due.id);
    if (record) await steps[sweepStep(record, now())](record);
  };

  async function findUpload(record: ImageRecord): Promise<void> {
    const found = await originals.find(record.id);
    if (found) {
      const started = await images.change(record.id, (seen) =>
        uploaded(seen, found, workflow.executionOf, now()),
      );
      return startNamed(workflow, started.record);
    }
    const expiresAt = uploadExpiresAt(record);
    await images.change(record.id, (seen) => {
      if (seen.status !== 'awaiting-upload') return undefined;
      return expiresAt <= now().toISOString()
        ? fail(seen, 'upload-expired', now())
        : postpone(seen, expiresAt);
    });
  }

  async function watchLate(record: ImageRecord): Promise<void> {
    await watch(record.id, record.execution ?? '');
    const after = await images.get(record.id);
    // An outcome of this very moment: its token is asked for once before its execution is replaced.
    if (after && !(after.review?.outcome && after.review.token)) await lookAtExecution(after, false);
  }

  async function lookAtExecution(record: ImageRecord, mayReplace: boolean): Promise<void> {
    const { id, round, execution } = record;
    if (!execution) return;
    const { status, error, startedAt } = await workflow.describe(execution);
    if (status === 'gone') await startNamed(workflow, record);
    else if (status !== 'RUNNING') {
      await revive(id, execution, error ?? status);
      return;
    } else if (mayReplace && isTokenLost(record, startedAt, now())) {
      await replace(id, execution);
      return;
    } else if (needsAsking(record, now())) await reviews.send({ id, round, execution });
    await images.change(id, (seen) =>
      seen.execution === execution ? postpone(seen, nextLook(seen, now())) : undefined,
    );
  }

  /** A digest whose nudges were lost, or that was closed and mailed in part: nudged once, then left alone for a while. */
  async function nudgeLate({ recipient, of: kind }: Extract<Due, { kind: 'digest' }>): Promise<void> {
    const open = await digests.open(recipient, kind);
    await nudges.send({ recipient, kind, digest: open?.id ?? '', joinedAt: open?.joinedAt ?? '' });
    const until = later(now(), NUDGED_AGAIN_AFTER);
    for (const held of [open, ...(await digests.closed(recipient, kind))]) {
      if (held?.nextCheckAt && held.nextCheckAt <= now().toISOString()) await digests.postpone(held, until);
    }
  }
}
