import { useState } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import { shapeOf } from '#core/shape';
import type { Image } from '../api/images.ts';
import { useTools } from '../tools.ts';

interface ShotProps {
  image: Image;
  /** How many CSS pixels wide it is shown. */
  width: number;
  /** Wider than so, in relation to its height, it fills the width of its place; else the height. */
  ratio: number;
}

/** A picture in its place: its placeholder until it has loaded, and nothing moves when it has. */
export function Shot({ image, width, ratio }: ShotProps) {
  const { images } = useTools();
  const found = thumbnailFor(image, width * devicePixelRatio);
  const name = `${image.id} ${found?.name} ${found?.bytes}`;
  const [shown, setShown] = useState({ name, url: found?.url, loaded: false, tries: 0 });
  if (!found) return <Placeholder image={image} />;
  // Each answer brings another address of the same file; the one that was loaded stays.
  const { url, loaded, tries } = shown.name === name ? shown : { url: found.url, loaded: false, tries: 0 };
  const renew = async () => {
    if (tries > 1) return;
    const { body } = await images.get(image.id).catch(() => ({ body: undefined }));
    const fresh = body?.thumbnails.find((one) => one.name === found.name);
    if (fresh) setShown({ name, url: fresh.url, loaded: false, tries: tries + 1 });
  };
  const hash = image.placeholder && !loaded ? placeholderUrl(image.placeholder.thumbhash) : undefined;
  return (
    <img
      class={classOf(found, ratio)}
      src={url}
      width={found.width}
      height={found.height}
      alt=""
      loading="lazy"
      decoding="async"
      style={hash ? { backgroundImage: `url(${hash})` } : { backgroundImage: '' }}
      onLoad={() => setShown({ name, url, loaded: true, tries })}
      onError={renew}
    />
  );
}

/** What would be a thread is shown in part. */
function classOf(size: { width: number; height: number }, ratio: number): string {
  const strip = shapeOf(size);
  if (strip) return `shot strip ${strip}`;
  return size.width / size.height > ratio ? 'shot wide' : 'shot tall';
}

function Placeholder({ image: { status } }: { image: Image }) {
  return <span class={status === 'processing' ? 'blank moving' : 'blank'} />;
}

function thumbnailFor({ thumbnails }: Image, pixels: number) {
  // What mails show is the same picture in a larger file.
  const sizes = thumbnails.filter(({ name }) => name !== 'mail').sort((a, b) => a.width - b.width);
  return sizes.find(({ width }) => width >= pixels) ?? sizes.at(-1);
}

const made = new Map<string, string>();

/** The thumbhash as a picture of 32 pixels a side at most. */
function placeholderUrl(thumbhash: string): string {
  const known = made.get(thumbhash);
  if (known) return known;
  const url = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (one) => one.charCodeAt(0)));
  made.set(thumbhash, url);
  return url;
}
