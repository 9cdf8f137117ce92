/**
 * Axial brain MR phantom: tissues with T1, T2 and proton density, imaged by a fast-spin-echo equation into four coils.
 *
 *   S = PD (1 - exp(-TR/T1)) exp(-TE/T2)                        spin echo: T1-, T2- and PD-weighted
 *   S = PD |1 - 2 exp(-TI/T1) + exp(-TR/T1)| exp(-TE/T2)        inversion recovery: FLAIR, and T1-weighted
 *   x_c = S_c S exp(i phi) + noise,   sum_c |S_c|^2 = 1
 *
 * The seed draws head, section, folding, contrast, field strength, coils and phase. The tissues are drawn at twice the matrix and
 * averaged: partial volume. A clean scan has noise, too: mean tissue signal / standard deviation per channel = 150.
 *
 * Not modelled: pathology, flow, gradient echoes, susceptibility, chemical shift, truncation (samples are area averages).
 *
 * Sources, in round numbers: 1.5 T Kwan, Evans, Pike, IEEE Trans. Med. Imaging 18 (1999) 1085; 3 T Wansapura et al., J. Magn. Reson.
 * Imaging 9 (1999) 531 and Stanisz et al., Magn. Reson. Med. 54 (2005) 507; CSF Hopkins et al., Magn. Reson. Med. 3 (1986) 303.
 */
import type { Acquisition } from "../../sources/acquisition.ts";
import { definePhantom } from "../phantom.ts";
import { exp } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { birdcage } from "./mri/coils.ts";
import { drawHead, type Signals, TISSUES, type Tissue } from "./mri/head.ts";

type FieldStrength = 1.5 | 3;

/** T1 at 1.5 T, at 3 T, T2 at 1.5 T, at 3 T [ms], proton density [water = 1]. */
const RELAXATION: Readonly<Record<Tissue, readonly [number, number, number, number, number]>> = {
  skin: [800, 950, 40, 36, 0.55],
  fat: [290, 380, 75, 70, 0.7],
  muscle: [950, 1300, 45, 40, 0.8],
  bone: [600, 700, 2, 2, 0.15],
  marrow: [330, 420, 55, 50, 0.5],
  csf: [4200, 4300, 1800, 1700, 1],
  grey: [870, 1330, 95, 91, 0.85],
  white: [560, 840, 82, 72, 0.75],
  striatum: [840, 1260, 85, 76, 0.83],
  thalamus: [760, 1150, 83, 75, 0.81],
  pallidum: [680, 1000, 60, 50, 0.77],
  choroid: [1400, 1700, 110, 100, 0.85],
  // Flows out of the section between excitation and echo.
  blood: [1300, 1600, 10, 10, 0.25],
};

/** Times [ms]. */
interface Contrast {
  readonly repetition: number;
  readonly echo: number;
  /** 0: no inversion. */
  readonly inversion: number;
  readonly fatSuppressed: boolean;
}

function drawContrast(random: RandomSource, field: FieldStrength): Contrast {
  const stream = random.stream("contrast");
  const kind = stream.integer(5);
  const fatSuppressed = stream.uniform() < 0.45;
  const time = (low: number, high: number): number => Math.round(stream.range(low, high));
  // T1-weighted spin echo, T2- and proton-density-weighted fast spin echo, T1-weighted inversion recovery, FLAIR.
  if (kind === 0) return { repetition: time(430, 560), echo: time(9, 14), inversion: 0, fatSuppressed };
  if (kind === 1) return { repetition: time(3800, 5200), echo: time(86, 108), inversion: 0, fatSuppressed };
  if (kind === 2) return { repetition: time(2300, 3400), echo: time(12, 24), inversion: 0, fatSuppressed };
  const greyNearNull = field === 3 ? 950 : 700;
  if (kind === 3) return { repetition: time(1900, 2200), echo: time(9, 14), inversion: greyNearNull + time(-30, 60), fatSuppressed };
  return { repetition: time(8800, 9600), echo: time(100, 125), inversion: time(2380, 2520), fatSuppressed };
}

