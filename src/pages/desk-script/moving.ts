/** Where an arrow leads. */
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Whether a key is an arrow. */
export function isArrow(key: string): key is Direction {
  return /^Arrow(Left|Right|Up|Down)$/.test(key);
}

/**
 * The place in a grid that an arrow leads to from another; the same where there is none further on.
 * @param boxes where each element stands, in reading order
 */
export function neighbour(boxes: readonly DOMRect[], from: number, direction: Direction): number {
  const last = boxes.length - 1;
  if (direction === 'ArrowLeft') return Math.max(0, from - 1);
  if (direction === 'ArrowRight') return Math.min(last, from + 1);
  const here = boxes[from];
  if (!here) return from;
  // Rows are as the page is wide: those of one row start at the same height.
  const down = direction === 'ArrowDown';
  const tops = boxes.map((one) => one.top).filter((top) => (down ? top > here.top + 1 : top < here.top - 1));
  if (tops.length === 0) return from;
  const row = down ? Math.min(...tops) : Math.max(...tops);
  const inRow = boxes.flatMap((one, index) =>
    Math.abs(one.top - row) <= 1 ? [{ index, left: one.left }] : [],
  );
  const nearest = inRow.reduce((best, one) =>
    Math.abs(one.left - here.left) < Math.abs(best.left - here.left) ? one : best,
  );
  return nearest.index;
}
