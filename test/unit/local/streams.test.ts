import { describe, expect, test } from '@jest/globals';
import { withoutPositions } from '../../../local/streams.ts';

/** The end of MiniStack's `lambda.json`, as it writes it. */
const saved = (positions: string) =>
  `{"__ministack_format__": 2, "payload": {"functions": {"__account_region_scoped__": true, "data": {"a": {"b": 1}}}, ` +
  `"kinesis_positions": {"__account_region_scoped__": true, "data": {"k": 3}}, ` +
  `"dynamodb_stream_positions": {"__account_region_scoped__": true, "data": {${positions}}}}}`;

describe('the state of the local AWS', () => {
  test('forgets how far the table’s stream was read, and keeps all else', () => {
    const position = String.raw`"000000000000\u0000us-east-1\u0000'e6d772fd-dcc2-4d82-b45c-40793bde801f'": 41`;
    expect(withoutPositions(saved(position))).toBe(saved(''));
  });

  test('is left as it is where nothing was read', () => {
    expect(withoutPositions(saved(''))).toBe(saved(''));
    expect(withoutPositions('{}')).toBe('{}');
  });
});
