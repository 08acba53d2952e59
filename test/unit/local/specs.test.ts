import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stop } from 'esbuild';
import { bundle } from '../../../local/bundle.ts';
import { linesOf, lint, mustHaveNoFaults } from '../../../local/specs/lint.ts';
import { readJson } from '../../../local/specs/syntax.ts';

afterAll(stop);

const policy = {
  reviewers: ['ann@example.com', 'ben@example.com'],
  required: 1,
  remindAfter: ['P1D'],
  expireAfter: 'P3D',
};
const mail = { name: 'mail', width: 640, format: 'jpeg', quality: 80 };

/** The faults of a text as the lint prints them, without the file. */
async function said(text: string, file = 'spec.json'): Promise<string[]> {
  const faults = await lint(file, text);
  return faults.map(({ line, column, message, instead }) => `${line}:${column} ${message} ${instead}`);
}
const saidOf = (value: unknown, file?: string) => said(JSON.stringify(value, undefined, 2), file);

describe('a text is JSON to the lint', () => {
  test.each([
    '{}',
    '[1, -2.5e3, "a\\n\\u00e9", true, null]',
    '{\n\t"a": [\n\t\t1\n]\n}\n',
    '{"a": 1,\r\n "b": {"c": []}}',
    '{"a": 1,}',
    '{"a": [1,]}',
    '{ // one\n "a": 1 }',
    '{ /* one\n two */ "a": 1 }',
    '{\n  # one\n  "a": 1 }',
    "{'a': 1}",
    '{a: 1}',
    'a: 1\n',
    '{"a": 1 "b": 2}',
    '{"a" 1}',
    '{"a": [1}',
    '{"a": {"b": 1]',
    '{"a": 1',
    '{"a":',
    '{"a": "b\n}',
    '{"a": "x\ty"}',
    '{"a": "\\x"}',
    '{"a": 01}',
    '{"a": True}',
    '{"a": ,}',
    '{"a": 1,,"b": 2}',
    '{"a": 1}}',
    '',
    '\ufeff{}',
    'undefined',
  ])('exactly if JSON.parse reads it: %j', async (text) => {
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    const { faults } = await readJson(text);
    expect(faults.length === 0).toBe(isJson);
    for (const { line, column, message, instead } of faults) {
      expect([line > 0, column > 0]).toEqual([true, true]);
      expect(message).toMatch(/^\S.*\.$/);
      expect(instead).toMatch(/^[A-Z].*\S$/);
    }
  });

  test.each([
    ['{\n  "a": 1,\n}', '2:9 This comma has nothing after it. Take it out.'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 A comma is missing before "b". Write one after the value before it.'],
    ['{"ä": "ö" "b": 1}', '1:11 A comma is missing before "b". Write one after the value before it.'],
    ['{\n  # who\n  "a": 1\n}', '2:3 JSON has no comments. Take this one out.'],
    ["{'a\"b': 1}", '1:2 JSON has no single quotes. Write double quotes: "…".'],
    ['{"a": [1, 2}', '1:12 A [ is still open here. Write ] before this }.'],
  ])('or else it says where not: %j', async (text, fault) => {
    const { faults } = await readJson(text);
    expect(faults.map((one) => `${one.line}:${one.column} ${one.message} ${one.instead}`)).toEqual([fault]);
  });

  test('and what is plain to mend is mended, to see what comes after it', async () => {
    expect(await said('{\n  "a": [1 2\n  ],\n  "b" 3\n}')).toEqual([
      '2:11 A comma is missing before 2. Write one after the value before it.',
      '4:7 A colon is missing before 3. Write "name": value.',
    ]);
    const { faults } = await readJson(`{${'"a": 1 '.repeat(200)}}`);
    expect(faults.length).toBeGreaterThan(20);
  });

  test('and what only JSON forbids is passed over, at the same lines and columns', async () => {
    const { faults, text } = await readJson('{\n  // 1\n  "a": [1,], /* 2\n  */ \'b\': 3,\n}');
    expect(faults).toHaveLength(5);
    expect(text).toBe('{\n      \n  "a": [1 ],     \n     "b": 3 \n}');
  });
});

describe('the lint says file, line, what is wrong and what to write instead', () => {
  test('of several faults at once, in the order of the lines', async () => {
    const text = `{
  "reviewers": ["ann@example.com", "Ben <ben@example.com>"],
  "required": "2",
  // when
  "remindAfter": ["3 days", "P1D"],
  "escalateTo": ["eva@example.com"],
  "expireAfter": "P40D",
  "expireAfter": "P50D",
  "quietHours": { "from": "9:00", "to": "06:00", "timeZone": "UTC", "until": 3 },
  "comment": "x",
}`;
    expect(await said(text)).toEqual([
      '2:36 reviewers[1] is "Ben <ben@example.com>", which is no mail address. Write "ben@example.com".',
      '3:3 required has to be a whole number, and is "2". Write 2.',
      '4:3 JSON has no comments. Take this one out.',
      '5:19 remindAfter[0] is "3 days", which is no ISO 8601 duration. Write "P3D".',
      '5:29 The reminder after P1D is not later than the one before it. Write "remindAfter": ["P1D", "P3D"].',
      '6:3 escalateTo says who else is asked, but nothing says when. Add "escalateAfter": "P25D", or take escalateTo out.',
      '8:3 "expireAfter" is there already, further up. Take one of them out.',
      '8:3 A review that expires after P50D is open for too long. Write "P30D" or shorter.',
      '9:19 quietHours.from is "9:00", which is no time of day. Write "09:00".',
      '9:69 "until" is not known in quietHours. Take it out; known are from, to, timeZone.',
      '10:3 "comment" is not known here. Take it out; known are reviewers, required, remindAfter, escalateTo, escalateAfter, expireAfter, renameApproved, quietHours.',
      '10:17 This comma has nothing after it. Take it out.',
    ]);
  });

  test('of what the rules object to, at the field or the entry', async () => {
    const faults = await saidOf({ ...policy, required: 3, remindAfter: ['P1D', 'P4D'] });
    expect(faults).toEqual([
      '6:3 required is 3, but there are 2 reviewers. Write 2 or less, or name another reviewer.',
      '9:5 The reminder after P4D never comes: the review expires after P3D. Write a shorter time such as "P1DT12H", or a longer expireAfter.',
    ]);
  });

  test('of a misspelled name once, though the right one is missing, too', async () => {
    const { reviewers, ...rest } = policy;
    expect(await saidOf({ ...rest, reviewer: reviewers })).toEqual([
      '7:3 "reviewer" is not known here. Write "reviewers".',
    ]);
    expect(await saidOf({ ...policy, escalateTo: ['e@example.com'], escalateAfer: 'P1D' })).toEqual([
      '14:3 "escalateAfer" is not known here. Write "escalateAfter".',
    ]);
    expect(await saidOf({ ...policy, Required: 1 })).toEqual([
      '11:3 "Required" is not known here. Take it out; "required" is there already.',
    ]);
  });

  test('of what a misspelled field holds, as if it had the right name', async () => {
    const { reviewers: _, ...rest } = policy;
    expect(await saidOf({ ...rest, Reviewer: ['Ann <ann@example.com>', 'ann@example.com', 4] })).toEqual([
      '7:3 "Reviewer" is not known here. Write "reviewers".',
      '8:5 reviewers[0] is "Ann <ann@example.com>", which is no mail address. Write "ann@example.com".',
      '10:5 reviewers[2] has to be text, and is 4. Write, for example, "ann@example.com".',
    ]);
    expect(await saidOf({ renditions: [{ ...mail, widht: 8, width: undefined }] })).toEqual([
      '7:7 "widht" is not known in renditions[0]. Write "width".',
      '7:7 renditions[0].width is 8, and has to be at least 16. Write 16 or more.',
    ]);
  });

  test('of a value that is wrong in another way as well once its type is right', async () => {
    expect(await saidOf({ ...policy, required: '9' })).toEqual([
      '6:3 required has to be a whole number, and is "9". Write 9.',
      '6:3 required is 9, but there are 2 reviewers. Write 2 or less, or name 7 more reviewers.',
    ]);
  });

  test('of what is missing, at the object that lacks it', async () => {
    const { expireAfter: _, ...rest } = policy;
    expect(await saidOf(rest)).toEqual(['1:1 expireAfter is missing. Add "expireAfter": "P3D".']);
    expect(await saidOf({ ...policy, quietHours: { from: '22:00', to: '06:00' } })).toEqual([
      '11:3 quietHours.timeZone is missing. Add "timeZone": "Europe/Berlin".',
    ]);
  });

  test('of renditions', async () => {
    const renditions = [
      { name: 'Big One', width: 5000, format: 'png', quality: 0 },
      { name: 'small', width: '160px', format: 'jpg' },
      { ...mail, format: 'webp' },
    ];
    expect(await saidOf({ renditions })).toEqual([
      '4:7 renditions[0].name is "Big One", which is no name of at most 20 lower-case letters, digits and hyphens, a letter first. Write "big-one".',
      '5:7 renditions[0].width is 5000, and has to be at most 4096. Write 4096 or less.',
      '6:7 renditions[0].format is "png", and can only be "webp" or "jpeg". Write "webp" or "jpeg".',
      '7:7 renditions[0].quality is 0, and has to be at least 1. Write 1 or more.',
      '9:5 renditions[1].quality is missing. Add "quality": 80.',
      '11:7 renditions[1].width has to be a whole number, and is "160px". Write 160.',
      '12:7 renditions[1].format is "jpg", and can only be "webp" or "jpeg". Write "jpeg".',
      '17:7 The rendition "mail" is no JPEG, and not every mail program shows other formats. Write "format": "jpeg".',
    ]);
  });

  test('of what a rendition keeps', async () => {
    const small = { ...mail, name: 'small' };
    const renditions = [
      { ...mail, keep: ['copyrights', 'gps'] },
      { ...small, keep: 'credit' },
      { ...small, name: 'tiny', keeps: [] },
    ];
    const said = await saidOf({ renditions });
    expect(said.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'renditions[0].keep[0] is "copyrights", and can only be "copyright" or "credit" or "sourceType" or "caption". Write "copyright".',
      'renditions[0].keep[1] is "gps", and can only be "copyright" or "credit" or "sourceType" or "caption". Write "copyright" or "credit" or "sourceType" or "caption".',
      'renditions[1].keep has to be a list, and is "credit". Write ["credit"].',
      '"keeps" is not known in renditions[2]. Write "keep".',
    ]);
    const twice = await saidOf({ renditions: [{ ...mail, keep: ['caption', 'caption'] }] });
    expect(twice).toEqual([expect.stringContaining('"caption" is kept twice. Take it out once.')]);
  });

  test.each<[string, object, string]>([
    ['what is wrong twice over', { reviewers: ['a'.repeat(300)] }, 'which is no mail address.'],
    ['an entry for a list', { remindAfter: 'P1D' }, 'has to be a list, and is "P1D". Write ["P1D"].'],
    [
      'an empty list',
      { reviewers: [] },
      'is empty. Write, for example, ["ann@example.com", "ben@example.com"].',
    ],
    [
      'too long a list',
      { reviewers: Array.from({ length: 22 }, (_, n) => `a${n}@example.com`) },
      'reviewers has 22 entries, and can have at most 20. Take 2 out.',
    ],
    ['null', { expireAfter: null }, 'expireAfter has to be text, and is null. Write, for example, "P3D".'],
    ['a list for text', { expireAfter: ['P3D'] }, 'expireAfter has to be text, and is a list.'],
    ['half a number', { required: 1.4 }, 'required has to be a whole number, and is 1.4. Write 1.'],
    ['another schema', { $schema: 'https://example.com/other.json' }, 'There is no schema'],
  ])('of %s', async (_, more, fault) => {
    const faults = await saidOf({ ...policy, ...more });
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });
});

