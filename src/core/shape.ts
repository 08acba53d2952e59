/** Higher or wider than so, in relation to its other side, a picture is a thread where all of it is shown. */
const TALL = 2.5;
const WIDE = 4;

/** What a picture has to be shown along, if it cannot be shown whole. */
export function shapeOf({ width, height }: { width: number; height: number }): 'tall' | 'wide' | undefined {
  if (height / width > TALL) return 'tall';
  return width / height > WIDE ? 'wide' : undefined;
}
