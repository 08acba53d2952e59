export interface Point {
  x: number;
  y: number;
}

/** A line and the head of its arrow, as `d` of SVG paths. */
export interface Curve {
  line: string;
  head: string;
}

const HEAD = 8;
const RADIUS = 16;

/** Draws a way through points, its corners rounded, with an arrow at its end. */
export function curve(points: readonly Point[]): Curve {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return { line: '', head: '' };
  const neck = towards(tip, before, HEAD);
  const aside = { x: (neck.y - tip.y) / 2, y: (tip.x - neck.x) / 2 };
  const wings = [1, -1].map((side) => ({ x: neck.x + side * aside.x, y: neck.y + side * aside.y }));
  const steps = [...points.slice(0, -1), neck].map((point, index, all) => {
    const [last, next] = [all[index - 1], all[index + 1]];
    if (!last || !next) return `${index === 0 ? 'M' : 'L'}${at(point)}`;
    return `L${at(towards(point, last, RADIUS))}Q${at(point)} ${at(towards(point, next, RADIUS))}`;
  });
  return { line: steps.join(''), head: `M${[tip, ...wings].map(at).join('L')}Z` };
}

/** A point that is so far from one on the way to another, half way at most. */
function towards(from: Point, to: Point, far: number): Point {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  const part = long === 0 ? 0 : Math.min(far / long, 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