describe('what was meant', () => {
  test.each([
    ['3 days', 'P3D'],
    ['1 day, 12 hours', 'P1DT12H'],
    ['90 min', 'PT1H30M'],
    ['2 Weeks', 'P14D'],
    ['1.5h', 'PT1H30M'],
    ['p3d', 'P3D'],
    ['P3H', 'PT3H'],
    ['P1DT12', undefined],
    ['P1M', undefined],
    ['tomorrow', undefined],
    ['3', undefined],
  ])('by the duration "%s" is %s', async (expireAfter, wanted) => {
    const [fault] = await saidOf({ ...policy, remindAfter: [], expireAfter });
    expect(fault).toContain(wanted ? `Write "${wanted}".` : 'Write, for example, "P3D".');
    if (wanted) expect(await saidOf({ ...policy, remindAfter: [], expireAfter: wanted })).toEqual([]);
  });

  test.each([
    ['9:00', '09:00'],
    ['22.30', '22:30'],
    ['22h', '22:00'],
    ['10 pm', '22:00'],
    ['12 am', '00:00'],
    ['24:00', '00:00'],
    ['25:00', undefined],
    ['noon', undefined],
  ])('by the time "%s" is %s', async (from, wanted) => {
    const [fault] = await saidOf({ ...policy, quietHours: { from, to: '06:30', timeZone: 'UTC' } });
    expect(fault).toContain(wanted ? `Write "${wanted}".` : 'Write, for example, "22:00".');
  });

  test.each([
    ['Ann <ann@example.org>', 'ann@example.org'],
    ['mailto:ann@example.org', 'ann@example.org'],
    ['ann@example,org', 'ann@example.org'],
    ['ann@', undefined],
    ['ann', undefined],
  ])('by the address "%s" is %s', async (address, wanted) => {
    const [fault] = await saidOf({ ...policy, reviewers: [address] });
    expect(fault).toContain(wanted ? `Write "${wanted}".` : 'Write, for example, "ann@example.com".');
  });
});

