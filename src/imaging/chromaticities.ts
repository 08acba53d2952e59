/** CIE 1931 x and y. */
type Point = readonly [x: number, y: number];
/** A colour space's white, red, green and blue, in the order of a PNG's `cHRM`. */
export type Chromaticities = readonly [white: Point, red: Point, green: Point, blue: Point];
export type Vector = readonly [number, number, number];
/** Three rows. */
export type Matrix = readonly [Vector, Vector, Vector];

/** Bradford's cone responses (ICC.1:2022, annex E). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** Converts linear RGB of one colour space to another; white stays white. Holds NaN where a space is none. */
export function conversion(from: Chromaticities, to: Chromaticities): Matrix {
  const adapted = multiply(adaptation(from[0], to[0]), toXyz(from));
  return multiply(inverse(toXyz(to)), adapted);
}

/** A matrix times a column. */
export function apply([a, b, c]: Matrix, vector: Vector): Vector {
  return [dot(a, vector), dot(b, vector), dot(c, vector)];
}

function toXyz([white, red, green, blue]: Chromaticities): Matrix {
  const primaries = transpose([xyz(red), xyz(green), xyz(blue)]);
  return multiply(primaries, diagonal(apply(inverse(primaries), xyz(white))));
}

function adaptation(from: Point, to: Point): Matrix {
  const [before, after] = [apply(BRADFORD, xyz(from)), apply(BRADFORD, xyz(to))];
  const scale = diagonal([after[0] / before[0], after[1] / before[1], after[2] / before[2]]);
  return multiply(inverse(BRADFORD), multiply(scale, BRADFORD));
}

/** Scaled to X + Y + Z = 1, which keeps a primary with y = 0 finite. */
function xyz([x, y]: Point): Vector {
  return [x, y, 1 - x - y];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function diagonal([a, b, c]: Vector): Matrix {
  return [
    [a, 0, 0],
    [0, b, 0],
    [0, 0, c],
  ];
}

function transpose([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

function multiply([a, b, c]: Matrix, other: Matrix): Matrix {
  const columns = transpose(other);
  return [apply(columns, a), apply(columns, b), apply(columns, c)];
}

function inverse([a, b, c]: Matrix): Matrix {
  const adjugate = transpose([cross(b, c), cross(c, a), cross(a, b)]);
  const scale = 1 / dot(a, cross(b, c));
  return multiply(diagonal([scale, scale, scale]), adjugate);
}
