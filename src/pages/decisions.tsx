import type { Decision } from '#core/image';
import { oneLine, someLines, whenInWords } from '#core/words';
import { done } from './view.ts';

/** What people decided, with what they wrote; nothing where nobody has. */
export function Decisions({ heading, decisions }: { heading: string; decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <>
      <h2 class="label">{heading}</h2>
      <ul class="earlier">
        {decisions.map(({ by, decision, at, comment }) => (
          <li key={`${by} ${at}`}>
            {`${oneLine(by, 254)} ${done[decision]} it on ${whenInWords(at)}.`}
            <Quote words={comment} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What somebody wrote; nothing where that is empty. */
export function Quote({ words = '' }: { words?: string | undefined }) {
  const said = someLines(words, 1000);
  if (!said) return null;
  return (
    <blockquote class="lines" dir="auto">
      {said}
    </blockquote>
  );
}