describe('docs/specs.md', () => {
  const page = readFileSync('docs/specs.md', 'utf8');
  const jsons = [...page.matchAll(/`([\w-]+\.json)`\n\n```json\n(.*?)```/gs)].map(
    ([, file = '', text = '']) => ({
      file,
      text,
    }),
  );

  test('shows what the lint prints of two faulty files', async () => {
    const lines = await Promise.all(
      jsons.map(async ({ file, text }) =>
        (await said(text, file)).map((line) => `${file}:${line.replace(' ', '  ')}`),
      ),
    );
    expect(jsons.map(({ file }) => file)).toEqual(['review-policy.json', 'renditions.json']);
    expect(page).toContain(
      `\`\`\`\n${lines.flat().join('\n')}\n${lines.flat().length} faults in 2 files\n\`\`\`\n`,
    );
  });

  test('names every field', () => {
    for (const file of ['review-policy', 'renditions']) {
      const { properties } = JSON.parse(readFileSync(`schemas/${file}.schema.json`, 'utf8'));
      const fields = [properties, properties.renditions?.items.properties].flatMap((of) =>
        Object.keys(of ?? {}),
      );
      const missing = fields.filter((field) => field !== '$schema' && !page.includes(`| \`${field}\``));
      expect(missing).toEqual([]);
    }
  });
});

