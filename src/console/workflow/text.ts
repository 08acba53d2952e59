/** Sizes of type in pixels, as workflow.css sets them. */
export const NAME_SIZE = 14;
export const SMALL_SIZE = 12;

/** Widths in ems of Arial and what stands in for it, rounded up, so that no text is cut where it is a little wider. */
const widths: readonly [letters: RegExp, em: number][] = [
  [/[ijl.,:;'|!]/, 0.3],
  [/[ ftr()-]/, 0.4],
  [/[mwMW@%]/, 0.95],
  [/[A-Z0-9?]/, 0.72],
];
const OTHERS = 0.6;

/** How many pixels a text takes at most. It is not measured, so that a layout needs no browser. */
export function textWidth(text: string, size: number): number {
  const ems = [...text].map((letter) => widths.find(([letters]) => letters.test(letter))?.[1] ?? OTHERS);
  return Math.ceil(ems.reduce((sum, em) => sum + em, 0) * size);
}
