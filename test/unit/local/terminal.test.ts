import { describe, expect, test } from '@jest/globals';
import { openBoard } from '../../../local/board.ts';
import { toLines } from '../../../local/logLines.ts';
import { workerCap } from '../../../local/ministack.ts';
import { Opened } from '../../../local/opened.ts';
import { stepsTo } from '../../../local/progress.ts';

const GB = 1024 ** 3;

describe('the board', () => {
  const written: string[] = [];
  const screen = (isTTY: boolean) => {
    written.length = 0;
    return { isTTY, rows: 24, columns: 80, write: (text: string) => written.push(text) };
  };

  test('writes a line at each change where it is no terminal', () => {
    const board = openBoard(['a.jpg', 'bb.jpg'], screen(false));
    board.set(0, 'uploading');
    board.set(0, 'uploading');
    board.set(1, 'in-review');
    expect(written).toEqual(['  a.jpg   uploading\n', '  bb.jpg  in-review\n']);
  });

  test('changes the line in place on a terminal', () => {
    const board = openBoard(['a.jpg', 'b.jpg'], screen(true));
    board.set(0, 'in-review');
    expect(written.at(-1)).toBe('\u001b[2A\r\u001b[2K  a.jpg  in-review\u001b[2B\r');
  });
});

test('log lines name the function that its own logger names', () => {
  const lines = toLines(
    [
      { logStreamName: 's1', timestamp: 1, message: 'plain\n' },
      { logStreamName: 's1', timestamp: 1, message: '{"function_name":"contactsheet-local-get-image"}' },
      { logStreamName: 's2', timestamp: 2, message: 'who knows' },
    ],
    undefined,
  );
  expect(lines.map((line) => [line.source, line.text])).toEqual([
    ['contactsheet-local-get-image', 'plain'],
    ['contactsheet-local-get-image', '{"function_name":"contactsheet-local-get-image"}'],
    ['', 'who knows'],
  ]);
  expect(new Set(lines.map((line) => line.id)).size).toBe(3);
});

test('workers are capped by memory and cores', () => {
  expect([workerCap(4 * GB, 2), workerCap(24 * GB, 2), workerCap(64 * GB, 16)]).toEqual([16, 32, 64]);
});

test('steps tell how long they took', async () => {
  const lines: string[] = [];
  let clock = 0;
  const step = stepsTo(
    (line) => lines.push(line),
    () => {
      clock += 1500;
      return clock;
    },
  );
  expect(
    await step(
      (result: string) => `made ${result}`,
      async () => 'it',
    ),
  ).toBe('it');
  expect(lines).toEqual(['     1.5 s  made it']);
});

test('what was opened is closed in the reverse order, whatever fails', async () => {
  const closed: number[] = [];
  const opened = new Opened();
  opened.add(() => void closed.push(1));
  opened.add(() => {
    throw new Error('two');
  });
  opened.add(async () => void closed.push(3));
  await expect(opened.close()).rejects.toThrow('two');
  expect(closed).toEqual([3, 1]);
  await opened.close();
});
