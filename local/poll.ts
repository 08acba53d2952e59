/** Looks again and again, so many milliseconds apart, until it is told to end; then a last time. */
export function poll(look: () => Promise<void>, every: number): { end(): Promise<void> } {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const again = async () => {
    await look();
    if (!ended) timer = setTimeout(again, every);
  };
  timer = setTimeout(again, every);
  return {
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await look();
    },
  };
}
