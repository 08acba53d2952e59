import { Decided, decidedHeading } from './decided.tsx';
import { pageDocument } from './document.tsx';
import { HandedOver, handedOverHeading } from './handover.tsx';
import { hashOf } from './hash.ts';
import { Next } from './next.tsx';
import { Open } from './open.tsx';
import { pageStyle } from './style.ts';
import { type ExpiredView, type NextView, type ReviewView, titleOf } from './view.ts';

export type { ReviewView } from './view.ts';

/** Names the one style element in a content security policy. */
export const pageStyleHash = hashOf(pageStyle);

/** Writes the page behind a mailed link. */
export function reviewPage(view: ReviewView): string {
  switch (view.state) {
    case 'open':
      return pageDocument({ title: `Review: ${titleOf(view)}`, children: <Open view={view} /> });
    case 'decided':
      return pageDocument({
        title: `${decidedHeading(view)}: ${titleOf(view)}`,
        children: <Decided view={view} />,
      });
    case 'handed-over':
      return pageDocument({
        title: `${handedOverHeading(view)}: ${titleOf(view)}`,
        children: <HandedOver view={view} />,
      });
    case 'expired':
      return messagePage({ title: 'This review is over', message: whyOver(view), next: view.next });
  }
}

interface Message {
  title: string;
  message: string;
  next?: NextView | undefined;
}

/** Writes a page that only says something, such as why a link does not work. */
export function messagePage({ title, message, next }: Message): string {
  return pageDocument({
    title,
    children: (
      <div class="narrow">
        <h1>{title}</h1>
        <p class="lines">{message}</p>
        <Next next={next} />
      </div>
    ),
  });
}

const NOTHING_LEFT =
  'and nothing can be decided by this link any more. If the picture comes up for review again, you will get a new mail.';

function whyOver(view: ExpiredView): string {
  const title = titleOf(view);
  switch (view.reason) {
    case 'due':
      return `The time to decide on “${title}” is over, ${NOTHING_LEFT}`;
    case 'ended':
      return `The review of “${title}” ended without a decision, ${NOTHING_LEFT}`;
    case 'old-round':
      return `This link belongs to an earlier round of the review of “${title}”. If you are asked again, use the link in the latest mail.`;
  }
}
