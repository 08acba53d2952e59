import { describe, expect, it } from '@jest/globals';
import { eventFor, readerOf, recordFor } from '#core/access';
import { inReview, NOW } from './images.ts';

const handover = {
  from: 'rita@contactsheet.example',
  to: 'kim@contactsheet.example',
  at: NOW.toISOString(),
  comment: 'The sender is a nuisance.',
};
const decision = { by: handover.to, decision: 'reject' as const, at: handover.at, comment: 'Too dark.' };
const record = inReview({ handovers: [handover], decisions: [decision] });

describe('what reviewers write to each other', () => {
  it('is read by reviewers and operators, and not by who is only the sender', () => {
    expect(readerOf({ sub: 'ann', groups: [] })).toBe('sender');
    expect(readerOf({ sub: 'ann', groups: ['reviewers'] })).toBe('colleague');
    expect(readerOf({ sub: 'olga', groups: ['operators'] })).toBe('colleague');
  });

  it('is left out of the picture as its sender reads it; who passed it to whom, and decisions, stay', () => {
    const { comment, ...rest } = handover;
    const { review } = recordFor(record, 'sender');
    expect(review?.handovers).toEqual([rest]);
    expect(review?.decisions).toEqual([decision]);
    expect(JSON.stringify(recordFor(record, 'sender'))).not.toContain(comment);
    expect(recordFor(record, 'colleague')).toEqual(record);
    expect(record.review?.handovers).toEqual([handover]);
  });

  it('is left out of the trail as its sender reads it', () => {
    const { at, from: by, to: detail, comment } = handover;
    const passed = { at, by, type: 'handed-over' as const, detail, comment };
    expect(eventFor(passed, 'sender')).toEqual({ at, by, type: 'handed-over', detail });
    expect(eventFor(passed, 'colleague')).toEqual(passed);
    const decided = { ...passed, type: 'decided' as const };
    expect(eventFor(decided, 'sender')).toEqual(decided);
  });
});
