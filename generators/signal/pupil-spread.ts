/**
 * The point spread function of a lens with a round pupil: diffraction and aberrations, collected by square pixels.
 *
 *   PSF(x) = |sum over the pupil of exp(2 pi i W(u) / wavelength) exp(-2 pi i u.x NA / wavelength)|^2        |u| <= 1
 *   w[i]   = integral of PSF over pixel i, by the factor sinc(f pixel) on the spectrum of PSF
 *
 * W is the wavefront's error in Zernike polynomials. The grid is finer than the pixels by a whole number, so fine that the transfer function
 * (which ends at 2 NA / wavelength) is caught whole; at the pupil's rim a sample counts by its area inside.
 * Its mean displacement is 0: tilt, and the shift that comes with coma, are taken out of W.
 *
 * Not modelled: polarisation and high-aperture effects (NA above about 0.7), more than one wavelength, uneven light in the pupil.
 * Sources: Goodman, Introduction to Fourier Optics, 3rd ed. (2005), 6.2 to 6.4; Noll, J. Opt. Soc. Am. 66 (1976) 207.
 */
import { fft2c, ifft2c, quickLength } from "./fft.ts";
import { cosTurns, PI, sinTurns } from "./math.ts";
import { discInPixel, normalised, type PointSpread } from "./point-spread.ts";
import { nollOrder, zernike } from "./zernike.ts";

export interface Lens {
  /** [m], in the medium where the image is. */
  readonly wavelength: number;
  /** Sine of the half angle of the light that makes the image: 1 / (2 f-number) where the object is far. 0 .. 1 */
  readonly numericalAperture: number;
  /** Distance of pixel centres, and width of the pixels, in the image [m]. */
  readonly pixelSize: number;
  /** Root mean square of each Zernike polynomial in the wavefront's error [m], in Noll's order from piston on. */
  readonly aberrations?: readonly number[];
}

/** Share of the light within the square that is kept, unless `reach` says how wide it is. Rings of diffraction reach very far. */
const KEPT = 0.99;
/** A polynomial of the wavefront's error [wavelengths]. */
interface Term {
  readonly index: number;
  readonly value: number;
}

/** Of the light, in pixels. */
interface Shift {
  readonly row: number;
  readonly column: number;
}

/** A mean displacement this small [px] counts as 0. */
const CENTRED = 1e-6;
const MOST_ROUNDS = 8;
/** An aberrated pupil is averaged over so many places of each sample along each axis. */
const PARTS = 3;
/** Samples of the field along one axis, at most. */
const MOST_SAMPLES = 2048;
/** Samples from the centre to the rim of the pupil, at least. */
const FINEST_PUPIL = 64;

/** @returns the numerical aperture of a lens in air whose object is far away; @throws RangeError for an f-number not above 0 */
export function apertureOf(fNumber: number): number {
  if (!(fNumber > 0 && fNumber < Number.POSITIVE_INFINITY)) throw new RangeError(`Expected an f-number above 0, got ${fNumber}`);
  return 1 / (2 * fNumber);
}

/**
 * Makes the point spread function of a lens.
 *
 * @param reach pixels from the centre to the edge of the square that is kept; as far as 99 % of the light where absent
 * @throws RangeError for lengths not above 0, an aperture beyond 1, aberrations that are not finite, or light spread too wide for a grid
 */
export function pupilSpread(lens: Lens, reach?: number): PointSpread {
  checkLens(lens, reach);
  const finer = Math.max(1, Math.ceil((4 * lens.numericalAperture * lens.pixelSize) / lens.wavelength));
  const least = (FINEST_PUPIL * lens.wavelength * finer) / (lens.numericalAperture * lens.pixelSize);
  for (let half = Math.max(8, reach ?? 0, Math.ceil(raysReach(lens) / 2)); ; half *= 2) {
    const samples = quickLength(Math.ceil(Math.max(least, 2 * finer * (2 * half + 1))));
    if (samples > MOST_SAMPLES)
      throw new RangeError("Expected light that stays near the centre, got a wider spread; lower the aberrations");
    const { side, light } = collected(lens, samples, finer, { row: 0, column: 0 });
    const extent = reachOf(light, side);
    // Light beyond a quarter of the period may have come round from the other side.
    if (4 * extent <= side) return centredCut(lens, { samples, finer, reach: reach ?? extent }, light);
  }
}

