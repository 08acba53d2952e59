import { expect, test } from '@jest/globals';
import { plainKeys } from '../../../local/sdkSchemas.ts';

test('keys of the SDK’s schemas that are constants are written out, and nothing else is touched', () => {
  const source =
    'const _h = "http";\nconst _f = make();\nexport var A = [9, { [_h]: ["GET"], [_f]: 1, [_x]: 2 }];\n';
  expect(plainKeys(source)).toBe(
    'const _h = "http";\nconst _f = make();\nexport var A = [9, { "http": ["GET"], [_f]: 1, [_x]: 2 }];\n',
  );
});
