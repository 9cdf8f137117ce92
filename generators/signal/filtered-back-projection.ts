/**
 * Filtered back-projection of parallel-beam line integrals: every view is filtered with the band-limited ramp and smeared back.
 *
 *   mu(x, y) = sum over views of w (p * h)(x cos(theta) + y sin(theta)),    w = pi / views for equal steps over half a turn
 *   h(0) = 1 / (4 d^2),  h(n d) = -1 / (pi n d)^2 for odd n, 0 for even n,  d = bin size
 *
 * The ramp is sampled in space, so that its mean is right and densities are not lowered; views are padded with zeros to at least
 * twice their length, so that the convolution does not wrap. Linear interpolation between bins.
 * Hann apodisation, 1/2 + cos(pi f / f_N) / 2 up to the Nyquist frequency f_N = 1 / (2 d), is about the standard body kernel of a scanner.
 * Geometry as in projector.ts.
 *
 * Not modelled: fan-beam weights, truncated views (they give the familiar bright rim).
 *
 * Sources: Ramachandran and Lakshminarayanan, PNAS 68 (1971) 2236; Kak and Slaney (1988), sections 3.3 and 3.4.
 */
import { fft, fftc, quickLength } from "./fft.ts";
import { cos, cosTurns, PI, sin } from "./math.ts";
import type { ParallelGeometry } from "./projector.ts";

export type Apodisation = "none" | "cosine" | "hann";

/** @returns the ramp kernel at 0, d, 2 d .. [1/m^2], `count` values */
export function rampKernel(count: number, binSize: number): Float64Array {
  const kernel = new Float64Array(count);
  kernel[0] = 1 / (4 * binSize * binSize);
  for (let n = 1; n < count; n += 2) kernel[n] = -1 / (PI * n * binSize * (PI * n * binSize));
  return kernel;
}

/** @returns d times the DFT of the kernel, apodised [1/m]: `length` frequencies, zero frequency at floor(length / 2) */
function response(length: number, binSize: number, apodisation: Apodisation): Float64Array {
  const half = rampKernel(Math.floor(length / 2) + 1, binSize);
  const spectrum = new Float64Array(2 * length);
  for (let n = 0; n < length; n++) spectrum[2 * n] = half[Math.min(n, length - n)];
  fft(spectrum);
  const centre = Math.floor(length / 2);
  return Float64Array.from({ length }, (_, k) => {
    const turns = (k - centre) / length;
    const smooth = apodisation === "none" ? 1 : apodisation === "cosine" ? cosTurns(turns / 2) : 0.5 + 0.5 * cosTurns(turns);
    return binSize * smooth * spectrum[2 * ((k - centre + length) % length)];
  });
}

/** Views transformed together: two to each complex line, a few lines at a time. */
const BATCH = 8;

/**
 * Filters every view with the ramp.
 *
 * @param integrals views x bins
 * @returns filtered views [1/m], views x bins
 */
export function rampFilter(integrals: Float64Array, binCount: number, binSize: number, apodisation: Apodisation = "none"): Float64Array {
  const viewCount = integrals.length / binCount;
  const length = quickLength(2 * binCount);
  const gain = response(length, binSize, apodisation);
  const filtered = new Float64Array(integrals.length);
  const work = new Float64Array(2 * BATCH * length);
  // Of the views a and b as a + i b: a real, even filter keeps the parts apart.
  const place = (view: number, first: number): number => 2 * length * ((view - first) >> 1) + ((view - first) & 1);
  for (let first = 0; first < viewCount; first += 2 * BATCH) {
    const end = Math.min(first + 2 * BATCH, viewCount);
    work.fill(0);
    for (let view = first; view < end; view++) {
      const to = place(view, first);
      for (let bin = 0; bin < binCount; bin++) work[to + 2 * bin] = integrals[view * binCount + bin];
    }
    fftc(work, BATCH, length, 1);
    for (let line = 0; line < BATCH; line++) {
      for (let k = 0; k < length; k++) {
        work[2 * (line * length + k)] *= gain[k];
        work[2 * (line * length + k) + 1] *= gain[k];
      }
    }
    fftc(work, BATCH, length, 1, true);
    for (let view = first; view < end; view++) {
      const from = place(view, first);
      for (let bin = 0; bin < binCount; bin++) filtered[view * binCount + bin] = work[from + 2 * bin];
    }
  }
  return filtered;
}

