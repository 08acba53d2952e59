import { oneLine, someLines, whenInWords } from '#core/words';
import type { DeskPicture } from './desk-view.ts';
import { Film } from './film.tsx';
import { titleOf } from './view.ts';

interface CellProps {
  picture: DeskPicture;
  marked: boolean;
  /** Why the decision just sent was not taken. */
  problem: string | undefined;
}

/** One picture on the desk: pressing it marks it. The script finds its parts by their classes. */
export function DeskCell({ picture, marked, problem }: CellProps) {
  const { id, thumbnail } = picture;
  const title = titleOf(picture);
  const caption = someLines(picture.caption ?? '', 300);
  const mark = `mark-${id}`;
  return (
    <li class="cell" data-id={id} data-title={title} data-title-version={picture.titleVersion}>
      <Film thumbnail={thumbnail} title={title} edge={oneLine(picture.filename, 200)} labels={mark} />
      <label class="mark">
        <input type="checkbox" id={mark} name="id" value={`${id}.${picture.titleVersion}`} checked={marked} />
        Mark
      </label>
      <button type="button" class="undo plain" aria-label={`Undo: ${title}`} hidden>
        Undo
      </button>
      <p class={problem ? 'answer problem' : 'answer'} hidden={!problem}>
        {problem}
      </p>
      <h2 dir="auto">{title}</h2>
      {picture.titleNote && <p dir="auto">{picture.titleNote}</p>}
      {caption && (
        <p class="lines" dir="auto">
          {caption}
        </p>
      )}
      <p class="soft">
        {`From ${oneLine(picture.sender, 254)}. Decide by `}
        <time dateTime={picture.dueAt}>{whenInWords(picture.dueAt)}</time>.{approvals(picture)}
      </p>
      <a class="look" href={picture.reviewUrl} aria-label={`Look closer: ${title}`}>
        Look closer
      </a>
    </li>
  );
}

function approvals({ decisions, required }: DeskPicture): string {
  if (required === 1) return '';
  const there = decisions.filter((one) => one.decision === 'approve').length;
  return ` It has ${there} of ${required} approvals.`;
}
