import { styleText } from 'node:util';
import type { LogLine } from './logLines.ts';

/** From the least to the most that somebody has to know of. */
export const levels = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

/** A log line as it was meant: the logger's JSON taken apart, or plain text. */
export interface Entry {
  at: number;
  source: string;
  level: Level;
  message: string;
  /** What the function itself added. */
  fields: Readonly<Record<string, unknown>>;
}

/** What the logger adds to each line, and the columns that are shown by themselves. */
const ownOfLogger =
  /^(level|message|timestamp|service|cold_start|function_\w+|sampling_rate|xray_trace_id|correlation_id)$/;

/** Takes a line apart. What is no JSON was written by the runtime: how a function fell, mostly. */
export function entryOf({ at, source, text }: LogLine): Entry {
  const parsed = parse(text);
  if (!parsed) return { at, source, level: levelOfText(text), message: text, fields: {} };
  const name = String(parsed['level']).toLowerCase();
  return {
    at,
    source,
    level: levels.find((one) => one === name) ?? (name === 'critical' ? 'error' : 'info'),
    message: String(parsed['message'] ?? ''),
    fields: Object.fromEntries(Object.entries(parsed).filter(([key]) => !ownOfLogger.test(key))),
  };
}

/** Whether an entry is of a level, or of one that matters more. */
export function isAtLeast(entry: Pick<Entry, 'level'>, level: Level): boolean {
  return levels.indexOf(entry.level) >= levels.indexOf(level);
}

/**
 * Shows an entry in a line: time, level, function, message, fields; a stack in lines of its own.
 * @param width of the column with the function's name
 * @param now decides whether the date is shown as well
 */
export function readable(entry: Entry, width: number, now: Date): string {
  const { error, stack: own, ...fields } = entry.fields;
  const { name, stack = own } = isObject(error) ? error : { name: undefined };
  const said = Object.entries(fields).map(([key, value]) => `${key}=${plain(value)}`);
  const named = typeof name === 'string' ? [`error=${name}`] : [];
  const line = [
    timeOf(entry.at, now),
    coloured(entry.level),
    entry.source.padEnd(width),
    [entry.message, ...said, ...named].join(' '),
  ].join('  ');
  return [line, ...framesOf(stack)].join('\n');
}

/** A raw line as JSON: the logger's own as it is, anything else in the same fields. */
export function asJson(line: LogLine): string {
  if (parse(line.text)) return line.text;
  const { level, message } = entryOf(line);
  const timestamp = new Date(line.at).toISOString();
  return JSON.stringify({ level: level.toUpperCase(), message, timestamp, function_name: line.source });
}

/**
 * Leaves out what only repeats: pages that ask again and sweeps that find nothing. The first of them is shown, and how
 * many more there were once something else happens.
 * @param show turns an entry into lines
 */
export function folding(show: (entry: Entry) => string): {
  next(entry: Entry): string[];
  /** What was left out since the last line. */
  rest(): string[];
} {
  const seen = new Map<string, { more: number; last: Entry }>();
  const rest = () => {
    const repeated = [...seen.values()].filter(({ more }) => more > 0);
    seen.clear();
    return repeated.map(({ more, last }) => `${show(last)}  (repeated ${more}×, the last time here)`);
  };
  return {
    rest,
    next: (entry) => {
      if (!isPoll(entry)) return [...rest(), show(entry)];
      const key = JSON.stringify([entry.source, entry.message, entry.fields]);
      const before = seen.get(key);
      seen.set(key, { more: (before?.more ?? -1) + 1, last: entry });
      return before ? [] : [show(entry)];
    },
  };
}

function isPoll({ level, message, fields }: Entry): boolean {
  if (level !== 'info') return false;
  const { method, status, looked, failed } = fields;
  if (message === 'swept') return looked === 0 && failed === 0;
  return (method === 'GET' || method === 'HEAD') && Number(status) < 400;
}

function levelOfText(text: string): Level {
  return /^(could not be run|Error|\w*Error\b|Uncaught|Task timed out|\S+ Task timed out)/.test(text)
    ? 'error'
    : 'info';
}

function coloured(level: Level): string {
  const word = level.toUpperCase().padEnd(5);
  if (level === 'error') return styleText('red', word);
  return level === 'warn' ? styleText('yellow', word) : word;
}

function timeOf(at: number, now: Date): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  if (date.toDateString() === now.toDateString()) return time;
  return `${[date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')} ${time}`;
}

function framesOf(stack: unknown): string[] {
  const frames =
    typeof stack === 'string' ? stack.split('\n') : Array.isArray(stack) ? stack.map(String) : [];
  return frames.map((frame) => `          ${frame.trim()}`);
}

function plain(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
