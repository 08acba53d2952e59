import { useId, useState } from 'preact/hooks';
import type { Verdict } from '#core/image';
import { useTools } from '../tools.ts';
import type { ActionProps } from './actions.tsx';
import { Trouble } from './trouble.tsx';
import { useAction } from './use-action.ts';

const done = { approve: 'You approved it.', reject: 'You rejected it.' } as const;

/** Approves or rejects, with a comment. */
export function Decide({ image, put }: ActionProps) {
  const { images } = useTools();
  const { act, running, problem } = useAction();
  const [comment, setComment] = useState('');
  const field = useId();
  const decide = (decision: Verdict) =>
    act(async () => put(await images.decide(image, decision, comment.trim())), done[decision]);
  return (
    <div class="decide">
      <label for={field}>Comment (optional)</label>
      <textarea
        id={field}
        rows={2}
        maxLength={1000}
        dir="auto"
        value={comment}
        onInput={({ currentTarget }) => setComment(currentTarget.value)}
      />
      <div class="buttons">
        <button type="button" class="yes" aria-disabled={running} onClick={() => decide('approve')}>
          Approve
        </button>
        <button type="button" class="no" aria-disabled={running} onClick={() => decide('reject')}>
          Reject
        </button>
      </div>
      <Trouble problem={problem} />
    </div>
  );
}
