import type { Segment } from './jpeg-segments.ts';

const COEFFICIENTS = 64;

/** Keeps account of what the scans of a JPEG have brought: a file that lacks its end may lack scans too. */
export interface Scans {
  count: number;
  /** Of each component, which coefficients have come to their last bit. */
  arrived: Map<number, Set<number>>;
}

/**
 * Adds a scan by its header (ITU T.81, B.2.3).
 * @param progressive whether the header says which coefficients, and which of their bits, the scan holds
 */
export function addScan(scans: Scans, view: DataView, { data }: Segment, progressive: boolean): void {
  scans.count += 1;
  const components = view.getUint8(data);
  const parameters = data + 1 + 2 * components;
  const [first, last] = progressive
    ? [view.getUint8(parameters), view.getUint8(parameters + 1)]
    : [0, COEFFICIENTS - 1];
  const isLastBit = !progressive || (view.getUint8(parameters + 2) & 0x0f) === 0;
  if (!isLastBit) return;
  for (let at = 0; at < components; at += 1) {
    const id = view.getUint8(data + 1 + 2 * at);
    const arrived = scans.arrived.get(id) ?? new Set();
    for (let k = first; k <= Math.min(last, COEFFICIENTS - 1); k += 1) arrived.add(k);
    scans.arrived.set(id, arrived);
  }
}

/** Whether a scan, at least its beginning, has come for every bit of so many components. */
export function hasAll({ arrived }: Scans, components: number): boolean {
  const complete = [...arrived.values()].filter((of) => of.size === COEFFICIENTS);
  return complete.length >= components;
}
