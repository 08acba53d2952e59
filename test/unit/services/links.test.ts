import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from '@jest/globals';
import { secretLinkKeys } from '#adapters/link-keys';
import { InvalidLink, ReviewOver } from '#core/errors';
import { linkFor, linkReader, viewLinkFor, viewReader } from '#services/links';
import { inReview, minutesLater, NOW } from '../core/images.ts';
import { memoryImages } from './fakes.ts';

const rita = 'rita@contactsheet.example';
const record = inReview();
const linkBy = (key: string) => linkFor(record, rita, key) ?? '';

/** A secret whose values may be rotated, and how often it was read. */
function vault(...values: string[]) {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const state = { values, reads: 0, now: NOW.getTime() };
  const answer = async (command: unknown) => {
    if (!(command instanceof GetSecretValueCommand)) throw new Error('nothing else is asked');
    state.reads += 1;
    return { SecretString: state.values[command.input.VersionStage === 'AWSCURRENT' ? 0 : 1] };
  };
  client.send = answer as typeof client.send;
  const keys = secretLinkKeys('links', () => state.now, client);
  const follow = linkReader({ images: memoryImages(record), keys, now: () => NOW });
  return { state, follow };
}

describe('following a link', () => {
  test('finds the review, in whose name it decides, and that it is open', async () => {
    const { follow } = vault('one');
    expect(await follow(linkBy('one'))).toMatchObject({
      state: 'open',
      reviewer: rita,
      record: { id: record.id },
    });
  });

  test('that is made for any label of a reviewer’s address is theirs', async () => {
    const { follow } = vault('one');
    const link = linkFor(record, 'Rita+desk@contactsheet.example', 'one') ?? '';
    expect(await follow(link)).toMatchObject({ state: 'open', reviewer: rita });
    expect(linkFor(record, 'stranger+rita@contactsheet.example', 'one')).toBeUndefined();
  });

  test('of a key that was rotated in a moment ago works in a function that still holds the old one', async () => {
    const { state, follow } = vault('one');
    await follow(linkBy('one'));
    state.values = ['two', 'one'];
    state.now += 11_000;
    expect((await follow(linkBy('two'))).state).toBe('open');
    expect((await follow(linkBy('one'))).state).toBe('open');
  });

  test('of a key that was rotated out twice does not', async () => {
    const { state, follow } = vault('one');
    await follow(linkBy('one'));
    state.values = ['three', 'two'];
    state.now += 6 * 60_000;
    await expect(follow(linkBy('one'))).rejects.toThrow(InvalidLink);
  });

  test('that is not valid does not make the secret be read again and again', async () => {
    const { state, follow } = vault('one');
    for (let attempt = 0; attempt < 20; attempt += 1)
      await expect(follow(linkBy('forged'))).rejects.toThrow(InvalidLink);
    expect(state.reads).toBe(2);
  });

  test('after the review says when it was decided, when it is over, and when it is of an earlier round', async () => {
    const keys = async (): Promise<[string]> => ['one'];
    const stateOf = async (seen: typeof record, now = NOW) =>
      (await linkReader({ images: memoryImages(seen), keys, now: () => now })(linkBy('one'))).state;
    const decision = { by: rita, decision: 'approve' as const, at: NOW.toISOString() };
    expect(await stateOf(inReview({ outcome: 'approved', decisions: [decision] }))).toBe('decided');
    expect(await stateOf(record, minutesLater(73 * 60))).toBe('expired');
    expect(await stateOf(inReview({ round: 2 }))).toBe('expired');
    await expect(stateOf(record, minutesLater(40 * 24 * 60))).rejects.toThrow(ReviewOver);
  });
});

describe('a review that is over', () => {
  test('says whether its time was, or it ended before, as with a title that was changed back', async () => {
    const keys = async (): Promise<[string]> => ['one'];
    const reasonOf = async (seen: typeof record, now = NOW) => {
      const found = await linkReader({ images: memoryImages(seen), keys, now: () => now })(linkBy('one'));
      return found.state === 'expired' && found.reason;
    };
    const ended = { ...record, status: 'approved' as const };
    expect(await reasonOf(ended)).toBe('ended');
    expect(await reasonOf(ended, minutesLater(73 * 60))).toBe('due');
    expect(await reasonOf(record, minutesLater(73 * 60))).toBe('due');
    expect(await reasonOf(inReview({ round: 2 }))).toBe('old-round');
  });
});

describe('looking at a picture', () => {
  const keys = async (): Promise<[string]> => ['one'];
  const lookAt = (seen: typeof record, link: string, now = NOW) =>
    viewReader({ images: memoryImages(seen), keys, now: () => now })(link);
  const view = viewLinkFor(record, 'one') ?? '';

  test('works by the right to look and by the link of a review, as long as that shows it', async () => {
    for (const link of [view, linkBy('one')]) {
      expect((await lookAt(record, link)).id).toBe(record.id);
      expect((await lookAt(record, link, minutesLater(73 * 60))).id).toBe(record.id);
      await expect(lookAt(record, link, minutesLater(40 * 24 * 60))).rejects.toThrow(ReviewOver);
    }
  });

  test('ends with its round', async () => {
    for (const link of [view, linkBy('one')])
      await expect(lookAt(inReview({ round: 2 }), link)).rejects.toThrow(ReviewOver);
  });

  test('needs a key of ours', async () => {
    const forged = viewLinkFor(record, 'two') ?? '';
    await expect(lookAt(record, forged)).rejects.toThrow(InvalidLink);
  });

  test('does not lead to the review', async () => {
    const follow = linkReader({ images: memoryImages(record), keys, now: () => NOW });
    await expect(follow(view)).rejects.toThrow(InvalidLink);
  });
});
