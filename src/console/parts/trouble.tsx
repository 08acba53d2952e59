import { Refused } from '../api/call.ts';
import { inWords } from '../api/words.ts';

/** What went wrong, and a button to try again. */
export function Trouble({ problem, retry }: { problem: unknown; retry?: () => void }) {
  if (problem === undefined) return null;
  // Asking for what is not there again will not bring it.
  const final = problem instanceof Refused && [403, 404].includes(problem.problem.status);
  return (
    <div class="trouble" role="alert">
      <p>{inWords(problem)}</p>
      {retry && !final && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
