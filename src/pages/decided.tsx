import { oneLine, someLines, whenInWords } from '#core/words';
import { Film } from './film.tsx';
import { type DecidedView, done, titleOf } from './view.ts';

/** A picture that somebody decided on: who, what and when, and what came of the button just pressed. */
export function Decided({ view }: { view: DecidedView }) {
  const title = titleOf(view);
  const comment = someLines(view.comment ?? '', 1000);
  return (
    <div class="columns">
      <Film thumbnail={view.thumbnail} title={title} edge={title} mark={view.decision} />
      <div>
        <h1 dir="auto">{decidedHeading(view)}</h1>
        <p>{whoDecided(view)}</p>
        {comment && (
          <blockquote class="lines" dir="auto">
            {comment}
          </blockquote>
        )}
        {whatItMeans(view).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}

/** The page in a few words, also for its window. */
export function decidedHeading(view: DecidedView): string {
  if (view.conflict) return `Nothing changed: already ${done[view.decision]}`;
  if (view.justNow && view.mine) return `Thank you: ${done[view.decision]}`;
  return view.decision === 'approve' ? 'Approved' : 'Rejected';
}

function whoDecided(view: DecidedView): string {
  const who = view.mine ? 'You' : oneLine(view.by, 254);
  return `${who} ${done[view.decision]} “${titleOf(view)}” on ${whenInWords(view.at)}.`;
}

function fateOf(view: DecidedView): string {
  if (view.withdrawn) return 'It has been withdrawn since, and is not public any more.';
  return view.decision === 'approve'
    ? 'Approved pictures are published.'
    : 'Rejected pictures are not published.';
}

function whatItMeans(view: DecidedView): string[] {
  const fate = fateOf(view);
  if (view.conflict) {
    const tried = view.decision === 'approve' ? 'reject' : 'approve';
    return [`You chose to ${tried} it just now, but the first decision stands.`, fate];
  }
  // Somebody else was first with the same decision: theirs is kept, with their comment.
  if (view.justNow && !view.mine) return [`You chose the same, so nothing changed. ${fate}`];
  return [view.justNow ? `${fate} You can close this page.` : fate];
}
