import { beforeAll, describe, expect, it } from '@jest/globals';
import exifr from 'exifr';
import sharp from 'sharp';
import type { PublicImage } from '#core/image';
import { call, see, waitFor } from '../system/client.ts';
import { person } from '../system/people.ts';
import { photo } from '../system/pictures.ts';
import { inReview, type Reviewed, type Scene } from '../system/scenes.ts';

const sizes = ['large', 'medium', 'small'] as const;

/** How far two pictures are apart, 0 to 255, when both are looked at upright and small. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const small = (bytes: Buffer) =>
    sharp(bytes, { autoOrient: true }).resize(60, 80, { fit: 'fill' }).raw().toBuffer();
  const [a, b] = await Promise.all([small(one), small(other)]);
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

describe('thumbnails', () => {
  let scene: Scene;
  let picture: Reviewed;
  let before: PublicImage;

  beforeAll(async () => {
    scene = await inReview([photo('rotated-with-gps.jpg')]);
    [picture] = scene.pictures;
    before = await see(scene.sender, picture.id);
  });

  /** Storage's own address for a picture: dead within a minute, and kept by nobody. */
  const mustBeShortLived = (location: string) => {
    const { searchParams } = new URL(location);
    const seconds = Number(searchParams.get('X-Amz-Expires'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  };

  it('of a picture nobody has approved are 404 to the public, as are those of a picture that never was', async () => {
    const paths = [
      ...sizes.map((name) => `/images/${picture.id}/thumbnails/${name}`),
      '/images/01aaaaaaaaaaaaaaaaaaaaaaaa/thumbnails/small',
    ];
    const answers = await Promise.all(paths.map((path) => call('GET', path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('are shown to the sender meanwhile at addresses that die within a minute', async () => {
    expect(before.thumbnails.map(({ name }) => name)).toEqual(expect.arrayContaining([...sizes]));
    for (const { url, contentType, bytes } of before.thumbnails) {
      mustBeShortLived(url);
      const shown = await fetch(url);
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, contentType]);
      expect((await shown.arrayBuffer()).byteLength).toBe(bytes);
    }
  });

  it('cannot be had from storage without a signature, or with another picture’s', async () => {
    const { url = '' } = before.thumbnails[0] ?? {};
    const bare = await fetch(url.replace(/\?.*/, ''));
    const other = await fetch(url.replace(picture.id, '01aaaaaaaaaaaaaaaaaaaaaaaa'));
    expect([bare.status, other.status]).toEqual([403, 403]);
  });

  it('lead the sender and reviewers to the original, and nobody else', async () => {
    const path = `/images/${picture.id}/original`;
    const [reviewer, operator] = await Promise.all([
      person('reviewer', 'reviewers'),
      person('operator', 'operators'),
    ]);
    for (const as of [scene.sender, reviewer]) {
      const { status, headers } = await call('GET', path, { as });
      expect(status).toBe(302);
      expect(headers.get('cache-control')).toBe('no-store');
      mustBeShortLived(headers.get('location') ?? '');
      const { searchParams } = new URL(headers.get('location') ?? '');
      expect(searchParams.get('response-content-disposition')).toContain('rotated-with-gps.jpg');
      const original = await fetch(headers.get('location') ?? '');
      expect(Buffer.from(await original.arrayBuffer())).toEqual(photo('rotated-with-gps.jpg').bytes);
    }
    expect((await call('GET', path, { as: operator })).status).toBe(403);
  });

  it('lead to an original that is served as what it is, whatever it was announced as', async () => {
    const { bytes } = photo('coffee.png');
    const file = { filename: 'holiday\u202egnp.hta', contentType: 'image/jpeg', bytes };
    const { sender, pictures } = await inReview([file]);
    const { headers } = await call('GET', `/images/${pictures[0].id}/original`, { as: sender });
    const original = await fetch(headers.get('location') ?? '');
    expect([original.headers.get('content-type'), original.headers.get('content-disposition')]).toEqual([
      'image/png',
      `attachment; filename="holidaygnp.png"; filename*=UTF-8''holidaygnp.png`,
    ]);
    expect(Buffer.from(await original.arrayBuffer())).toEqual(bytes);
  });

  it('are shown by a reviewer’s link in each size, and in no other', async () => {
    const sizesOf = async (query: string) => {
      const { status, headers } = await call('GET', `${picture.links[0]}/thumbnail${query}`);
      if (status !== 302) return status;
      const shown = await fetch(headers.get('location') ?? '');
      return (await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).width;
    };
    expect(await Promise.all(['', '?name=mail', '?name=large', '?name=giant'].map(sizesOf))).toEqual([
      640, 640, 900, 404,
    ]);
    const page = await call('GET', picture.links[0], { headers: { accept: 'text/html' } });
    expect(page.text).toContain('/thumbnail?name=large"');
  });

  describe('once it is approved', () => {
    beforeAll(async () => {
      await call('POST', picture.links[0], { body: { decision: 'approve' } });
      await waitFor(scene.sender, picture.id, 'approved');
    });

    it.each(sizes)(
      'are public: %s leads to an upright WebP without a trace of where it was taken',
      async (name) => {
        const { status, headers } = await call('GET', `/images/${picture.id}/thumbnails/${name}`);
        expect(status).toBe(302);
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('referrer-policy')).toBe('no-referrer');
        const location = headers.get('location') ?? '';
        mustBeShortLived(location);
        const shown = await fetch(location);
        expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
        const bytes = Buffer.from(await shown.arrayBuffer());
        const meta = await sharp(bytes).metadata();
        // 1200 × 900 on its side: upright it is 900 wide, and nothing is ever enlarged.
        const width = { large: 900, medium: 640, small: 160 }[name];
        expect([meta.format, meta.width]).toEqual(['webp', width]);
        expect((meta.width ?? 0) / (meta.height ?? 1)).toBeCloseTo(3 / 4, 2);
        expect(await difference(bytes, photo('rotated-with-gps.jpg').bytes)).toBeLessThan(6);
        expect([meta.exif, meta.xmp, meta.iptc, meta.orientation]).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ]);
        expect(bytes.includes('Exif') || bytes.includes('GPS')).toBe(false);
      },
    );

    it('had a place and an orientation in the file that was sent, which is kept as it was', async () => {
      const { bytes } = photo('rotated-with-gps.jpg');
      expect(await exifr.gps(bytes)).toMatchObject({ latitude: expect.any(Number) });
      expect(await exifr.orientation(bytes)).toBe(6);
    });

    it('say their public addresses to whoever asks for the picture', async () => {
      const { thumbnails } = await see(scene.sender, picture.id);
      for (const { name, url } of thumbnails)
        expect(new URL(url).pathname).toBe(`/images/${picture.id}/thumbnails/${name}`);
    });

    it('are 404 for a size that is not made', async () => {
      expect((await call('GET', `/images/${picture.id}/thumbnails/giant`)).status).toBe(404);
    });
  });
});
