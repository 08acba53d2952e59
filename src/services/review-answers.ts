import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { decision, type ImageRecord, type PublicImage, publicImage, type Verdict } from '#core/image';
import { MAIL_RENDITION } from '#core/renditions';
import { json, page } from '#http/answer';
import type { Problem } from '#http/problems';
import { prefersJson } from '#http/request';
import { messagePage, pageStyleHash, type ReviewView, reviewPage } from '#pages/review';
import type { LinkedReview } from './links.ts';

/** A review as the holder of a link may read it. */
const linkedReview = z.object({
  image: publicImage,
  reviewer: z.email(),
  state: z.enum(['open', 'decided', 'expired']),
  decision: decision.optional(),
});

/** What the moment adds to the page: the button that was pressed in the mail, or what came of deciding. */
export interface Moment {
  choice?: Verdict;
  justNow?: boolean;
  conflict?: boolean;
}

/** How a link is answered: as a page, or as JSON where that is asked for. */
export function reviewAnswers(services: {
  show: (record: ImageRecord, origin: string) => Promise<PublicImage>;
  /** Where redirects to pictures lead: the page's policy allows it. */
  picturesOrigin: string;
}) {
  const sources = { style: pageStyleHash, pictures: services.picturesOrigin };
  const asHtml = (status: number, html: string) => page(status, html, sources);

  return {
    async asJson(status: number, found: LinkedReview, origin: string): Promise<APIGatewayProxyResult> {
      const { reviewer, state } = found;
      const image = await services.show(found.record, origin);
      const decided = found.state === 'decided' ? { decision: found.decision } : {};
      return json(status, linkedReview, { image, reviewer, state, ...decided });
    },

    asPage(status: number, found: LinkedReview, link: string, moment: Moment): APIGatewayProxyResult {
      return asHtml(status, reviewPage(viewOf(found, link, moment)));
    },

    /** A browser is told in a page what a program is told in problem+json. */
    showProblem(about: Problem, event: APIGatewayProxyEvent): APIGatewayProxyResult | undefined {
      if (prefersJson(event)) return undefined;
      return asHtml(about.status, messagePage({ title: about.title, message: about.detail ?? about.title }));
    },
  };
}

function viewOf(found: LinkedReview, link: string, moment: Moment): ReviewView {
  const { record, review, reviewer } = found;
  const { title, filename, original } = record;
  const shown = record.thumbnails.find((one) => one.name === MAIL_RENDITION);
  const thumbnail = { url: `${link}/thumbnail`, width: shown?.width ?? 1, height: shown?.height ?? 1 };
  switch (found.state) {
    case 'expired':
      return { state: 'expired', title, reason: found.reason };
    case 'decided':
      return {
        state: 'decided',
        title,
        thumbnail,
        ...found.decision,
        mine: found.decision.by === reviewer,
        withdrawn: record.status === 'withdrawn',
        ...moment,
      };
    case 'open':
      return {
        state: 'open',
        title,
        filename,
        thumbnail,
        reviewer,
        sender: record.createdBy,
        dueAt: review.dueAt,
        decisions: review.decisions,
        facts: original ?? { width: 0, height: 0, bytes: 0, contentType: record.announced.contentType },
        ...(original?.caption === undefined ? {} : { caption: original.caption }),
        ...(original?.credit === undefined ? {} : { credit: original.credit }),
        ...(moment.choice ? { choice: moment.choice } : {}),
      };
  }
}
