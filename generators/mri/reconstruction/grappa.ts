/**
 * GRAPPA: each missing sample is a weighted sum of acquired ones near it, in all coils; the centre of k-space teaches the weights.
 *
 *   y_c(l, k) = sum_d,j,o w_c(d, j, o) y_d(l + o, k + j)        o: the nearest acquired lines, two before and two after; j = -2 .. 2
 *   w: least squares over the places in the ACS where all of these were acquired, regularised
 *
 * Lines with the same acquired neighbours share a kernel. Neighbours that the ACS is too narrow to teach are left out, the farthest first.
 * The image is the root-sum-of-squares of the coils. With every line acquired it is the plain image.
 *
 * Not modelled: noise amplification maps, kernels along the section.
 *
 * Source: Griswold et al., Magn. Reson. Med. 47 (2002) 1202.
 */
import { MedqError } from "../../../manifests/error.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";
import { leastSquares } from "./least-squares.ts";
import { acquiredLines, centralRun } from "./lines.ts";
import { zeroFilled } from "./root-sum-of-squares.ts";

/** Neighbours: lines on each side, samples on each side. */
const LINES = 2;
const SAMPLES = 2;
/** Samples of each ACS line that teach: those near the centre, which hold the signal. */
const TAUGHT = 64;
/** Of the mean of the normal equations' diagonal. */
const REGULARISATION = 1e-4;

/** @returns offsets of the nearest acquired lines around a missing one, ascending */
function neighbours(lines: Uint8Array, line: number): number[] {
  const offsets: number[] = [];
  for (const way of [-1, 1]) {
    let found = 0;
    for (let at = line + way; at >= 0 && at < lines.length && found < LINES; at += way) {
      if (lines[at] === 0) continue;
      offsets.push(at - line);
      found++;
    }
  }
  return offsets.sort((a, b) => a - b);
}

/** @returns the places for the kernel in the ACS: those lines whose neighbours, and they themselves, lie in it */
function placesIn(acs: { begin: number; end: number }, offsets: readonly number[]): { begin: number; end: number } {
  return { begin: acs.begin + Math.max(0, -offsets[0]!), end: acs.end - Math.max(0, offsets.at(-1)!) };
}

/** Leaves out the farthest neighbours until the ACS teaches the rest. */
function teachable(acs: { begin: number; end: number }, all: readonly number[], coils: number, readout: number): number[] {
  const offsets = [...all];
  const taught = Math.min(readout, TAUGHT) - 2 * SAMPLES;
  while (offsets.length > 0) {
    const { begin, end } = placesIn(acs, offsets);
    if ((end - begin) * taught >= coils * offsets.length * (2 * SAMPLES + 1)) return offsets;
    offsets.splice(-offsets[0]! > offsets.at(-1)! ? 0 : offsets.length - 1, 1);
  }
  return offsets;
}

/** Writes the neighbours of one place, coil by coil, line by line: unknowns complex. Beyond k-space they are 0. */
function gather(to: Float64Array, at: number, samples: CoilSamples, offsets: readonly number[], line: number, sample: number): void {
  const { coils, phase, readout, data } = samples;
  let next = at;
  for (let coil = 0; coil < coils; coil++) {
    for (let o = 0; o < offsets.length; o++) {
      const row = (coil * phase + line + offsets[o]) * readout;
      for (let j = sample - SAMPLES; j <= sample + SAMPLES; j++, next += 2) {
        const inside = j >= 0 && j < readout;
        to[next] = inside ? data[2 * (row + j)] : 0;
        to[next + 1] = inside ? data[2 * (row + j) + 1] : 0;
      }
    }
  }
}

/** @returns weights, unknowns x coils complex */
function calibrate(samples: CoilSamples, acs: { begin: number; end: number }, offsets: readonly number[]): Float64Array {
  const { coils, phase, readout, data } = samples;
  const unknowns = coils * offsets.length * (2 * SAMPLES + 1);
  const { begin, end } = placesIn(acs, offsets);
  const width = Math.min(readout, TAUGHT) - 2 * SAMPLES;
  const first = Math.floor(readout / 2) - Math.floor(width / 2);
  const places = (end - begin) * width;
  const matrix = new Float64Array(2 * places * unknowns);
  const wanted = new Float64Array(2 * places * coils);
  for (let place = 0; place < places; place++) {
    const line = begin + Math.floor(place / width);
    const sample = first + (place % width);
    gather(matrix, 2 * place * unknowns, samples, offsets, line, sample);
    for (let coil = 0; coil < coils; coil++) {
      const from = 2 * ((coil * phase + line) * readout + sample);
      wanted[2 * (place * coils + coil)] = data[from];
      wanted[2 * (place * coils + coil) + 1] = data[from + 1];
    }
  }
  return leastSquares(matrix, wanted, { equations: places, unknowns, sides: coils, regularisation: REGULARISATION });
}

/** Fills one missing line of every coil. */
function fill(out: Float64Array, samples: CoilSamples, offsets: readonly number[], weights: Float64Array, line: number): void {
  const { coils, phase, readout } = samples;
  const unknowns = weights.length / 2 / coils;
  const near = new Float64Array(2 * unknowns);
  const sums = new Float64Array(2 * coils);
  for (let sample = 0; sample < readout; sample++) {
    gather(near, 0, samples, offsets, line, sample);
    sums.fill(0);
    for (let u = 0, w = 0; u < 2 * unknowns; u += 2) {
      const re = near[u];
      const im = near[u + 1];
      for (let c = 0; c < 2 * coils; c += 2, w += 2) {
        sums[c] += re * weights[w] - im * weights[w + 1];
        sums[c + 1] += re * weights[w + 1] + im * weights[w];
      }
    }
    for (let coil = 0; coil < coils; coil++) {
      const to = 2 * ((coil * phase + line) * readout + sample);
      out[to] = sums[2 * coil];
      out[to + 1] = sums[2 * coil + 1];
    }
  }
}

/**
 * @param samples k-space
 * @returns phase x readout magnitudes
 * @throws MedqError E_USAGE where not whole lines were acquired, or no ACS teaches a kernel
 */
export function grappa(samples: CoilSamples): Float64Array {
  const lines = acquiredLines(samples, "grappa");
  const acs = centralRun(lines);
  const kernels = new Map<string, { offsets: number[]; weights: Float64Array }>();
  const data = sharedCopy(samples.data);
  for (let line = 0; line < lines.length; line++) {
    if (lines[line] === 1) continue;
    const offsets = teachable(acs, neighbours(lines, line), samples.coils, samples.readout);
    if (offsets.length === 0) {
      throw new MedqError(
        "E_USAGE",
        `Expected an ACS band wide enough to calibrate a kernel for line ${line}, got ${acs.end - acs.begin} lines`,
        "mri reconstruction grappa",
        "Keep a wider ACS band, or reconstruct with sense or zero-filled.",
      );
    }
    const name = offsets.join();
    const kernel = kernels.get(name) ?? { offsets, weights: calibrate(samples, acs, offsets) };
    kernels.set(name, kernel);
    fill(data, samples, offsets, kernel.weights, line);
  }
  return zeroFilled({ ...samples, data });
}
