import type { ImageRecord } from '#core/image';
import type { Schedule } from '#core/milestone';
import type { ReviewPolicy } from '#core/policy';

export const NOW = new Date('2026-11-21T10:00:00.000Z');
export const ID = '01kadz5t9qx3m8v7rj2c4w6ehn';
const PREFIX = 'arn:aws:states:us-east-1:000000000000:execution:contactsheet-image:';
export const executionOf = (name: string) => `${PREFIX}${name}`;
export const minutesLater = (n: number) => new Date(NOW.getTime() + n * 60_000);

/** Two are asked and one of them is enough; after two days an editor is asked as well. */
export const policy: ReviewPolicy = {
  reviewers: ['rita@contactsheet.example', 'sam@contactsheet.example'],
  required: 1,
  remindAfter: ['P1D'],
  escalateTo: ['editor@contactsheet.example'],
  escalateAfter: 'P2D',
  expireAfter: 'P3D',
};

/** The times of that policy's round, opened now. */
export const schedule: Schedule = {
  dueAt: minutesLater(72 * 60).toISOString(),
  milestones: [
    { at: minutesLater(24 * 60).toISOString(), what: 'remind' },
    { at: minutesLater(48 * 60).toISOString(), what: 'escalate' },
  ],
};

/** A picture that was announced and not uploaded. */
export function announced(more: Partial<ImageRecord> = {}): ImageRecord {
  return {
    id: ID,
    version: 0,
    title: 'Coffee',
    filename: 'coffee.png',
    status: 'awaiting-upload',
    createdAt: NOW.toISOString(),
    updatedAt: NOW.toISOString(),
    createdBy: 'ann@contactsheet.example',
    owner: 'ann',
    announced: { contentType: 'image/png' },
    policy,
    notifySender: true,
    round: 1,
    attempt: 0,
    deaths: 0,
    thumbnails: [],
    nextCheckAt: minutesLater(20).toISOString(),
    ...more,
  };
}

/** A picture whose execution works on it. */
export function processing(more: Partial<ImageRecord> = {}): ImageRecord {
  return announced({
    status: 'processing',
    attempt: 1,
    execution: executionOf(`${ID}-1-1`),
    upload: { versionId: 'v1', bytes: 466_706 },
    ...more,
  });
}

export const rendering = {
  original: {
    contentType: 'image/png' as const,
    bytes: 466_706,
    width: 600,
    height: 400,
    sha256: 'a'.repeat(64),
  },
  thumbnails: [{ name: 'small', width: 160, height: 107, bytes: 4000, contentType: 'image/webp' as const }],
  placeholder: { color: '#6b4a32', thumbhash: 'abc=' },
};

/** A picture that waits for its reviewers, its task's token known. */
export function inReview(more: Partial<ImageRecord['review']> = {}): ImageRecord {
  return processing({
    ...rendering,
    status: 'in-review',
    review: {
      round: 1,
      reviewers: ['rita@contactsheet.example', 'sam@contactsheet.example'],
      required: 1,
      openedAt: NOW.toISOString(),
      ...schedule,
      decisions: [],
      handovers: [],
      unreachable: [],
      token: 'token-1',
      askedAt: NOW.toISOString(),
      ...more,
    },
  });
}
