/** As much text as any request may hold. */
export const MOST_TEXT = 64 * 1024;

/** A text repeated until it is that long. */
export function flood(text: string, length = MOST_TEXT): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** How long it takes, in milliseconds of processor time: other work on the machine does not count. */
export async function processorTime(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
