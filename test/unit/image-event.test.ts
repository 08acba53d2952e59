import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { eventTypes, type ImageEvent, imageEvent } from '#core/events';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const published = read('schemas/image-event.schema.json');

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const isEvent = ajv.compile<ImageEvent>(published);

const folder = 'schemas/examples';
const names = readdirSync(folder).filter((name) => name.startsWith('image-event.'));
const examples = names.map((name) => ({ name, event: read(`${folder}/${name}`) }));

describe('the published event', () => {
  test('says of each field what it is', () => {
    const fields = Object.entries<{ description?: string }>(published.properties);
    expect(fields.filter(([, { description }]) => !description)).toEqual([]);
  });

  test.each(examples)('$name is one, and is called after its kind', ({ name, event }) => {
    expect([isEvent(event), isEvent.errors]).toEqual([true, null]);
    expect(imageEvent.parse(event)).toEqual(event);
    expect(name.startsWith(`image-event.${event.type}`)).toBe(true);
  });

  test('has an example of each kind', () => {
    expect(examples.map(({ event }) => event.type).sort()).toEqual([...eventTypes].sort());
  });

  test.each([
    ['of another version', { version: '2' }],
    ['of no known kind', { type: 'renamed' }],
    ['without a round', { round: undefined }],
    ['of a picture that cannot be', { imageId: 'rocket.jpg' }],
    ['at no moment', { at: 'yesterday' }],
  ])('is not one %s, by the schema or by the code', (_, wrong) => {
    const event = JSON.parse(JSON.stringify({ ...examples[0]?.event, ...wrong }));
    expect([isEvent(event), imageEvent.safeParse(event).success]).toEqual([false, false]);
  });

  test('may have fields that are not known yet', () => {
    expect(isEvent({ ...examples[0]?.event, colour: '#6b4a32' })).toBe(true);
  });
});
