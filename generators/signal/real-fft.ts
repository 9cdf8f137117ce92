/**
 * The discrete Fourier transform of real images: half the work, half the spectrum. The other half is its mirrored conjugate.
 *
 *   X[k, l] = sum over r, c of x[r, c] exp(-2 pi i (r k / rows + c l / columns)),   l = 0 .. floor(columns / 2);   X[-k, -l] = conj X[k, l]
 *
 * Two rows a, b travel as one complex row a + i b, whose transform Z gives both:
 *   A[l] = (Z[l] + conj Z[-l]) / 2,   B[l] = (Z[l] - conj Z[-l]) / 2i
 *
 * Plain, zero frequency first: the conventions of `fft`, and of numpy's rfft2 and irfft2.
 *
 * Source: Cooley, Lewis and Welch, J. Sound Vib. 12 (1970) 315.
 */
import { transformAxis } from "./fft.ts";

/** @returns the columns of a real image's spectrum */
export const halfColumns = (columns: number): number => Math.floor(columns / 2) + 1;

/**
 * Transforms a real image.
 *
 * @param image rows x columns
 * @returns rows x (floor(columns / 2) + 1) complex numbers, interleaved
 * @throws RangeError for another size
 */
export function realFft2(image: Float64Array, rows: number, columns: number): Float64Array {
  checkSize(image.length, rows * columns);
  const pairs = Math.ceil(rows / 2);
  const half = halfColumns(columns);
  const packed = new Float64Array(2 * pairs * columns);
  for (let row = 0; row < rows; row++) {
    const to = 2 * (row >> 1) * columns + (row & 1);
    for (let column = 0; column < columns; column++) packed[to + 2 * column] = image[row * columns + column];
  }
  transformAxis(packed, pairs, columns, 1);
  const spectrum = new Float64Array(2 * rows * half);
  for (let pair = 0; pair < pairs; pair++) {
    const from = 2 * pair * columns;
    const a = 4 * pair * half;
    const b = a + 2 * half;
    const both = 2 * pair + 1 < rows;
    for (let k = 0; k < half; k++) {
      const near = from + 2 * k;
      const far = from + 2 * (k === 0 ? 0 : columns - k);
      spectrum[a + 2 * k] = 0.5 * (packed[near] + packed[far]);
      spectrum[a + 2 * k + 1] = 0.5 * (packed[near + 1] - packed[far + 1]);
      if (both) {
        spectrum[b + 2 * k] = 0.5 * (packed[near + 1] + packed[far + 1]);
        spectrum[b + 2 * k + 1] = 0.5 * (packed[far] - packed[near]);
      }
    }
  }
  return transformAxis(spectrum, 1, rows, half);
}

/**
 * Transforms a spectrum back to its real image. What makes it no real image's spectrum is ignored.
 *
 * @param spectrum rows x (floor(columns / 2) + 1) complex numbers, interleaved; overwritten
 * @returns rows x columns
 * @throws RangeError for another size
 */
export function inverseRealFft2(spectrum: Float64Array, rows: number, columns: number): Float64Array {
  const half = halfColumns(columns);
  checkSize(spectrum.length, 2 * rows * half);
  transformAxis(spectrum, 1, rows, half, true);
  const pairs = Math.ceil(rows / 2);
  const packed = new Float64Array(2 * pairs * columns);
  for (let pair = 0; pair < pairs; pair++) {
    const to = 2 * pair * columns;
    const a = 4 * pair * half;
    // A last row without a partner travels with zeros.
    const both = 2 * pair + 1 < rows ? 1 : 0;
    const b = both === 1 ? a + 2 * half : a;
    for (let k = 0; k < half; k++) {
      // The imaginary parts of zero and of an even length's highest frequency cannot be a real row's.
      const own = 2 * k === columns || k === 0 ? 0 : 1;
      const ar = spectrum[a + 2 * k];
      const ai = own * spectrum[a + 2 * k + 1];
      const br = both * spectrum[b + 2 * k];
      const bi = own * both * spectrum[b + 2 * k + 1];
      packed[to + 2 * k] = ar - bi;
      packed[to + 2 * k + 1] = ai + br;
      if (own === 1) {
        packed[to + 2 * (columns - k)] = ar + bi;
        packed[to + 2 * (columns - k) + 1] = br - ai;
      }
    }
  }
  transformAxis(packed, pairs, columns, 1, true);
  const image = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = 2 * (row >> 1) * columns + (row & 1);
    for (let column = 0; column < columns; column++) image[row * columns + column] = packed[from + 2 * column];
  }
  return image;
}

function checkSize(got: number, expected: number): void {
  if (got !== expected) throw new RangeError(`Expected ${expected} numbers, got ${got}`);
}
