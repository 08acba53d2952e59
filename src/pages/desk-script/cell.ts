import { missingInWords } from '../counts.ts';
import type { Answer, Verb } from './sending.ts';

const saying = { approve: 'You approved it.', reject: 'You rejected it.' } as const;

/** One picture on the page: what it shows of its own state. */
export class Cell {
  readonly id: string;
  readonly title: string;
  /** Which title the page shows. */
  readonly titleVersion: number;
  readonly element: HTMLElement;
  /** What the reviewer decided here; a picture without it waits. */
  decided: 'approve' | 'reject' | undefined;
  private readonly box: HTMLInputElement;
  private readonly undo: HTMLButtonElement;
  private readonly answer: HTMLElement;
  private readonly film: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
    this.id = element.dataset['id'] ?? '';
    this.title = element.dataset['title'] ?? '';
    this.titleVersion = Number(element.dataset['titleVersion']);
    this.box = part(element, 'input', HTMLInputElement);
    this.undo = part(element, '.undo', HTMLButtonElement);
    this.answer = part(element, '.answer', HTMLElement);
    this.film = part(element, '.film', HTMLElement);
  }

  get marked(): boolean {
    return this.box.checked && !this.decided;
  }

  set marked(on: boolean) {
    this.box.checked = on;
  }

  get busy(): boolean {
    return this.element.ariaBusy === 'true';
  }

  get waits(): boolean {
    return !this.decided && !this.busy;
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  /** Goes to the picture; the keyboard is at its mark, or at its Undo. */
  focus(): void {
    (this.decided ? this.undo : this.box).focus({ preventScroll: true });
    this.element.scrollIntoView({ block: 'nearest' });
  }

  /** Whether Tab stops here: it does at one picture only, or it would take hundreds of presses to get past them. */
  set reachable(yes: boolean) {
    for (const one of this.element.querySelectorAll<HTMLElement>('input, button, a'))
      one.tabIndex = yes ? 0 : -1;
  }

  /** A decision is on its way. */
  send(): void {
    this.element.ariaBusy = 'true';
  }

  /** Shows what came of a decision. */
  settle(verb: Verb, answer: Answer): void {
    const { hasFocus } = this;
    this.element.ariaBusy = 'false';
    if (answer.problem) this.say(answer.problem, true);
    else this.become(verb === 'undo' ? undefined : verb, answer.missing);
    // What had the focus may be gone.
    if (hasFocus) this.focus();
  }

  private become(decided: 'approve' | 'reject' | undefined, missing: number): void {
    this.decided = decided;
    this.box.checked = false;
    this.film.classList.toggle('approve', decided === 'approve');
    this.film.classList.toggle('reject', decided === 'reject');
    this.undo.hidden = !decided;
    for (const label of this.box.labels ?? []) if (label.contains(this.box)) label.hidden = Boolean(decided);
    const more = decided === 'approve' ? missingInWords(missing) : '';
    this.say(decided ? `${saying[decided]} ${more}`.trim() : '', false);
  }

  private say(words: string, problem: boolean): void {
    this.answer.textContent = words;
    this.answer.hidden = words === '';
    this.answer.classList.toggle('problem', problem);
  }
}

/**
 * The part of the page that a selector finds.
 * @throws when the page is not what this script was written for
 */
export function part<T extends Element>(within: ParentNode, selector: string, kind: new () => T): T {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
}
