/** Filters views along their bins by a frequency response, as if the detector went on with zeros: the transform is at least twice as long. */
import { fftc, quickLength } from "../../signal/fft.ts";

/** Views transformed together: two to each complex line, a few lines at a time. */
const BATCH = 8;

/** A response to frequencies in turns a bin, -1/2 .. 1/2: even real part, odd imaginary part (left out: 0), so that views stay real. */
export interface ViewResponse {
  readonly real: (turns: number) => number;
  readonly imaginary?: (turns: number) => number;
}

function multiply(work: Float64Array, length: number, real: Float64Array, imaginary: Float64Array): void {
  for (let line = 0; line < BATCH; line++) {
    for (let k = 0; k < length; k++) {
      const at = 2 * (line * length + k);
      const re = work[at];
      const im = work[at + 1];
      work[at] = re * real[k] - im * imaginary[k];
      work[at + 1] = re * imaginary[k] + im * real[k];
    }
  }
}

/**
 * @param data views x bins
 * @returns filtered views, views x bins
 */
export function filterViews(data: Float64Array, binCount: number, response: ViewResponse): Float64Array {
  const viewCount = data.length / binCount;
  const length = quickLength(2 * binCount);
  const centre = Math.floor(length / 2);
  const real = new Float64Array(length);
  const imaginary = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    const turns = (k - centre) / length;
    real[k] = response.real(turns);
    // At the Nyquist frequency a real signal has no phase.
    imaginary[k] = k === 0 && length % 2 === 0 ? 0 : (response.imaginary?.(turns) ?? 0);
  }
  const filtered = new Float64Array(data.length);
  const work = new Float64Array(2 * BATCH * length);
  // Of the views a and b as a + i b: a filter that keeps views real keeps the parts apart.
  for (let first = 0; first < viewCount; first += 2 * BATCH) {
    const end = Math.min(first + 2 * BATCH, viewCount);
    work.fill(0);
    for (let view = first; view < end; view++) {
      const to = 2 * length * ((view - first) >> 1) + ((view - first) & 1);
      for (let bin = 0; bin < binCount; bin++) work[to + 2 * bin] = data[view * binCount + bin];
    }
    fftc(work, BATCH, length, 1);
    multiply(work, length, real, imaginary);
    fftc(work, BATCH, length, 1, true);
    for (let view = first; view < end; view++) {
      const from = 2 * length * ((view - first) >> 1) + ((view - first) & 1);
      for (let bin = 0; bin < binCount; bin++) filtered[view * binCount + bin] = work[from + 2 * bin];
    }
  }
  return filtered;
}
