/**
 * The known name that somebody most likely meant: a third of the letters may differ, or it is the only one that goes
 * on from there. Capitals count for nothing.
 */
export function nearest(wanted: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = known.map((name) => ({ name, away: distance(wanted.toLowerCase(), name.toLowerCase()) }));
  const [near] = ranked.filter(({ away }) => away <= most).sort((a, b) => a.away - b.away);
  const longer = known.filter((name) => name.toLowerCase().startsWith(wanted.toLowerCase()));
  return near?.name ?? (longer.length === 1 ? longer[0] : undefined);
}

/** How many letters have to be put in, taken out, changed, or exchanged with the next one. */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    rows.push(next);
    for (let column = 1; column <= to.length; column += 1) {
      const changed = at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const exchanged = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next.push(
        Math.min(
          changed,
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          exchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
