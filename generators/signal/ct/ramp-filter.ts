/**
 * The band-limited ramp, with which every view is filtered before it is smeared back.
 *
 *   h(0) = 1 / (4 d^2),  h(n d) = -1 / (pi n d)^2 for odd n, 0 for even n,  d = bin size      (Kak and Slaney, eq. 61)
 *   bins at equal angles alpha about a source:  h(n d) (n alpha / sin(n alpha))^2,  d = alpha times the source's distance from the axis
 *
 * It is sampled in space, so that its mean is right and densities are not lowered; views are padded with zeros to at least twice their
 * length, so that the convolution does not wrap. An apodisation multiplies it in frequency, f running to the Nyquist frequency
 * f_N = 1 / (2 d):
 *
 *   none (Ram-Lak) 1,   shepp-logan sinc(f / 2 f_N),   cosine cos(pi f / 2 f_N),
 *   hann 0.5 + 0.5 cos(pi f / f_N),   hamming 0.54 + 0.46 cos(pi f / f_N)
 *
 * Hann is about the standard body kernel of a scanner.
 *
 * Sources: Ramachandran and Lakshminarayanan, PNAS 68 (1971) 2236; Shepp and Logan, IEEE Trans. Nucl. Sci. 21 (1974) 21;
 * Kak and Slaney (1988), sections 3.3 and 3.4.
 */
import { fft, fftc, quickLength } from "../fft.ts";
import { cosTurns, PI, sin, sinTurns } from "../math.ts";

export type Apodisation = "none" | "shepp-logan" | "cosine" | "hann" | "hamming";

/** Factor at a frequency f in turns a bin, -1/2 .. 1/2. */
const WINDOWS: Readonly<Record<Apodisation, (turns: number) => number>> = {
  none: () => 1,
  "shepp-logan": (turns) => (turns === 0 ? 1 : sinTurns(turns / 2) / (PI * turns)),
  cosine: (turns) => cosTurns(turns / 2),
  hann: (turns) => 0.5 + 0.5 * cosTurns(turns),
  hamming: (turns) => 0.54 + 0.46 * cosTurns(turns),
};

export interface RampFilter {
  readonly binCount: number;
  /** Distance between bins, as seen at the axis of rotation [m]. */
  readonly binSize: number;
  /** Angle between bins on an arc about the source [rad]; 0 on a line. */
  readonly binAngle?: number;
  readonly apodisation?: Apodisation;
}

/** @returns the ramp kernel at 0, d, 2 d .. [1/m^2], `count` values */
export function rampKernel(count: number, binSize: number, binAngle = 0): Float64Array {
  const kernel = new Float64Array(count);
  kernel[0] = 1 / (4 * binSize * binSize);
  for (let n = 1; n < count; n += 2) {
    const angle = PI * (binAngle === 0 ? n * binSize : (sin(n * binAngle) * binSize) / binAngle);
    kernel[n] = -1 / (angle * angle);
  }
  return kernel;
}

/** @returns d times the DFT of the kernel, apodised [1/m]: `length` frequencies, zero frequency at floor(length / 2) */
export function rampResponse(length: number, filter: RampFilter): Float64Array {
  // On an arc the kernel ends where its angles do.
  const count = filter.binAngle ? filter.binCount : Math.floor(length / 2) + 1;
  const kernel = rampKernel(count, filter.binSize, filter.binAngle);
  const spectrum = new Float64Array(2 * length);
  for (let n = 0; n < count; n++) {
    spectrum[2 * n] = kernel[n];
    spectrum[2 * ((length - n) % length)] = kernel[n];
  }
  fft(spectrum);
  const centre = Math.floor(length / 2);
  const smooth = WINDOWS[filter.apodisation ?? "none"];
  return Float64Array.from({ length }, (_, k) => {
    return filter.binSize * smooth((k - centre) / length) * spectrum[2 * ((k - centre + length) % length)];
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
export function rampFilter(integrals: Float64Array, filter: RampFilter): Float64Array {
  const { binCount } = filter;
  const viewCount = integrals.length / binCount;
  const length = quickLength(2 * binCount);
  const gain = rampResponse(length, filter);
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
