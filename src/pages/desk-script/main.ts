import { part } from './cell.ts';
import { Desk } from './desk.ts';
import { isArrow } from './moving.ts';

// An empty desk has no form.
if (document.querySelector('#desk')) start();

/** Lets keys decide, and sends each decision at once; the page works without. */
function start(): void {
  const desk = new Desk();
  const keys = part(document, '#keys', HTMLDialogElement);
  const letters = part(document, '#letters', HTMLInputElement);
  const show = part(document, '#show-keys', HTMLButtonElement);
  show.hidden = false;
  show.addEventListener('click', () => keys.showModal());

  document.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (!(submitter instanceof HTMLButtonElement)) return;
    if (submitter.value === 'all') desk.markAll();
    else if (submitter.value === 'approve' || submitter.value === 'reject')
      desk.decideMarked(submitter.value);
    else return;
    event.preventDefault();
  });

  document.addEventListener('click', ({ target }) => {
    const place = desk.placeOf(target);
    if (place < 0) return;
    desk.arriveAt(place);
    if (target instanceof HTMLElement && target.classList.contains('undo')) desk.undo();
  });
  document.addEventListener('focusin', ({ target }) => desk.arriveAt(desk.placeOf(target)));

  document.addEventListener('keydown', (event) => {
    if (keys.open || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target)) return;
    if (isArrow(event.key)) desk.move(event.key);
    else if (event.key === '?') keys.showModal();
    // A key held down would go through the whole desk.
    else if (event.repeat || !letters.checked || !decideBy(event.key.toLowerCase())) return;
    event.preventDefault();
  });

  function decideBy(key: string): boolean {
    if (key === 'a') desk.decideHere('approve');
    else if (key === 'r') desk.decideHere('reject');
    else if (key === 'u') desk.undo();
    else return false;
    return true;
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}
