/**
 * Deals items out, in order, to as few groups as a greedy hand makes: each takes all that still fits.
 * An item that fits nowhere gets a group of its own, so that none is lost.
 * @param fits whether items `from` up to, not including, `to` may share a group; true for fewer when true for more
 */
export function pack<T>(
  items: readonly T[],
  most: number,
  fits: (from: number, to: number) => boolean,
): T[][] {
  const groups: T[][] = [];
  let from = 0;
  while (from < items.length) {
    const to = furthest(from, Math.min(items.length, from + most), fits);
    groups.push(items.slice(from, to));
    from = to;
  }
  return groups;
}

function furthest(from: number, end: number, fits: (from: number, to: number) => boolean): number {
  // By halves: each try renders a whole mail.
  let good = from + 1;
  let to = end;
  while (good < to) {
    const middle = to === end ? end : Math.ceil((good + to) / 2);
    if (fits(from, middle)) good = middle;
    else to = middle - 1;
  }
  return good;
}
