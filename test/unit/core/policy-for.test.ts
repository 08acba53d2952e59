import { describe, expect, test } from '@jest/globals';
import { InvalidInput } from '#core/errors';
import { policyFor } from '#core/reviewers';
import { policy } from './images.ts';

const rita = 'rita@contactsheet.example';
const sam = 'sam@contactsheet.example';
const editor = 'editor@contactsheet.example';
const allowed = { policy, domains: ['desk.example'] };
const faults = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ field, code }) => `${field}: ${code}`);
    throw error;
  }
  return [];
};

describe('the policy of a picture', () => {
  test('is that of the house where its sender says nothing', () => {
    expect(policyFor({}, 'ann@contactsheet.example', allowed)).toEqual(policy);
  });

  test('leaves its sender out of those who are asked', () => {
    expect(policyFor({}, 'RITA@contactsheet.example', allowed).reviewers).toEqual([sam]);
    expect(policyFor({}, editor, allowed)).not.toHaveProperty('escalateTo');
  });

  test('asks those whom its sender names, each once, and others than them when it takes long', () => {
    const wish = { reviewers: ['zoe@desk.example', 'zoe@desk.example', editor] };
    expect(policyFor(wish, 'ann@contactsheet.example', allowed)).toMatchObject({
      reviewers: ['zoe@desk.example', editor],
    });
    expect(policyFor(wish, 'ann@contactsheet.example', allowed)).not.toHaveProperty('escalateTo');
  });

  test('says so where others cannot be asked as its sender wishes, rather than leave them out', () => {
    const shorter = { escalateTo: ['zoe@desk.example'], expireAfter: 'PT12H' };
    expect(faults(() => policyFor(shorter, 'ann@contactsheet.example', allowed))).toEqual([
      'escalateTo: escalation-incomplete',
    ]);
    const nobody = { reviewers: [rita, editor], escalateAfter: 'PT1H' };
    expect(faults(() => policyFor(nobody, 'ann@contactsheet.example', allowed))).toEqual([
      'escalateAfter: escalation-incomplete',
    ]);
  });

  test('counts two labels of one address as one person', () => {
    const wish = { reviewers: ['zoe@desk.example', 'zoe+2@desk.example', editor], required: 3 };
    const faulty = () => policyFor(wish, 'ann@contactsheet.example', allowed);
    expect(faults(faulty)).toEqual(['required: too-many-required']);
  });

  test('never asks the sender by another label of their address', () => {
    const wish = { reviewers: ['ann+desk@desk.example'] };
    expect(faults(() => policyFor(wish, 'ann@desk.example', allowed))).toEqual(['reviewers.0: own-picture']);
  });

  test('never asks the sender, a stranger, or one at a domain that only looks allowed', () => {
    const reviewers = [
      'ann@contactsheet.example',
      'eve@evil.example',
      'eve@notdesk.example',
      'zoe@desk.example',
    ];
    const wish = { reviewers, escalateTo: ['eve@desk.example.evil.example'], escalateAfter: 'PT1H' };
    expect(faults(() => policyFor(wish, 'ann@contactsheet.example', allowed))).toEqual([
      'reviewers.0: own-picture',
      'reviewers.1: not-allowed',
      'reviewers.2: not-allowed',
      'escalateTo.0: not-allowed',
    ]);
  });

  test('cannot ask nobody', () => {
    const alone = { policy: { ...policy, reviewers: [rita] }, domains: [] };
    expect(faults(() => policyFor({}, rita, alone))).toEqual(['reviewers: none-left']);
  });

  test('never needs fewer approvals than the house does, and not more than there are reviewers', () => {
    const strict = { policy: { ...policy, required: 2 }, domains: [] };
    expect(faults(() => policyFor({ required: 1 }, 'ann@x.example', strict))).toEqual(['required: too-few']);
    expect(faults(() => policyFor({ required: 3 }, 'ann@x.example', strict))).toEqual([
      'required: too-many-required',
    ]);
    expect(faults(() => policyFor({}, rita, strict))).toEqual(['required: too-many-required']);
  });

  test('never needs more approvals than there are persons, whatever labels they go by', () => {
    const wish = { reviewers: ['zoe+pics@desk.example', 'zoe@desk.example'], required: 2 };
    expect(faults(() => policyFor(wish, 'ann@x.example', allowed))).toEqual(['required: too-many-required']);
  });

  test('never escalates to a reviewer by another label', () => {
    const wish = {
      reviewers: ['zoe@desk.example'],
      escalateTo: ['zoe+2@desk.example'],
      escalateAfter: 'PT1H',
    };
    expect(faults(() => policyFor(wish, 'ann@x.example', allowed))).toEqual([
      'escalateTo.0: already-reviewer',
    ]);
    const house = { policy: { ...policy, escalateTo: ['zoe+2@desk.example'] }, domains: ['desk.example'] };
    expect(policyFor({ reviewers: ['zoe@desk.example'] }, 'ann@x.example', house)).not.toHaveProperty(
      'escalateTo',
    );
  });

  test('does not take a label for an address that the house names, where its domain is not allowed', () => {
    const wish = { reviewers: ['rita+x@contactsheet.example'] };
    expect(faults(() => policyFor(wish, 'ann@x.example', allowed))).toEqual(['reviewers.0: not-allowed']);
    const capitals = { ...allowed, domains: ['Desk.Example'] };
    expect(policyFor({ reviewers: ['zoe@desk.example'] }, 'ann@x.example', capitals).reviewers).toHaveLength(
      1,
    );
  });

  test('may refuse new titles of what is approved, and not allow them where the house refuses', () => {
    const house = (renameApproved?: 'review' | 'refuse') => ({
      policy: { ...policy, ...(renameApproved ? { renameApproved } : {}) },
      domains: [],
    });
    const wish = (renameApproved: 'review' | 'refuse', by?: 'review' | 'refuse') =>
      policyFor({ renameApproved }, 'ann@x.example', house(by)).renameApproved;
    expect([wish('refuse'), wish('refuse', 'review'), wish('review')]).toEqual([
      'refuse',
      'refuse',
      'review',
    ]);
    expect(faults(() => wish('review', 'refuse'))).toEqual(['renameApproved: not-allowed']);
    expect(policyFor({}, 'ann@x.example', house('refuse')).renameApproved).toBe('refuse');
  });

  test('with a shorter end leaves out what the house would do after it', () => {
    const short = policyFor({ expireAfter: 'PT36H' }, 'ann@x.example', allowed);
    expect(short).toEqual({
      reviewers: [rita, sam],
      required: 1,
      remindAfter: ['P1D'],
      expireAfter: 'PT36H',
    });
  });

  test('with reminders of its own that come too late is refused', () => {
    const wish = { expireAfter: 'PT1H', remindAfter: ['PT2H'] };
    expect(faults(() => policyFor(wish, 'ann@x.example', allowed))).toEqual(['remindAfter.0: after-expiry']);
  });
});
