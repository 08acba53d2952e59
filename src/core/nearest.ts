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

/** How many letters have to be put in, taken out or changed (Levenshtein's). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
