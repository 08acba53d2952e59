import { useEffect, useRef } from 'preact/hooks';
import type { Verdict } from '#core/image';
import { countInWords } from '#core/words';
import { useDecisions, type Waiting } from '../live/use-decisions.ts';
import { useImages } from '../live/use-images.ts';
import { useAnnounce } from '../parts/announcer.tsx';
import { Heading } from '../parts/heading.tsx';
import { More } from '../parts/more.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { WaitingRow } from '../parts/waiting-row.tsx';

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};
const verdicts: Readonly<Record<string, Verdict>> = { a: 'approve', r: 'reject' };

/** The pictures that wait for the decision of who is signed in. */
export function WaitingView() {
  const list = useImages({ waitingForMe: true });
  const { rows, decide, undo } = useDecisions(list);
  const rowsElement = useRef<HTMLUListElement>(null);
  const last = useRef<string>(undefined);
  const say = useAnnounce();
  const left = rows.filter(({ decided }) => decided === undefined).length;

  const focus = (index: number) => links(rowsElement.current)[index]?.focus();

  const decideOn = async (row: Waiting, verdict: Verdict) => {
    if (row.decided !== undefined) return;
    last.current = row.image.id;
    const index = rows.indexOf(row);
    if (!(await decide(row, verdict, commentOn(rowsElement.current, index)))) return;
    const next = rows.findIndex((one, at) => at > index && one.decided === undefined);
    focus(next < 0 ? index : next);
  };

  const undoOn = async (row: Waiting | undefined) => {
    const wanted = row?.decided === undefined ? rows.find(({ image }) => image.id === last.current) : row;
    if (wanted?.decided === undefined) return;
    if (await undo(wanted)) focus(rows.indexOf(wanted));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || isField(target)) return;
    const index = rowOf(rowsElement.current, target);
    const row = rows[index];
    const step = steps[key];
    const verdict = verdicts[key.toLowerCase()];
    // The first arrow leads to the first picture.
    if (step !== undefined) focus(index < 0 ? 0 : index + step);
    else if (verdict && row) void decideOn(row, verdict);
    else if (verdict) say('Go to a picture with the arrow keys first.');
    else if (key.toLowerCase() === 'u') void undoOn(row);
    else return;
    event.preventDefault();
  };
  useKeys(onKeyDown);

  return (
    <>
      <Heading title="Waiting for me" />
      <p class="soft">
        {list.loaded && (left > 0 ? `${howMany(left, list.next)} to decide. ` : 'Nothing waits for you. ')}
        <span class="keys">
          Arrow keys move, <kbd>A</kbd> approves, <kbd>R</kbd> rejects, <kbd>U</kbd> undoes.
        </span>
      </p>
      <Trouble problem={list.problem} retry={list.refresh} />
      <ul ref={rowsElement} class="waiting">
        {rows.map((row) => (
          <WaitingRow
            key={row.image.id}
            row={row}
            decide={(verdict) => decideOn(row, verdict)}
            undo={() => undoOn(row)}
          />
        ))}
      </ul>
      <More list={list} />
    </>
  );
}

/** Only those that were loaded are counted. */
function howMany(left: number, next: string | undefined): string {
  return next === undefined ? countInWords(left, 'picture') : `More than ${countInWords(left, 'picture')}`;
}

/** Keys work wherever the focus is, but for the menu and what is typed into. */
function useKeys(onKeyDown: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKeyDown);
  latest.current = onKeyDown;
  useEffect(() => {
    const follow = (event: KeyboardEvent) => {
      const { target } = event;
      if (target instanceof Element && target.closest('header, aside, dialog')) return;
      latest.current(event);
    };
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, []);
}

/** What takes the focus in each row: the link to its picture. */
function links(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('h2 a') ?? [])];
}

function rowOf(list: HTMLElement | null, target: EventTarget | null): number {
  return [...(list?.children ?? [])].findIndex((row) => target instanceof Node && row.contains(target));
}

function commentOn(list: HTMLElement | null, index: number): string {
  return list?.children[index]?.querySelector('textarea')?.value ?? '';
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}
