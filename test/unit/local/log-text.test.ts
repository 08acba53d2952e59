import { describe, expect, it } from '@jest/globals';
import { asJson, type Entry, entryOf, folding, isAtLeast, readable } from '../../../local/logText.ts';

const at = new Date(2026, 10, 26, 1, 12, 19).getTime();
const now = new Date(2026, 10, 26, 2);
const logged = (fields: Record<string, unknown>) => ({
  at,
  id: '1',
  source: 'create-image',
  text: JSON.stringify({
    level: 'INFO',
    message: 'answered',
    timestamp: '2026-11-26T01:12:19.648Z',
    service: 'contactsheet',
    cold_start: false,
    function_arn: 'arn:aws:lambda:us-east-1:000000000000:function:contactsheet-local-create-image',
    function_memory_size: '512',
    function_name: 'contactsheet-local-create-image',
    function_request_id: 'c89da113',
    sampling_rate: 0,
    xray_trace_id: '1-6b078773',
    ...fields,
  }),
});
const shown = (fields: Record<string, unknown>) => readable(entryOf(logged(fields)), 12, now);
/** Colours are for a terminal alone, which a test is not. */
const request = (method: string, status: number) => ({ method, route: '/images', status });

describe('a line of the log', () => {
  it('is a time, a level, the function, the message and its own fields', () => {
    expect(shown(request('POST', 201))).toBe(
      '01:12:19  INFO   create-image  answered method=POST route=/images status=201',
    );
  });

  it('of another day says which', () => {
    const yesterday = { ...logged({}), at: at - 86_400_000 };
    expect(readable(entryOf(yesterday), 12, now)).toMatch(/^2026-11-25 01:12:19 /);
  });

  it('quotes what holds spaces, and shows a stack beneath', () => {
    const error = { name: 'TypeError', location: 'x.mjs:1', stack: 'TypeError\n    at handler (x.mjs:1:2)' };
    const [line, ...stack] = shown({ level: 'ERROR', message: 'failed', why: 'two words', error }).split(
      '\n',
    );
    expect(line).toContain('failed why="two words" error=TypeError');
    expect(stack).toEqual(['          TypeError', '          at handler (x.mjs:1:2)']);
    expect(shown({ stack: ['    at one', '    at two'] }).split('\n')).toEqual([
      expect.stringMatching(/answered$/),
      '          at one',
      '          at two',
    ]);
  });

  it('that is no JSON is shown as it is, and is an error where a function fell', () => {
    const fell = { at, id: '2', source: 'get-image', text: 'could not be run: Cannot find module' };
    expect(entryOf(fell)).toMatchObject({ level: 'error', message: fell.text });
    expect(entryOf({ ...fell, text: 'a word in between' }).level).toBe('info');
    expect(entryOf({ ...fell, text: '{"cut": ' }).message).toBe('{"cut": ');
  });

  it('is of a level, or of one that matters more', () => {
    const of = (level: string) => entryOf(logged({ level }));
    expect(['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'].map((one) => isAtLeast(of(one), 'warn'))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('as JSON is what the logger wrote; anything else gets its fields', () => {
    expect(asJson(logged({}))).toBe(logged({}).text);
    expect(JSON.parse(asJson({ at, id: '2', source: 'get-image', text: 'could not be run: x' }))).toEqual({
      level: 'ERROR',
      message: 'could not be run: x',
      timestamp: new Date(at).toISOString(),
      function_name: 'get-image',
    });
  });
});

describe('what repeats', () => {
  const show = ({ message, fields }: Entry) => `${message} ${fields['status'] ?? fields['looked']}`;
  const all = (...entries: Record<string, unknown>[]) => {
    const folded = folding(show);
    return [...entries.flatMap((fields) => folded.next(entryOf(logged(fields)))), ...folded.rest()];
  };
  const idle = { message: 'swept', looked: 0, failed: 0 };

  it('is shown once, and counted when something else happens', () => {
    const poll = request('GET', 304);
    expect(all(poll, idle, poll, poll, idle, request('POST', 201), poll)).toEqual([
      'answered 304',
      'swept 0',
      'answered 304  (repeated 2×, the last time here)',
      'swept 0  (repeated 1×, the last time here)',
      'answered 201',
      'answered 304',
    ]);
  });

  it('is folded only where nothing happened: not a change, a refusal, a failure or a sweep that found something', () => {
    const loud = [
      request('POST', 201),
      request('GET', 404),
      { ...idle, looked: 2 },
      { ...idle, failed: 1 },
      { level: 'ERROR', ...request('GET', 200) },
    ];
    for (const one of loud) expect(all(one, one)).toHaveLength(2);
  });
});