function signalsOf({ repetition, echo, inversion, fatSuppressed }: Contrast, field: FieldStrength): Signals {
  const signal = (tissue: Tissue): number => {
    const [t1Low, t1High, t2Low, t2High, density] = RELAXATION[tissue];
    const [t1, t2] = field === 3 ? [t1High, t2High] : [t1Low, t2Low];
    const recovered = inversion > 0 ? 1 - 2 * exp(-inversion / t1) + exp(-repetition / t1) : 1 - exp(-repetition / t1);
    const suppressed = fatSuppressed && (tissue === "fat" || tissue === "marrow") ? 0.15 : 1;
    return suppressed * density * Math.abs(recovered) * exp(-echo / t2);
  };
  return Object.fromEntries(TISSUES.map((tissue) => [tissue, signal(tissue)])) as Signals;
}

/** Samples of the drawing along a side of each pixel. */
const SUBSAMPLES = 2;
/** Mean tissue signal over the standard deviation of the noise in each channel. */
const SIGNAL_TO_NOISE = 150;

/** Largest deviation from an even receive sensitivity: what a scanner's own correction leaves. */
const SHADING = 0.05;

/** Multiplies by a smooth field, strongest towards one side. signal: size x size, in place */
function shade(signal: Float64Array, size: number, random: RandomSource): void {
  const stream = random.stream("shading");
  const [across, down, centre] = [stream.range(-1, 1), stream.range(-1, 1), stream.range(-1, 1)];
  for (let i = 0; i < signal.length; i++) {
    const x = (2 * (i % size)) / size - 1;
    const y = (2 * Math.floor(i / size)) / size - 1;
    signal[i] *= 1 + (SHADING * (across * x + down * y + centre * (x * x + y * y))) / 2;
  }
}

/** Averages squares of SUBSAMPLES x SUBSAMPLES samples. @returns size x size */
function averaged(fine: Float64Array, size: number): Float64Array {
  const coarse = new Float64Array(size * size);
  const side = size * SUBSAMPLES;
  for (let i = 0; i < fine.length; i++) coarse[Math.floor(i / side / SUBSAMPLES) * size + Math.floor((i % side) / SUBSAMPLES)] += fine[i];
  return coarse.map((sum) => sum / (SUBSAMPLES * SUBSAMPLES));
}

function meanTissue(signal: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of signal) {
    if (value <= 0.02) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

export default definePhantom({
  version: 2,
  draw(random) {
    const stream = random.stream("scan");
    const size = 224 + 16 * stream.integer(5);
    const fieldOfView = stream.range(0.22, 0.24);
    const field: FieldStrength = stream.integer(2) === 0 ? 1.5 : 3;
    const contrast = drawContrast(random, field);
    const grid = { size: size * SUBSAMPLES, pitch: (fieldOfView * 1000) / (size * SUBSAMPLES) };
    const { signal: fine, structures } = drawHead(random, grid, signalsOf(contrast, field));
    const signal = averaged(fine, size);
    shade(signal, size, random);
    const { coils, data } = birdcage(signal, size, random);
    const noise = meanTissue(signal) / SIGNAL_TO_NOISE;
    const draws = random.stream("noise").fillNormal(new Float64Array(data.length));
    const acquisition: Acquisition = {
      quantity: "mr-complex",
      coils,
      rows: size,
      columns: size,
      channels: 1,
      complex: true,
      data: data.map((value, i) => value + noise * draws[i]),
      spacing: { row: fieldOfView / size, column: fieldOfView / size },
      scanner: {
        Modality: "MR",
        ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
        MagneticFieldStrength: field,
        ScanningSequence: contrast.inversion > 0 ? "IR" : "SE",
        ...(contrast.fatSuppressed && { ScanOptions: "FS" }),
        RepetitionTime: contrast.repetition,
        EchoTime: contrast.echo,
        ...(contrast.inversion > 0 && { InversionTime: contrast.inversion }),
        FlipAngle: 90,
        PixelBandwidth: 130 + 10 * stream.integer(12),
        SliceThickness: 5,
        InPlanePhaseEncodingDirection: stream.integer(2) === 0 ? "COL" : "ROW",
      },
    };
    return { acquisition, anatomy: "brain", structures };
  },
});
