/**
 * Daubechies' orthonormal wavelet with two vanishing moments (four taps), in two dimensions, of complex images of any size.
 *
 *   low[k] = sum_j h[j] x[2 k + j]      high[k] = sum_j (-1)^j h[3 - j] x[2 k + j]      j = 0 .. 3, x repeats with its (even) length
 *   h = (1 + s, 3 + s, 3 - s, 1 - s) / (4 sqrt 2),   s = sqrt 3
 *
 * Along an axis of odd length the last sample goes to the low band as it is: the transform stays orthonormal, its inverse is its adjoint.
 * Each level takes the low band of the one before: the coarsest lies first, at row 0 and column 0.
 *
 * Sources: Daubechies, Comm. Pure Appl. Math. 41 (1988) 909; Mallat, IEEE Trans. Pattern Anal. Mach. Intell. 11 (1989) 674.
 */
const ROOT = Math.sqrt(3);
const SCALE = 1 / (4 * Math.sqrt(2));
const H0 = (1 + ROOT) * SCALE;
const H1 = (3 + ROOT) * SCALE;
const H2 = (3 - ROOT) * SCALE;
const H3 = (1 - ROOT) * SCALE;

/** Length of the low band. */
const half = (length: number): number => Math.ceil(length / 2);

/** A band shorter than this is not split further. */
const SHORTEST = 2;

/** @returns rows and columns of the low band after so many levels */
export function coarsestBand(rows: number, columns: number, levels: number): { rows: number; columns: number } {
  let [down, across] = [rows, columns];
  for (let level = 0; level < levels; level++) {
    if (down >= SHORTEST) down = half(down);
    if (across >= SHORTEST) across = half(across);
  }
  return { rows: down, columns: across };
}

/**
 * Splits lines: line i begins at i * lineStep, its samples are `step` apart, each `width` numbers that are treated alike.
 * @param work at least length * width numbers
 */
function split(data: Float64Array, start: number, step: number, length: number, width: number, work: Float64Array): void {
  const even = length - (length % 2);
  const highStart = half(length) * width;
  for (let k = 0; k < even; k += 2) {
    const a = start + k * step;
    const b = a + step;
    const c = start + ((k + 2) % even) * step;
    const d = start + ((k + 3) % even) * step;
    const low = (k / 2) * width;
    const high = highStart + low;
    for (let i = 0; i < width; i++) {
      work[low + i] = H0 * data[a + i] + H1 * data[b + i] + H2 * data[c + i] + H3 * data[d + i];
      work[high + i] = H3 * data[a + i] - H2 * data[b + i] + H1 * data[c + i] - H0 * data[d + i];
    }
  }
  if (even < length) {
    const last = start + even * step;
    for (let i = 0; i < width; i++) work[highStart - width + i] = data[last + i];
  }
  store(data, start, step, length, width, work);
}

/** The transpose of `split`. */
function join(data: Float64Array, start: number, step: number, length: number, width: number, work: Float64Array): void {
  const even = length - (length % 2);
  const pairs = even / 2;
  const highStart = half(length);
  for (let k = 0; k < pairs; k++) {
    const before = (k + pairs - 1) % pairs;
    const low = start + k * step;
    const high = start + (highStart + k) * step;
    const lowBefore = start + before * step;
    const highBefore = start + (highStart + before) * step;
    const to = 2 * k * width;
    for (let i = 0; i < width; i++) {
      work[to + i] = H0 * data[low + i] + H3 * data[high + i] + H2 * data[lowBefore + i] + H1 * data[highBefore + i];
      work[to + width + i] = H1 * data[low + i] - H2 * data[high + i] + H3 * data[lowBefore + i] - H0 * data[highBefore + i];
    }
  }
  if (even < length) {
    const last = start + (highStart - 1) * step;
    for (let i = 0; i < width; i++) work[even * width + i] = data[last + i];
  }
  store(data, start, step, length, width, work);
}

function store(data: Float64Array, start: number, step: number, length: number, width: number, work: Float64Array): void {
  for (let k = 0, from = 0; k < length; k++) {
    for (let i = 0, to = start + k * step; i < width; i++, to++, from++) data[to] = work[from];
  }
}

function checkSize(data: Float64Array, rows: number, columns: number): void {
  if (data.length !== 2 * rows * columns) {
    throw new RangeError(`Expected ${rows} x ${columns} complex numbers, got ${data.length / 2}`);
  }
}

/** Transforms an image in place. @param data rows x columns complex, interleaved */
export function waveletTransform(data: Float64Array, rows: number, columns: number, levels: number): Float64Array {
  checkSize(data, rows, columns);
  const work = new Float64Array(data.length);
  for (let level = 0; level < levels; level++) {
    const band = coarsestBand(rows, columns, level);
    if (band.columns >= SHORTEST) {
      for (let row = 0; row < band.rows; row++) split(data, 2 * row * columns, 2, band.columns, 2, work);
    }
    if (band.rows >= SHORTEST) split(data, 0, 2 * columns, band.rows, 2 * band.columns, work);
  }
  return data;
}

/** Transforms coefficients back in place: the inverse, and the adjoint, of waveletTransform. */
export function inverseWaveletTransform(data: Float64Array, rows: number, columns: number, levels: number): Float64Array {
  checkSize(data, rows, columns);
  const work = new Float64Array(data.length);
  for (let level = levels - 1; level >= 0; level--) {
    const band = coarsestBand(rows, columns, level);
    if (band.rows >= SHORTEST) join(data, 0, 2 * columns, band.rows, 2 * band.columns, work);
    if (band.columns >= SHORTEST) {
      for (let row = 0; row < band.rows; row++) join(data, 2 * row * columns, 2, band.columns, 2, work);
    }
  }
  return data;
}