/** Views added in one pass over the image: the image is then read and written a quarter as often. */
const TOGETHER = 4;

/**
 * Adds every view along its rays, interpolating linearly between bins; beyond the outermost bins a view is 0.
 *
 * @param views views x bins
 * @param weights one for each view [rad]
 * @returns rows x columns
 */
export function backProject(views: Float64Array, geometry: ParallelGeometry, weights: Float64Array): Float64Array {
  const { rows, columns, pixel, angles, binCount, binSize } = geometry;
  const halfWidth = ((columns - 1) / 2) * pixel.column;
  const halfHeight = ((rows - 1) / 2) * pixel.row;
  // Enough zeros beside a view that no pixel needs a test.
  const reach = Math.sqrt(halfWidth * halfWidth + halfHeight * halfHeight) / binSize;
  const margin = Math.max(Math.ceil(reach - (binCount - 1) / 2), 0) + 2;
  const stride = binCount + 2 * margin;
  const lines = new Float64Array(TOGETHER * stride);
  const image = new Float64Array(rows * columns);
  const perRow = new Float64Array(TOGETHER);
  const perColumn = new Float64Array(TOGETHER);
  const start = new Float64Array(TOGETHER);
  const used = Array.from(angles.keys()).filter((view) => weights[view] !== 0);
  for (let first = 0; first < used.length; first += TOGETHER) {
    lines.fill(0);
    for (let lane = 0; lane < TOGETHER; lane++) {
      const view = used[first + lane] ?? used[first];
      const weight = first + lane < used.length ? weights[view] : 0;
      for (let bin = 0; bin < binCount; bin++) lines[lane * stride + margin + bin] = weight * views[view * binCount + bin];
      const c = cos(angles[view]) / binSize;
      const s = sin(angles[view]) / binSize;
      perColumn[lane] = pixel.column * c;
      perRow[lane] = -pixel.row * s;
      start[lane] = (binCount - 1) / 2 + margin - halfWidth * c + halfHeight * s + lane * stride;
    }
    const [d0, d1, d2, d3] = perColumn;
    for (let row = 0; row < rows; row++) {
      const t0 = start[0] + row * perRow[0];
      const t1 = start[1] + row * perRow[1];
      const t2 = start[2] + row * perRow[2];
      const t3 = start[3] + row * perRow[3];
      for (let column = 0; column < columns; column++) {
        const a = t0 + column * d0;
        const b = t1 + column * d1;
        const c = t2 + column * d2;
        const d = t3 + column * d3;
        const ia = a | 0;
        const ib = b | 0;
        const ic = c | 0;
        const id = d | 0;
        const va = lines[ia];
        const vb = lines[ib];
        const vc = lines[ic];
        const vd = lines[id];
        image[row * columns + column] +=
          va +
          (a - ia) * (lines[ia + 1] - va) +
          (vb + (b - ib) * (lines[ib + 1] - vb)) +
          (vc + (c - ic) * (lines[ic + 1] - vc)) +
          (vd + (d - id) * (lines[id + 1] - vd));
      }
    }
  }
  return image;
}

/** @returns the weight of each of a geometry's views where all stand in equal steps over half a turn [rad] */
export function equalWeights(viewCount: number): Float64Array {
  return new Float64Array(viewCount).fill(PI / viewCount);
}

/**
 * Reconstructs an image.
 *
 * @param integrals line integrals [1], views x bins
 * @param weights the angle that each view stands for [rad], together pi; 0 leaves a view out
 * @returns rows x columns [1/m]
 * @throws RangeError when the integrals or weights do not fit the geometry
 */
export function filteredBackProjection(
  integrals: Float64Array,
  geometry: ParallelGeometry,
  weights: Float64Array = equalWeights(geometry.angles.length),
  apodisation: Apodisation = "none",
): Float64Array {
  const { angles, binCount, binSize } = geometry;
  if (integrals.length !== angles.length * binCount || weights.length !== angles.length) {
    throw new RangeError(
      `Expected ${angles.length} x ${binCount} line integrals and ${angles.length} weights, got ${integrals.length} and ${weights.length}`,
    );
  }
  return backProject(rampFilter(integrals, binCount, binSize, apodisation), geometry, weights);
}
