import { asFailure } from './buildErrors.ts';
import { type Bundle, bundle } from './bundle.ts';
import { installLayer } from './layer.ts';

/** What a build made. */
export interface Built {
  bundles: Bundle[];
  layerInstalled: boolean;
}

/** Bundles every function and installs the sharp layer. */
export async function build(root: string): Promise<Built> {
  const bundles = await bundle(root).catch(asFailure);
  return { bundles, layerInstalled: await installLayer(root) };
}

/** A table of the bundles' sizes, the largest first. */
export function sizeTable(bundles: readonly Bundle[]): string {
  const sorted = [...bundles].sort((a, b) => b.bytes - a.bytes);
  const width = Math.max(0, ...sorted.map((one) => one.name.length));
  return sorted
    .map((one) => `${one.name.padEnd(width)}  ${(one.bytes / 1000).toFixed(0).padStart(5)} KB`)
    .join('\n');
}
