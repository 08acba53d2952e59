import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The one handler of a small checkout. */
export const HANDLER = 'src/functions/one/handler.ts';

/** Makes a checkout with one function, which can be built. @returns its folder, to be removed */
export async function smallCheckout(handler = 'export const handler = () => 1;\n'): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'contactsheet-checkout-'));
  for (const spec of ['review-policy.json', 'renditions.json']) await cp(spec, join(root, spec));
  await mkdir(dirname(join(root, HANDLER)), { recursive: true });
  await writeFile(join(root, HANDLER), handler);
  return root;
}
