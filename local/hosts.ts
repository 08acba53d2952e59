/** What this machine calls itself in an address: all that the local service answers to. */
const names = ['localhost', '127.0.0.1', '[::1]'] as const;

/**
 * Whether a request's `Host` is this machine's own. Any other name may be a foreign page's that was pointed here
 * (DNS rebinding), and would let it read whatever is answered.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return names.some((name) => host?.toLowerCase() === `${name}:${port}`);
}

/** The origins of this machine's own pages at some ports. */
export function ownOrigins(...ports: readonly number[]): string[] {
  return ports.flatMap((port) => names.map((name) => `http://${name}:${port}`));
}
