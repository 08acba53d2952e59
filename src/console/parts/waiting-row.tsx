import { useId } from 'preact/hooks';
import type { Verdict } from '#core/image';
import { titleNote } from '#core/title';
import { someLines } from '#core/words';
import type { Waiting } from '../live/use-decisions.ts';
import { Moment } from './moment.tsx';
import { Shot } from './shot.tsx';
import { Trouble } from './trouble.tsx';
import { titleOf } from './words.ts';

interface WaitingRowProps {
  row: Waiting;
  decide(verdict: Verdict): void;
  undo(): void;
}

/** One picture to decide on, or what was decided and how to take it back. */
export function WaitingRow({ row: { image, decided, problem }, decide, undo }: WaitingRowProps) {
  const { id, createdBy, original, review } = image;
  const title = titleOf(image);
  return (
    <li>
      <div class={decided ? `film ${decided === 'approve' ? 'approved' : 'rejected'}` : 'film'}>
        <span class="place">
          <Shot image={image} width={480} ratio={1.5} />
        </span>
      </div>
      <div>
        <h2>
          <a href={`#/images/${id}`}>
            <bdi>{title}</bdi>
          </a>
        </h2>
        {titleNote(image) && <p dir="auto">{titleNote(image)}</p>}
        <p class="soft">
          {`from ${createdBy}`}
          {review && (
            <>
              , decide by <Moment at={review.dueAt} />
            </>
          )}
        </p>
        {original?.caption && (
          <p class="lines" dir="auto">
            {someLines(original.caption, 2000)}
          </p>
        )}
        {decided ? (
          <Decided decided={decided} title={title} undo={undo} />
        ) : (
          <Buttons title={title} decide={decide} />
        )}
        <Trouble problem={problem} />
      </div>
    </li>
  );
}

function Decided({ decided, title, undo }: { decided: Verdict; title: string; undo(): void }) {
  return (
    <p>
      <strong>{decided === 'approve' ? 'You approved it.' : 'You rejected it.'}</strong>{' '}
      <button type="button" aria-label={`Undo: ${title}`} onClick={undo}>
        Undo
      </button>
    </p>
  );
}

function Buttons({ title, decide }: { title: string; decide(verdict: Verdict): void }) {
  const field = useId();
  return (
    <>
      <label for={field}>Comment (optional)</label>
      <textarea id={field} rows={1} maxLength={1000} dir="auto" />
      <div class="buttons">
        <button type="button" class="yes" aria-label={`Approve: ${title}`} onClick={() => decide('approve')}>
          Approve
        </button>
        <button type="button" class="no" aria-label={`Reject: ${title}`} onClick={() => decide('reject')}>
          Reject
        </button>
      </div>
    </>
  );
}
