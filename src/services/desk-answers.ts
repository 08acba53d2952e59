import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { LinkKeys } from '#adapters/link-keys';
import type { Reader } from '#core/access';
import { type ImageRecord, type PublicImage, publicImage } from '#core/image';
import { address } from '#core/policy';
import { MAIL_RENDITION } from '#core/renditions';
import { titleNote, titleVersionOf } from '#core/title';
import { json, page } from '#http/answer';
import { inWords, type Problem } from '#http/problems';
import { prefersJson } from '#http/request';
import { deskPage, deskSources } from '#pages/desk';
import { messagePage, pageStyleHash } from '#pages/review';
import type { DeskPicture, DeskResult } from '../pages/desk-view.ts';
import type { Desk } from './desks.ts';
import { linkFor } from './links.ts';

const deskShape = z.object({ reviewer: address, until: z.iso.datetime(), items: z.array(publicImage) });

export interface DeskAnswerServices {
  show: (record: ImageRecord, origin: string, reader: Reader) => Promise<PublicImage>;
  keys: LinkKeys;
  /** The text of the desk's script, bundled. */
  script: string;
  /** Where redirects to pictures lead: the page's policy allows it. */
  picturesOrigin: string;
}

/** How a desk is answered: as a page, or as JSON where that is asked for. */
export function deskAnswers({ show, keys, script, picturesOrigin: pictures }: DeskAnswerServices) {
  const sources = { ...deskSources(script), pictures };
  return {
    async asJson(
      { reviewer, until }: Desk,
      items: readonly ImageRecord[],
      origin: string,
    ): Promise<APIGatewayProxyResult> {
      const shown = await Promise.all(items.map((one) => show(one, origin, 'colleague')));
      return json(200, deskShape, { reviewer, until, items: shown });
    },

    async asPage(
      { reviewer, until }: Desk,
      items: readonly ImageRecord[],
      more: { results?: DeskResult[]; marked?: number },
    ): Promise<APIGatewayProxyResult> {
      const [key] = await keys();
      const pictures = items.flatMap((one) => pictureOf(one, reviewer, key) ?? []);
      return page(200, deskPage({ reviewer, until, pictures, ...more }, script), sources);
    },

    /** A browser is told in a page what a program is told in problem+json. */
    showProblem(about: Problem, event: APIGatewayProxyEvent): APIGatewayProxyResult | undefined {
      if (prefersJson(event)) return undefined;
      const html = messagePage({ title: about.title, message: inWords(about) });
      return page(about.status, html, { style: pageStyleHash, pictures });
    },
  };
}

/** Addresses are relative to the desk's own. */
function pictureOf(record: ImageRecord, reviewer: string, key: string): DeskPicture | undefined {
  const link = linkFor(record, reviewer, key);
  const { review, title, filename, thumbnails } = record;
  if (!link || !review) return undefined;
  const shown = thumbnails.find((one) => one.name === MAIL_RENDITION);
  const reviewUrl = `../reviews/${link}`;
  return {
    id: record.id,
    title,
    titleVersion: titleVersionOf(record),
    titleNote: titleNote(record),
    filename,
    sender: record.createdBy,
    dueAt: review.dueAt,
    thumbnail: { url: `${reviewUrl}/thumbnail`, width: shown?.width ?? 1, height: shown?.height ?? 1 },
    caption: record.original?.caption,
    reviewUrl,
    decisions: review.decisions,
    required: review.required,
  };
}
