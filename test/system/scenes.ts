import type { ReviewPolicy } from '#core/policy';
import { send } from './client.ts';
import { linksOf, waitForMails } from './mailbox.ts';
import type { Person } from './people.ts';
import { address, person } from './people.ts';
import { type Picture, small } from './pictures.ts';
import { waitUntilAsked } from './records.ts';

/** A picture in review, and each reviewer's link to it. */
export interface Reviewed {
  id: string;
  /** In the order of the reviewers. */
  links: [string, ...string[]];
}

export interface Scene {
  sender: Person;
  reviewers: string[];
  pictures: [Reviewed, ...Reviewed[]];
}

/** Sends pictures at once, and waits until their reviewers have been mailed. */
export async function inReview(
  pictures: readonly Picture[] | number = 1,
  { reviewers = 1, policy = {} }: { reviewers?: number; policy?: Partial<ReviewPolicy> } = {},
): Promise<Scene> {
  const sender = await person('sender');
  const asked = Array.from({ length: reviewers }, () => address('reviewer'));
  const one = await small();
  const files = typeof pictures === 'number' ? Array.from({ length: pictures }, () => one) : pictures;
  const sent = await Promise.all(
    files.map((file) => send(sender, file, { policy: { ...policy, reviewers: asked } })),
  );
  const links = await Promise.all(
    asked.map(async (reviewer) => linksOf(await waitForMails(reviewer, files.length))),
  );
  await Promise.all(sent.map(({ id }) => waitUntilAsked(id, asked)));
  const [first, ...rest] = sent.map(({ id }) => reviewedOf(id, links));
  if (!first) throw new Error('A scene needs a picture.');
  return { sender, reviewers: asked, pictures: [first, ...rest] };
}

function reviewedOf(id: string, links: readonly Map<string, string>[]): Reviewed {
  const [first, ...others] = links.map((one) => one.get(id));
  const all = [first, ...others].filter((link) => link !== undefined);
  if (!first || all.length !== links.length) throw new Error(`Not every mail links to ${id}.`);
  return { id, links: [first, ...all.slice(1)] };
}
