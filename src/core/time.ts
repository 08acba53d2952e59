/** Milliseconds in so many seconds. */
export const seconds = (n: number): number => n * 1000;
/** Milliseconds in so many minutes. */
export const minutes = (n: number): number => n * 60_000;

/** The moment so many milliseconds later, in ISO 8601, UTC. */
export function later(from: Date, milliseconds: number): string {
  return new Date(from.getTime() + milliseconds).toISOString();
}
