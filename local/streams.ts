import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Has the table's stream be read from its beginning at the next start. MiniStack keeps over a restart how far the
 * stream was read, and not the stream: a new one would be skipped until it is as long as the one before.
 */
export async function rewindStreams(home: string): Promise<void> {
  const path = join(home, 'state', 'lambda.json');
  const saved = await readFile(path, 'utf8').catch(() => undefined);
  const rewound = saved && withoutPositions(saved);
  if (rewound && rewound !== saved) await writeFile(path, rewound);
}

/** The state of MiniStack's Lambda without how far each stream was read; only that is touched, since it is 20 MB. */
export function withoutPositions(saved: string): string {
  return saved.replace(/("dynamodb_stream_positions": \{[^{}]*"data": \{)[^{}]*\}/, '$1}');
}