/** @returns how far the steepest ray lands from the centre [px]: R_n^m rises by (n (n + 2) - m^2) / 2 at the rim, where it is steepest */
function raysReach({ aberrations = [], numericalAperture, pixelSize }: Lens): number {
  let slope = 0;
  aberrations.forEach((value, place) => {
    const { radial, azimuthal } = nollOrder(place + 1);
    const norm = Math.sqrt((azimuthal === 0 ? 1 : 2) * (radial + 1));
    if (place >= 3) slope += (Math.abs(value) * norm * (radial * (radial + 2) - azimuthal * azimuthal)) / 2;
  });
  return slope / (numericalAperture * pixelSize);
}

/**
 * Cuts the middle out. What is cut off of an uneven function moves the mean of the rest, so it is moved back by a tilt of the wavefront,
 * found by the secant method along each axis.
 */
function centredCut(lens: Lens, grid: { samples: number; finer: number; reach: number }, first: Float64Array): PointSpread {
  let before = { row: 0, column: 0 };
  let shift = before;
  let mean = before;
  let light = first;
  for (let round = 1; ; round++) {
    const spread = cut(light, Math.sqrt(light.length), grid.reach);
    const moved = meanOf(spread);
    if (round === MOST_ROUNDS || Math.max(Math.abs(moved.row), Math.abs(moved.column)) < CENTRED) return spread;
    const step = (axis: "row" | "column"): number => {
      const slope = (moved[axis] - mean[axis]) / (shift[axis] - before[axis]);
      return shift[axis] - moved[axis] / (slope > 0.1 && slope < 10 ? slope : 1);
    };
    [before, shift, mean] = [shift, { row: step("row"), column: step("column") }, moved];
    light = collected(lens, grid.samples, grid.finer, shift).light;
  }
}

/** @returns the mean displacement [px] */
function meanOf({ rows, columns, weights }: PointSpread): Shift {
  let row = 0;
  let column = 0;
  weights.forEach((weight, index) => {
    row += weight * (Math.floor(index / columns) - (rows - 1) / 2);
    column += weight * ((index % columns) - (columns - 1) / 2);
  });
  return { row, column };
}

