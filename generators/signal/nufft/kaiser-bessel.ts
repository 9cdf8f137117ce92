/**
 * The Kaiser-Bessel kernel: of finite width, with a transform that falls steeply, both in closed form.
 *
 *   phi(t) = I0(b sqrt(1 - (2 t / w)^2)) / I0(b), |t| <= w / 2       phi^(f) = w sinh(s) / (s I0(b)),  s = sqrt(b^2 - (pi w f)^2)
 *
 * On a grid finer by the oversampling a, a pixel n of N has the frequency f = n / (a N) and its copies f + j, which reach the samples
 * |phi^(f + j) / phi^(f)| strong. The width is the smallest whose copies, over a field of view filled evenly, stay below the accuracy.
 *
 * Sources: Jackson et al., IEEE Trans. Med. Imaging 10 (1991) 473; Beatty, Nishimura, Pauly, IEEE Trans. Med. Imaging 24 (2005) 799, eq. 5
 * (the shape b); Fessler and Sutton, IEEE Trans. Signal Process. 51 (2003) 560 (errors by pixel); Barnett, Magland, af Klinteberg, SIAM J.
 * Sci. Comput. 41 (2019) C479 (the width that an accuracy needs).
 */
import { expm1, log, PI, sin } from "../math.ts";

export interface KaiserBessel {
  /** Cells of the grid. */
  readonly width: number;
  /** b: the larger, the wider the transform and the lower its tails. */
  readonly shape: number;
}

const SMALLEST_WIDTH = 2;
/** The kernels (../kernels/nufft.ts) know no wider one. */
const LARGEST_WIDTH = 16;

/** @returns phi(t), 0 .. 1; t in cells, |t| <= width / 2 */
export function kaiserBessel({ width, shape }: KaiserBessel, t: number): number {
  const x = (2 * t) / width;
  return besselI0(shape * Math.sqrt(Math.max(0, (1 - x) * (1 + x)))) / besselI0(shape);
}

/** @returns phi^(f), the integral of phi(t) cos(2 pi f t); f in cycles per cell */
export function kaiserBesselTransform({ width, shape }: KaiserBessel, frequency: number): number {
  const edge = PI * width * frequency;
  return (width * sinhOverArgument((shape - edge) * (shape + edge))) / besselI0(shape);
}

/** I0(x) = sum (x^2 / 4)^k / (k!)^2: every term is positive, so nothing cancels. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

/** sinh(s) / s of s^2, which turns to sin(r) / r where s = i r. */
function sinhOverArgument(square: number): number {
  const root = Math.sqrt(Math.abs(square));
  if (root < 1e-9) return 1;
  if (square < 0) return sin(root) / root;
  const grown = expm1(root);
  return (grown + grown / (1 + grown)) / (2 * root);
}

/** Copies looked at on either side, and frequencies across the field of view. */
const COPIES = 12;
const FREQUENCIES = 24;

/** @returns the root mean square, over the field of view of one axis, of what the copies add up to relative to the pixel itself */
export function aliasing({ width, shape }: KaiserBessel, oversampling: number): number {
  const transform = (frequency: number): number => sinhOverArgument((shape - PI * width * frequency) * (shape + PI * width * frequency));
  let total = 0;
  for (let index = 0; index < FREQUENCIES; index++) {
    const frequency = (index + 0.5) / FREQUENCIES / (2 * oversampling);
    const own = transform(frequency);
    for (let copy = 1; copy <= COPIES; copy++) {
      const above = transform(copy + frequency) / own;
      const below = transform(copy - frequency) / own;
      total += above * above + below * below;
    }
  }
  return Math.sqrt(total / FREQUENCIES);
}

/**
 * Chooses the narrowest kernel whose error, of two axes together, is at most `accuracy`.
 *
 * @param oversampling cells per pixel spacing, above 1
 * @returns undefined where no kernel of up to 16 cells suffices
 */
export function kaiserBesselFor(accuracy: number, oversampling: number): KaiserBessel | undefined {
  const estimate = Math.floor(-log(accuracy) / (PI * Math.sqrt(1 - 1 / oversampling)));
  for (let width = Math.max(SMALLEST_WIDTH, estimate); width <= LARGEST_WIDTH; width++) {
    const reach = (width / oversampling) * (oversampling - 0.5);
    const kernel = { width, shape: PI * Math.sqrt(Math.max(1, reach * reach - 0.8)) };
    if (Math.SQRT2 * aliasing(kernel, oversampling) <= accuracy) return kernel;
  }
  return undefined;
}
