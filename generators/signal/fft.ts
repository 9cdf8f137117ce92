/**
 * The discrete Fourier transform of any length, in place, on interleaved complex data (re, im, re, im, ..), in 64 or in 32 bits.
 *
 *   plain:                    X[k] = sum_j x[j] exp(-2 pi i j k / N), and 1/N times the conjugate sum for the inverse
 *   centred and orthonormal:  X[k] = 1/sqrt(N) sum_j x[j] exp(-2 pi i (j - c)(k - c) / N),   c = floor(N / 2)
 *
 * Lengths without a prime factor above 61 take O(N log N) directly, others through a convolution about five times as dear.
 * The work is done by a compiled kernel, or by its plain twin, which gives the same numbers: in 64 bits to the last bit.
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; the centred convention is that of fastMRI's fft2c (Zbontar et al. 2018).
 */
import { type CompiledTransforms, compiledTransforms } from "./fft/compiled.ts";
import { type ComplexArray, type Lines, transformPlainly } from "./fft/plain.ts";
import { doParts } from "./parts.ts";

export type { ComplexArray } from "./fft/plain.ts";
export { quickLength } from "./fft/tables.ts";

let compiled: CompiledTransforms | undefined | "not loaded" = "not loaded";

function kernel(): CompiledTransforms | undefined {
  if (compiled === "not loaded") compiled = compiledTransforms();
  return compiled;
}

function transformLines<Data extends ComplexArray>(data: Data, lines: Lines): Data {
  const transforms = kernel();
  if (transforms === undefined) transformPlainly(data, lines);
  else transforms.lines(data, lines);
  return data;
}

function checkSize(data: ComplexArray, counts: readonly number[]): void {
  if (data.length !== counts.reduce((product, count) => product * count, 2)) {
    throw new RangeError(`Expected ${counts.join(" x ")} complex numbers, got ${data.length / 2}`);
  }
}

/**
 * Transforms one line in place: plain, zero frequency first.
 *
 * @param data N complex numbers, interleaved
 * @param inverse the inverse transform, scaled by 1/N
 */
export function fft<Data extends ComplexArray>(data: Data, inverse = false): Data {
  return transformAxis(data, 1, data.length / 2, 1, inverse);
}

/**
 * Transforms one axis in place: plain, zero frequency first; the inverse is scaled by 1 / length.
 *
 * @param data outer x length x inner complex numbers, interleaved
 */
export function transformAxis<Data extends ComplexArray>(data: Data, outer: number, length: number, inner: number, inverse = false): Data {
  checkSize(data, [outer, length, inner]);
  return transformLines(data, { outer, length, inner, centre: 0, scale: inverse ? 1 / length : 1, inverse });
}

/**
 * Transforms one axis in place: centred, orthonormal.
 *
 * @param data outer x length x inner complex numbers, interleaved
 */
export function fftc<Data extends ComplexArray>(data: Data, outer: number, length: number, inner: number, inverse = false): Data {
  checkSize(data, [outer, length, inner]);
  return transformLines(data, { outer, length, inner, centre: Math.floor(length / 2), scale: 1 / Math.sqrt(length), inverse });
}

/**
 * Transforms images to k-space in place: centred, orthonormal, zero frequency at (floor(rows / 2), floor(columns / 2)).
 *
 * @param data batch x rows x columns complex numbers, interleaved
 */
export function fft2c<Data extends ComplexArray>(data: Data, rows: number, columns: number, batch = 1): Data {
  return transformImages(data, rows, columns, batch, false);
}

/** Transforms k-space to images in place: the inverse, and the adjoint, of fft2c. */
export function ifft2c<Data extends ComplexArray>(data: Data, rows: number, columns: number, batch = 1): Data {
  return transformImages(data, rows, columns, batch, true);
}

/** Images of a batch are parts that idle threads may take, where the data is shared. */
function transformImages<Data extends ComplexArray>(data: Data, rows: number, columns: number, batch: number, inverse: boolean): Data {
  checkSize(data, [batch, rows, columns]);
  if (data instanceof Float64Array) {
    const parts = { module: import.meta.url, operation: transformImage.name, count: batch, data, parameters: { rows, columns, inverse } };
    doParts(parts, transformImage);
  } else for (let image = 0; image < batch; image++) transformImage(data, image, { rows, columns, inverse });
  return data;
}

/** @public Other threads call it by name. */
export function transformImage(
  data: ComplexArray,
  image: number,
  { rows, columns, inverse }: { readonly rows: number; readonly columns: number; readonly inverse: boolean },
): void {
  const part = data.subarray(2 * image * rows * columns, 2 * (image + 1) * rows * columns);
  const transforms = kernel();
  if (transforms === undefined) {
    fftc(part, rows, columns, 1, inverse);
    fftc(part, 1, rows, columns, inverse);
    return;
  }
  const scale = { rows: 1 / Math.sqrt(rows), columns: 1 / Math.sqrt(columns) };
  transforms.image(part, { rows, columns, inverse, scale });
}