function checkLens({ wavelength, numericalAperture, pixelSize, aberrations = [] }: Lens, reach?: number): void {
  for (const [name, value] of Object.entries({ wavelength, pixelSize }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`Expected a ${name} above 0 m, got ${value}`);
  if (!(numericalAperture > 0 && numericalAperture <= 1))
    throw new RangeError(`Expected a numerical aperture of 0 .. 1, got ${numericalAperture}`);
  const fault = aberrations.find((value) => !Number.isFinite(value));
  if (fault !== undefined) throw new RangeError(`Expected finite aberrations, got ${fault}`);
  if (reach !== undefined && !(Number.isInteger(reach) && reach >= 0))
    throw new RangeError(`Expected a reach of 0 pixels or more, got ${reach}`);
}

/** @returns side x side: the light that each pixel around the centre collects, as a share of all of it */
function collected(lens: Lens, samples: number, finer: number, shift: Shift): { side: number; light: Float64Array } {
  const field = pupilOf(lens, samples, finer, shift);
  fft2c(field, samples, samples);
  const centre = Math.floor(samples / 2);
  // Samples of the pupil stand for its squares, whose own transform is a sinc.
  const square = Float64Array.from({ length: samples }, (_, k) => sinc((k - centre) / samples));
  let total = 0;
  for (let k = 0; k < samples * samples; k++) {
    const [re, im] = [field[2 * k], field[2 * k + 1]];
    const amplitude = square[Math.floor(k / samples)] * square[k % samples];
    field[2 * k] = (re * re + im * im) / (amplitude * amplitude);
    field[2 * k + 1] = 0;
    total += field[2 * k];
  }
  fft2c(field, samples, samples);
  // The integral over a pixel: `finer` samples of the grid wide, of which the sum over one period is all the light.
  const width = Float64Array.from({ length: samples }, (_, k) => finer * sinc(((k - centre) * finer) / samples));
  for (let k = 0; k < samples * samples; k++) {
    const factor = width[Math.floor(k / samples)] * width[k % samples];
    field[2 * k] *= factor;
    field[2 * k + 1] *= factor;
  }
  ifft2c(field, samples, samples);
  const half = Math.floor((centre - 1) / finer);
  const side = 2 * half + 1;
  const light = new Float64Array(side * side);
  for (let index = 0; index < light.length; index++) {
    const row = centre + (Math.floor(index / side) - half) * finer;
    const column = centre + ((index % side) - half) * finer;
    light[index] = Math.max(0, field[2 * (row * samples + column)]) / total;
  }
  return { side, light };
}

/** @returns sin(pi x) / (pi x) */
const sinc = (x: number): number => (x === 0 ? 1 : sinTurns(x / 2) / (PI * x));

/** @returns samples x samples complex numbers: the light that passes the pupil, as amplitude and phase */
function pupilOf(lens: Lens, samples: number, finer: number, shift: Shift): Float64Array {
  const { wavelength, numericalAperture, pixelSize } = lens;
  const radius = (numericalAperture * samples * pixelSize) / (finer * wavelength);
  const centre = Math.floor(samples / 2);
  const terms = centred(lens, shift);
  const field = new Float64Array(2 * samples * samples);
  const rim = Math.min(Math.ceil(radius + 1), centre - 1);
  for (let row = -rim; row <= rim; row++) {
    for (let column = -rim; column <= rim; column++) {
      const at = 2 * ((centre + row) * samples + centre + column);
      averageOver(field, at, row, column, radius, terms);
    }
  }
  return field;
}

/** Sets a sample of the pupil to the mean over its square, seen as PARTS x PARTS smaller ones. */
function averageOver(field: Float64Array, at: number, row: number, column: number, radius: number, terms: readonly Term[]): void {
  const parts = terms.length === 0 ? 1 : PARTS;
  for (let part = 0; part < parts * parts; part++) {
    const y = parts * row + Math.floor(part / parts) - (parts - 1) / 2;
    const x = parts * column + (part % parts) - (parts - 1) / 2;
    const inside = discInPixel(Math.abs(y), Math.abs(x), parts * radius) / (parts * parts);
    if (inside === 0) continue;
    let waves = 0;
    for (const { index, value } of terms) waves += value * zernike(index, y / (parts * radius), x / (parts * radius));
    field[at] += inside * cosTurns(waves);
    field[at + 1] += inside * sinTurns(waves);
  }
}

/**
 * The mean displacement of all the light is the mean slope of the wavefront. By Gauss's theorem only polynomials with m = 1 have one: that of
 * sqrt(2 (n + 1)) R_n^1 cos(theta) equals that of sqrt(2 (n + 1)) / 2 times the tilt 2 rho cos(theta).
 */
function centred({ aberrations = [], wavelength, numericalAperture, pixelSize }: Lens, shift: Shift): Term[] {
  const terms: Term[] = [];
  const pixels = (numericalAperture * pixelSize) / (2 * wavelength);
  const tilt = { 2: shift.column * pixels, 3: shift.row * pixels };
  aberrations.forEach((length, place) => {
    const value = length / wavelength;
    if (value === 0 || place < 3) return;
    const { radial, azimuthal, sine } = nollOrder(place + 1);
    if (azimuthal === 1) tilt[sine ? 3 : 2] -= (value * Math.sqrt(2 * (radial + 1))) / 2;
    terms.push({ index: place + 1, value });
  });
  for (const index of [2, 3] as const) if (tilt[index] !== 0) terms.push({ index, value: tilt[index] });
  return terms;
}

/** @returns pixels from the centre to the edge of the smallest square that keeps enough */
function reachOf(light: Float64Array, side: number): number {
  const half = (side - 1) / 2;
  const rings = new Float64Array(half + 1);
  light.forEach((value, index) => {
    rings[Math.max(Math.abs(Math.floor(index / side) - half), Math.abs((index % side) - half))] += value;
  });
  let sum = 0;
  let ring = 0;
  while (ring < half) {
    sum += rings[ring];
    if (sum >= KEPT) break;
    ring++;
  }
  return ring;
}

/** @returns the middle of the square, its weights adding up to 1 */
function cut(light: Float64Array, side: number, reach: number): PointSpread {
  const kept = 2 * reach + 1;
  const first = (side - kept) / 2;
  const weights = Float64Array.from(
    { length: kept * kept },
    (_, index) => light[(first + Math.floor(index / kept)) * side + first + (index % kept)],
  );
  return { rows: kept, columns: kept, weights: normalised(weights) };
}
