import { waitingInWords } from '../counts.ts';
import { Cell, part } from './cell.ts';
import { type Direction, neighbour } from './moving.ts';
import { MOST, send, type Verb } from './sending.ts';

const did = { approve: 'Approved', reject: 'Rejected', undo: 'Undone' } as const;

/** All pictures on the page, which of them one is at, and what was decided last. */
export class Desk {
  private readonly cells: readonly Cell[];
  private readonly comment = part(document, '#comment', HTMLTextAreaElement);
  private readonly said = part(document, '#said', HTMLElement);
  private at = 0;
  /** What was decided at once, the latest last. */
  private readonly acts: string[][] = [];
  /** One request after another: an Undo must not overtake what it undoes. */
  private sending = Promise.resolve();

  constructor() {
    this.cells = [...document.querySelectorAll<HTMLElement>('.cell')].map((one) => new Cell(one));
    this.arriveAt(0);
  }

  /** The focus came to a picture, by whatever means. */
  arriveAt(index: number): void {
    if (index < 0) return;
    this.at = index;
    this.cells.forEach((cell, other) => {
      cell.reachable = other === index;
    });
  }

  /** The place of the picture that an element of the page belongs to; -1 for none. */
  placeOf(element: EventTarget | null): number {
    return element instanceof Node ? this.cells.findIndex((cell) => cell.element.contains(element)) : -1;
  }

  move(direction: Direction): void {
    const boxes = this.cells.map((cell) => cell.element.getBoundingClientRect());
    const inside = this.cells[this.at]?.hasFocus;
    this.cells[inside ? neighbour(boxes, this.at, direction) : this.at]?.focus();
  }

  /** Marks every picture that waits; takes the marks off where all have one. */
  markAll(): void {
    const waiting = this.cells.filter((cell) => cell.waits);
    const on = waiting.some((cell) => !cell.marked);
    for (const cell of waiting) cell.marked = on;
    this.say(on ? `${waiting.length} marked.` : 'Nothing is marked.');
  }

  /** Decides on what is marked. */
  decideMarked(verb: 'approve' | 'reject'): void {
    this.decide(this.marked(), verb, 'Mark a picture first.');
  }

  /** Decides on what is marked; where nothing is, on the picture one is at. */
  decideHere(verb: 'approve' | 'reject'): void {
    const marked = this.marked();
    const here = this.cells.filter((cell) => cell.hasFocus && cell.waits);
    this.decide(
      marked.length > 0 ? marked : here,
      verb,
      'Go to a picture with the arrow keys first, or mark some.',
    );
  }

  /** Takes back what was decided on the picture one is at; else what was decided last. */
  undo(): void {
    const here = this.cells.filter((cell) => cell.hasFocus && cell.decided && !cell.busy);
    if (here.length > 0) this.act(here, 'undo', '');
    // What is still on its way comes first, or the last would be another.
    else this.sending = this.sending.then(() => this.undoLast());
  }

  private async undoLast(): Promise<void> {
    let cells: Cell[] = [];
    // Of what was decided at once, some or all may be undone already.
    while (cells.length === 0 && this.acts.length > 0) {
      const last = this.acts.pop() ?? [];
      cells = this.cells.filter((cell) => last.includes(cell.id) && cell.decided);
    }
    if (cells.length === 0) {
      this.say('There is nothing to undo.');
      return;
    }
    cells[0]?.focus();
    for (const cell of cells) cell.send();
    await this.carryOut(cells, 'undo', '');
  }

  private marked(): Cell[] {
    return this.cells.filter((cell) => cell.marked && cell.waits);
  }

  private decide(cells: readonly Cell[], verb: 'approve' | 'reject', none: string): void {
    if (cells.length === 0) {
      this.say(none);
      return;
    }
    this.act(cells, verb, this.comment.value.trim());
    // It is for these: the next decision starts with an empty one.
    this.comment.value = '';
    // On to the next that waits, when one was at a picture.
    const here = this.cells[this.at];
    if (!here?.hasFocus || here.waits) return;
    const next = this.cells.findIndex((cell, index) => index > this.at && cell.waits);
    this.cells[next >= 0 ? next : this.cells.findIndex((cell) => cell.waits)]?.focus();
  }

  private act(cells: readonly Cell[], verb: Verb, comment: string): void {
    for (const cell of cells) cell.send();
    this.sending = this.sending.then(() => this.carryOut(cells, verb, comment));
  }

  private async carryOut(cells: readonly Cell[], verb: Verb, comment: string): Promise<void> {
    const good: Cell[] = [];
    for (let from = 0; from < cells.length; from += MOST) {
      const some = cells.slice(from, from + MOST);
      const answers = await send(some, verb, comment);
      for (const cell of some) {
        const answer = answers.get(cell.id);
        if (!answer) continue;
        cell.settle(verb, answer);
        if (!answer.problem) good.push(cell);
      }
    }
    // What was written is not lost with what could not be sent.
    if (good.length === 0 && this.comment.value === '') this.comment.value = comment;
    if (verb !== 'undo' && good.length > 0) this.acts.push(good.map((cell) => cell.id));
    this.report(cells, good, verb);
  }

  private report(cells: readonly Cell[], good: readonly Cell[], verb: Verb): void {
    const heading = waitingInWords(this.cells.filter((cell) => !cell.decided).length);
    part(document, '#waiting', HTMLElement).textContent = heading;
    document.title = `${heading} – Contactsheet`;
    const bad = cells.filter((cell) => !good.includes(cell));
    const named = (some: readonly Cell[]) => (some.length === 1 ? some[0]?.title : `${some.length} pictures`);
    const done = good.length > 0 ? [`${did[verb]}: ${named(good)}.`] : [];
    const not = bad.length > 0 ? [`Not done, as it says there: ${named(bad)}.`] : [];
    this.say([...done, ...not].join(' '));
  }

  private say(words: string): void {
    this.said.textContent = words;
  }
}
