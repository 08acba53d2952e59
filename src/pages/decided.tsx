import { oneLine, whenInWords } from '#core/words';
import { missingInWords } from './counts.ts';
import { Decisions, Quote } from './decisions.tsx';
import { Film } from './film.tsx';
import { Next } from './next.tsx';
import { type DecidedView, done, linkOf, titleOf } from './view.ts';

/** A picture that somebody decided on: who, what and when, what came of the button just pressed, and what is next. */
export function Decided({ view }: { view: DecidedView }) {
  const title = titleOf(view);
  return (
    <div class="columns">
      <Film
        thumbnail={view.thumbnail}
        title={title}
        edge={title}
        {...(view.withdrawn ? {} : { mark: view.decision })}
      />
      <div>
        <h1>{decidedHeading(view)}</h1>
        <p>{whoDecided(view)}</p>
        <Quote words={view.comment} />
        {whatItMeans(view).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <Next next={view.next} />
        <BackOut view={view} />
        <Decisions heading="Decided by others" decisions={view.others ?? []} />
      </div>
    </div>
  );
}

/** The page in a few words, also for its window. */
export function decidedHeading(view: DecidedView): string {
  if (view.withdrawn) return view.justWithdrawn ? 'Thank you: withdrawn' : 'Withdrawn';
  if (view.conflict) return `Nothing changed: already ${done[view.decision]}`;
  if (view.justNow && view.mine) return `Thank you: ${done[view.decision]}`;
  if (view.missing) return `You ${done[view.decision]} it`;
  return view.decision === 'approve' ? 'Approved' : 'Rejected';
}

function whoDecided(view: DecidedView): string {
  const who = view.mine ? 'You' : oneLine(view.by, 254);
  return `${who} ${done[view.decision]} “${titleOf(view)}” on ${whenInWords(view.at)}.`;
}

function fateOf(view: DecidedView): string {
  if (view.withdrawn)
    return view.justWithdrawn
      ? 'You withdrew it: it is not public any more.'
      : 'It has been withdrawn since, and is not public any more.';
  if (view.missing) return missingInWords(view.missing);
  const kept = view.otherwiseCalled;
  if (kept !== undefined)
    return view.decision === 'approve'
      ? 'The picture is public under this title.'
      : `The picture stays public as “${oneLine(kept, 200)}”.`;
  return view.decision === 'approve'
    ? 'Approved pictures are published.'
    : 'Rejected pictures are not published.';
}

function whatItMeans(view: DecidedView): string[] {
  const fate = fateOf(view);
  if (view.tooLate)
    return [
      'It has been public for more than a minute, so your decision cannot be undone any more. It can be withdrawn.',
    ];
  if (view.conflict && !view.withdrawn) {
    const tried = view.decision === 'approve' ? 'reject' : 'approve';
    const why = view.canUndo ? 'undo your first decision before that.' : 'the first decision stands.';
    return [`You chose to ${tried} it just now, but ${why}`, fate];
  }
  // Somebody else was first with the same decision: theirs is kept, with their comment.
  if (view.justNow && !view.mine) return [`You chose the same, so nothing changed. ${fate}`];
  return [view.justNow && !view.next ? `${fate} You can close this page.` : fate];
}

/** The buttons that take something back, each with what it does. */
function BackOut({ view }: { view: DecidedView }) {
  if (!view.canUndo && !view.canWithdraw) return null;
  return (
    <form class="back-out" method="post" action={linkOf(view)}>
      {view.canUndo && <Back decision="undo" label="Undo" means={undoMeans(view)} />}
      {view.canWithdraw && (
        <Back
          decision="withdraw"
          label="Withdraw"
          means="Takes the picture off the public pages at once: nobody can see its thumbnails any more."
        />
      )}
    </form>
  );
}

function Back({ decision, label, means }: { decision: 'undo' | 'withdraw'; label: string; means: string }) {
  const id = `${decision}-means`;
  return (
    <>
      <p id={id} class="soft">
        {means}
      </p>
      <button type="submit" name="decision" value={decision} class="plain" aria-describedby={id}>
        {label}
      </button>
    </>
  );
}

const second = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', timeZone: 'UTC' });

/** A public picture's last minute is counted in seconds. */
const SOON = 60 * 60_000;

function undoMeans({ undoUntil, at }: DecidedView): string {
  if (undoUntil === undefined) return 'Takes your decision back.';
  const soon = Date.parse(undoUntil) - Date.parse(at) < SOON;
  const until = soon ? `${second.format(new Date(undoUntil))} UTC` : whenInWords(undoUntil);
  return `Takes your decision back. You can do so until ${until}.`;
}
