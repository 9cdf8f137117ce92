/**
 * Signal that is drawn elsewhere along one axis, because the scan takes its frequency for a place.
 *
 *   y(k) = N^-1/2 sum over u of x(u) exp(-2 pi i k (u + d(u)) / N)      image = F^-1 y
 *
 * The sum is evaluated as it stands: no signal is lost, it is spread thin where d rises along the axis, and piles up where d falls. What is
 * carried over an edge of the field of view folds back. Where d rises by more than half a pixel from one pixel to the next, a pixel is no point:
 * its signal is spread evenly over up to the way to its neighbours' places, or else gaps would show between them.
 */
import { ifft2c } from "../../signal/fft.ts";
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { CoilSamples } from "../modality.ts";

const MOST_PARTS = 12;

/** exp(-2 pi i k place / length) for k = 0 .. centre, by turning step after step. */
function wave(factors: Float64Array, length: number, place: number): void {
  const stepRe = cosTurns(place / length);
  const stepIm = -sinTurns(place / length);
  let re = 1;
  let im = 0;
  for (let k = 0; k < factors.length; k += 2) {
    factors[k] = re;
    factors[k + 1] = im;
    const next = re * stepRe - im * stepIm;
    im = re * stepIm + im * stepRe;
    re = next;
  }
}

/** Adds a wave times a complex number to a line whose zero frequency stands at `zero`. */
function addWave(line: Float64Array, zero: number, factors: Float64Array, length: number, re: number, im: number): void {
  line[zero] += re;
  line[zero + 1] += im;
  // Negative frequencies turn the other way: the same products serve both.
  const pairs = 2 * Math.floor((length - 1) / 2);
  for (let k = 2; k <= pairs; k += 2) {
    const a = re * factors[k];
    const b = im * factors[k + 1];
    const c = re * factors[k + 1];
    const d = im * factors[k];
    line[zero + k] += a - b;
    line[zero + k + 1] += c + d;
    line[zero - k] += a + b;
    line[zero - k + 1] += d - c;
  }
  if (length % 2 === 1 || length < 2) return;
  const k = factors.length - 2;
  line[zero - k] += re * factors[k] + im * factors[k + 1];
  line[zero - k + 1] += im * factors[k] - re * factors[k + 1];
}

/**
 * @param shift of each pixel along the axis [px]: phase x readout
 * @param axis along which frequency stands for place: phase encoding for echo-planar imaging, else the readout
 * @returns new images as the scan shows them
 */
export function displaced(images: CoilSamples, shift: Float64Array, axis: "phase" | "readout"): CoilSamples {
  const { coils, phase, readout } = images;
  const size = phase * readout;
  const length = axis === "phase" ? phase : readout;
  const centre = Math.floor(length / 2);
  const scale = 1 / Math.sqrt(length);
  // Coil by coil, each column or row as a line of k-space along the axis.
  const lines = new Float64Array(images.data.length);
  const factors = new Float64Array(2 * (centre + 1));
  for (let i = 0; i < size; i++) {
    const sample = i % readout;
    const line = (i - sample) / readout;
    const along = axis === "phase" ? line : sample;
    const across = axis === "phase" ? sample : line;
    const step = axis === "phase" ? readout : 1;
    const rise = along > 0 && along < length - 1 ? (shift[i + step] - shift[i - step]) / 2 : 0;
    const spread = (1 + rise) * Math.min(Math.max(2 * rise - 1, 0), 1);
    const parts = 1 + Math.min(Math.ceil(2 * spread), MOST_PARTS - 1);
    const part = scale / parts;
    for (let k = 0; k < parts; k++) {
      wave(factors, length, along - centre + shift[i] + spread * ((k + 0.5) / parts - 0.5));
      for (let coil = 0; coil < coils; coil++) {
        const at = 2 * (coil * size + i);
        const zero = 2 * (coil * size + across * length + centre);
        addWave(lines, zero, factors, length, part * images.data[at], part * images.data[at + 1]);
      }
    }
  }
  ifft2c(lines, 1, length, lines.length / (2 * length));
  if (axis === "readout") return { ...images, data: lines };
  const data = new Float64Array(lines.length);
  for (let coil = 0, to = 0; coil < coils; coil++) {
    for (let i = 0; i < size; i++, to += 2) {
      const sample = i % readout;
      const from = 2 * (coil * size + sample * phase + (i - sample) / readout);
      data[to] = lines[from];
      data[to + 1] = lines[from + 1];
    }
  }
  return { ...images, data };
}
