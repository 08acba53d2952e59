import Negotiator from 'negotiator';

/** Longer than any client's header, in characters; the rest is not read. */
const LONGEST_HEADER = 4096;

/**
 * The media type that a client prefers by the quality values of its `Accept` header (RFC 9110, 12.5.1). Of types
 * that it values alike, the one that it names more exactly or names first, else the first of `types`. A client that
 * accepts none of them is served all the same, with a type that it does not refuse.
 */
export function preferredType<T extends string>(accept: string | undefined, types: readonly [T, ...T[]]): T {
  const header = `${(accept ?? '*/*').slice(0, LONGEST_HEADER)}, */*;q=0.001`;
  const [preferred] = new Negotiator({ headers: { accept: header } }).mediaTypes([...types]);
  return types.find((type) => type === preferred) ?? types[0];
}
