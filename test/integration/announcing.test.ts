import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { announce, type CreatedImage, call, send, upload, waitFor } from '../system/client.ts';
import { address, type Person, person } from '../system/people.ts';
import { photo, small } from '../system/pictures.ts';
import { record } from '../system/records.ts';

const file = { filename: 'a.png', contentType: 'image/png' };
const create = (as: Person, body: unknown, headers: Record<string, string> = {}) =>
  call<CreatedImage & { code: string; errors?: { field: string; code: string }[] }>('POST', '/images', {
    as,
    body,
    headers,
  });

describe('who announces a picture', () => {
  let sender: Person;
  beforeAll(async () => {
    sender = await person('sender');
  });

  it('names reviewers of the allowed domains, each asked once whatever the case of the letters', async () => {
    const reviewer = address('reviewer');
    const reviewers = [reviewer, reviewer.toUpperCase()];
    const { id } = await announce(sender, file, { reviewers });
    expect((await record(id))?.policy.reviewers).toEqual([reviewer]);
  });

  it('names neither a stranger nor themselves', async () => {
    const { status, body } = await create(sender, {
      ...file,
      reviewers: [
        address('fine'),
        'stranger@elsewhere.example',
        sender.email.toUpperCase(),
        'x@sub.contactsheet.example',
      ],
    });
    expect([status, body.code]).toEqual([400, 'invalid-input']);
    expect(body.errors).toMatchObject([
      { field: 'reviewers.1', code: 'not-allowed' },
      { field: 'reviewers.2', code: 'own-picture' },
      { field: 'reviewers.3', code: 'not-allowed' },
    ]);
  });

  it('has the standing reviewers asked without naming any', async () => {
    const { id } = await announce(sender, file);
    expect((await record(id))?.policy.reviewers).toEqual([
      'reviewer@contactsheet.example',
      'second.reviewer@contactsheet.example',
    ]);
  });

  it.each([
    ['no file name', { contentType: 'image/png' }, 'filename'],
    ['a type that is not taken', { filename: 'a.pdf', contentType: 'application/pdf' }, 'contentType'],
    ['a checksum that is none', { ...file, sha256: 'abc' }, 'sha256'],
    ['an address that is none', { ...file, reviewers: ['me'] }, 'reviewers.0'],
    ['no reviewer in the list', { ...file, reviewers: [] }, 'reviewers'],
    ['a title of blanks', { ...file, title: '   ' }, 'title'],
    ['a field that is not known', { ...file, status: 'approved' }, ''],
  ])('is told of %s by the field’s name', async (_, body, field) => {
    const answer = await create(sender, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-input']);
    expect(answer.body.errors?.map((one) => one.field)).toContain(field);
  });

  it('may call the file anything: it is only a label', async () => {
    const filename = '../../etc/passwd\u0000.php.png';
    const { id, filename: kept, upload: offer } = await announce(sender, { ...file, filename });
    expect(kept).toBe('../../etc/passwd.php.png');
    expect(offer.fields['key']).toBe(`originals/${id}`);
  });
});

describe('an Idempotency-Key', () => {
  const reviewers = [address('reviewer')];
  let sender: Person;
  beforeAll(async () => {
    sender = await person('sender');
  });
  const withKey = (key: string, more = {}, as = sender) =>
    create(as, { ...file, reviewers, ...more }, { 'idempotency-key': key });

  it('with the same body gives the same picture, and an upload that works', async () => {
    const key = randomUUID();
    const [first, second] = [await withKey(key), await withKey(key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    const offer = second.body.upload;
    if (!offer) throw new Error('No upload was offered.');
    expect((await upload(offer, (await small()).bytes)).status).toBe(204);
    await waitFor(sender, first.body.id, 'in-review');
    const later = await withKey(key);
    expect([later.status, later.body.id, later.body.upload]).toEqual([201, first.body.id, null]);
  });

  it('with another body is refused with 422', async () => {
    const key = randomUUID();
    await withKey(key);
    const { status, body } = await withKey(key, { title: 'Another' });
    expect([status, body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('that many requests bring at once makes one picture', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => withKey(key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { body } = await call<{ items: CreatedImage[] }>('GET', '/images?limit=100', { as: sender });
    expect(body.items.filter(({ id }) => id === answers[0]?.body.id)).toHaveLength(1);
  });

  it('is each account’s own', async () => {
    const key = randomUUID();
    const other = await person('other');
    const [mine, theirs] = [await withKey(key), await withKey(key, {}, other)];
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });
});

describe('an upload', () => {
  let sender: Person;
  beforeAll(async () => {
    sender = await person('sender');
  });

  it('is refused by storage when it is empty, larger than 50 MB, of another type or under another key', async () => {
    const { upload: offer } = await announce(sender, file);
    const empty = await upload(offer, Buffer.alloc(0));
    const large = await upload(offer, Buffer.alloc(50 * 1024 * 1024 + 1));
    const page = await upload(offer, Buffer.from('<script>'), 'text/html');
    const elsewhere = { ...offer, fields: { ...offer.fields, key: 'originals/01aaaaaaaaaaaaaaaaaaaaaaaa' } };
    const other = await upload(elsewhere, (await small()).bytes);
    expect([empty.status, large.status]).toEqual([400, 400]);
    expect(`${empty.text}${large.text}`).toMatch(/EntityTooSmall[\s\S]*EntityTooLarge/);
    expect([page.status, other.status]).toEqual([403, 403]);
  });

  it('works for 15 minutes', async () => {
    const { upload: offer, createdAt } = await announce(sender, file);
    expect(Date.parse(offer.expiresAt) - Date.parse(createdAt)).toBe(15 * 60_000);
    const { expiration } = JSON.parse(Buffer.from(offer.fields['Policy'] ?? '', 'base64').toString()) as {
      expiration: string;
    };
    expect(Math.abs(Date.parse(expiration) - Date.parse(offer.expiresAt))).toBeLessThan(60_000);
  });

  it('that has the announced checksum is taken, and the checksum is in the picture', async () => {
    const picture = photo('rocket.jpg');
    const sha256 = createHash('sha256').update(picture.bytes).digest('hex');
    const { id, upload: offer } = await send(sender, picture, { sha256, reviewers: [address('reviewer')] });
    // AWS refuses any other file by this field.
    expect(offer?.fields['x-amz-checksum-sha256']).toBe(Buffer.from(sha256, 'hex').toString('base64'));
    expect((await waitFor(sender, id, 'in-review')).original?.sha256).toBe(sha256);
  });
});
