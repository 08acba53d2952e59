import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { Reader } from '#core/access';
import {
  type Action,
  decision,
  type ImageRecord,
  type PublicImage,
  publicImage,
  type Verdict,
} from '#core/image';
import { address } from '#core/policy';
import { json, page } from '#http/answer';
import { inWords, type Problem } from '#http/problems';
import { prefersJson } from '#http/request';
import { messagePage, pageStyleHash, reviewPage } from '#pages/review';
import type { HandoverView } from '../pages/view.ts';
import type { LinkedReview } from './links.ts';
import type { NextPicture } from './next-picture.ts';
import { viewOf } from './review-views.ts';

/** A review as the holder of a link may read it; of an earlier round's link only what its picture is called, and that it is over. */
export const linkedReview = z.object({
  title: z.string(),
  image: publicImage.optional(),
  reviewer: address.optional(),
  state: z.enum(['open', 'waiting', 'decided', 'handed-over', 'expired']),
  decision: decision.optional(),
});

/** What the moment adds to the page: the button that was pressed in the mail, or what came of pressing one here. */
export interface Moment {
  choice?: Verdict;
  /** What was just done by this link. */
  did?: Action | 'handover';
  /** What was asked for after somebody had decided. */
  refused?: Action;
  /** The title was changed before what was pressed here was decided; what was written with it. */
  titleChanged?: { comment: string };
  handover?: HandoverView;
}

export interface ReviewAnswerServices {
  show: (record: ImageRecord, origin: string, reader: Reader) => Promise<PublicImage>;
  /** What else waits for the reviewer. */
  nextOf: (reviewer: string, butId: string) => Promise<NextPicture | undefined>;
  /** Where redirects to pictures lead: the page's policy allows it. */
  picturesOrigin: string;
  now: () => Date;
}

/** How a link is answered: as a page, or as JSON where that is asked for. */
export function reviewAnswers(services: ReviewAnswerServices) {
  const sources = { style: pageStyleHash, pictures: services.picturesOrigin };
  const asHtml = (status: number, html: string) => page(status, html, sources);

  return {
    async asJson(status: number, found: LinkedReview, origin: string): Promise<APIGatewayProxyResult> {
      const { reviewer, state, record } = found;
      const { title } = record;
      if (isPast(found)) return json(status, linkedReview, { title, state });
      const image = await services.show(record, origin, 'colleague');
      const decided = 'decision' in found ? { decision: found.decision } : {};
      return json(status, linkedReview, { title, image, state, reviewer, ...decided });
    },

    /** @param link as it is seen from the page's own address, which may be below the link's */
    async asPage(
      status: number,
      found: LinkedReview,
      link: string,
      moment: Moment,
    ): Promise<APIGatewayProxyResult> {
      const { record, reviewer, state, over } = found;
      // A link to the next picture is a right to decide: an old mail does not hand it out any more, as its desk does not.
      const isOld = over || isPast(found);
      const next = state === 'open' || isOld ? undefined : await services.nextOf(reviewer, record.id);
      const view = viewOf(found, link, moment, services.now());
      const folder = link.slice(0, link.lastIndexOf('/') + 1);
      const more = next ? { next: { ...next, url: `${folder}${next.link}` } } : {};
      return asHtml(status, reviewPage({ ...view, ...more }));
    },

    /** A browser is told in a page what a program is told in problem+json. */
    showProblem(about: Problem, event: APIGatewayProxyEvent): APIGatewayProxyResult | undefined {
      if (prefersJson(event)) return undefined;
      return asHtml(about.status, messagePage({ title: about.title, message: inWords(about) }));
    },
  };
}

/** Whether the link is of an earlier round: its holder may not be one of those who are asked now. */
function isPast(found: LinkedReview): boolean {
  return found.state === 'expired' && found.reason === 'old-round';
}
