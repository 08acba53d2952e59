import type { ConsoleConfig } from '#core/console';

/** Reads what the page was given by the function that served it. */
export function readConfig(): ConsoleConfig {
  const content = document.querySelector<HTMLMetaElement>('meta[name=contactsheet]')?.content;
  if (!content) throw new Error('The page holds no configuration.');
  return JSON.parse(content) as ConsoleConfig;
}
