/** Shows the state of several things at once. */
export interface Board {
  set(row: number, state: string): void;
  end(): void;
}

interface Screen {
  isTTY?: boolean;
  rows?: number;
  columns?: number;
  write(text: string): unknown;
}

/** One line for each name: updated in place on a terminal, a new line at each change elsewhere. */
export function openBoard(names: readonly string[], screen: Screen): Board {
  const width = Math.max(0, ...names.map((name) => name.length));
  const states = names.map(() => 'waiting');
  const line = (row: number) => `  ${(names[row] ?? '').padEnd(width)}  ${states[row]}`;
  const inPlace = screen.isTTY === true && names.length < (screen.rows ?? 24);
  const cut = (text: string) => text.slice(0, (screen.columns ?? 80) - 1);
  if (inPlace) screen.write(names.map((_, row) => `${cut(line(row))}\n`).join(''));
  return {
    set: (row, state) => {
      if (states[row] === state) return;
      states[row] = state;
      if (!inPlace) screen.write(`${line(row)}\n`);
      else {
        const up = names.length - row;
        screen.write(`\u001b[${up}A\r\u001b[2K${cut(line(row))}\u001b[${up}B\r`);
      }
    },
    end: () => undefined,
  };
}