describe('what a file is', () => {
  const wrong = { remindAfter: [], required: 1, expireAfter: 'P3D', renditions: [mail] };
  test.each<[string, object, string | undefined]>([
    ['its $schema says, by path', { $schema: '../renditions.schema.json', ...wrong }, 'required'],
    [
      'its $schema says, by address',
      { $schema: 'https://a.example/schemas/renditions.schema.json', ...wrong },
      'required',
    ],
    ['its $schema says, by name', { $schema: 'urn:contactsheet:schema:renditions', ...wrong }, 'required'],
    ['most of its fields say else', wrong, 'renditions'],
  ])('%s', async (_, value, unknown) => {
    const faults = await saidOf(value);
    expect(faults.join()).toContain(`"${unknown}" is not known here.`);
  });

  test('its name says where it has no field, or else nobody knows', async () => {
    expect(await saidOf({}, 'desk/renditions.night.json')).toEqual([
      expect.stringContaining('renditions is missing.'),
    ]);
    expect(await saidOf({ a: 1 })).toEqual([expect.stringContaining('Nothing says what this is')]);
    expect(await saidOf([policy])).toEqual([expect.stringContaining('A spec is an object')]);
  });
});

describe('a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specs-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('that is not there, or is a folder, is a fault', async () => {
    expect(await linesOf(join(folder, 'none.json'))).toEqual([
      `${join(folder, 'none.json')}  There is no such file.`,
    ]);
    expect(await linesOf(folder)).toEqual([expect.stringContaining('This is a folder.')]);
  });

  test('that a build would take in stops it with the lint’s words', async () => {
    await writeFile(join(folder, 'review-policy.json'), JSON.stringify({ ...policy, required: 3 }));
    await writeFile(join(folder, 'renditions.json'), readFileSync('renditions.json'));
    await expect(bundle(folder)).rejects.toMatchObject({
      name: 'Failure',
      message: expect.stringMatching(
        /review-policy\.json:1:\d+ {2}required is 3, but there are 2 reviewers\./,
      ),
    });
    await writeFile(join(folder, 'review-policy.json'), JSON.stringify(policy));
    await expect(mustHaveNoFaults(folder)).resolves.toBeUndefined();
  });
});
