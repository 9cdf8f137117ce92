/**
 * Axial brain MR phantom: tissues with T1, T2 and proton density, imaged by a spin-echo or inversion-recovery equation into eight coils.
 *
 *   S = PD (1 - exp(-TR/T1)) exp(-TE/T2)                           spin echo (T1-, T2- and PD-weighted)
 *   S = PD |1 - 2 exp(-TI/T1) + exp(-TR/T1)| exp(-TE/T2)           FLAIR
 *   x_c = S_c S exp(i phi) + noise,   sum_c |S_c|^2 = 1
 *
 * The seed draws head shape, slice level, ventricles, cortical folding, contrast, coil placement and phase.
 * A clean scan has noise, too: signal-to-noise ratio about 90.
 *
 * Not modelled: pathology, vessels, spoiled gradient echoes, susceptibility.
 *
 * Sources: relaxation times at 1.5 T in round numbers after Stanisz et al., Magn. Reson. Med. 54 (2005) 507 and
 * Bottomley et al., Med. Phys. 11 (1984) 425.
 */
import type { Acquisition } from "../../sources/acquisition.ts";
import { definePhantom } from "../phantom.ts";
import { exp } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { birdcage } from "./mri/coils.ts";
import { drawHead, type Tissue, tissueAt } from "./mri/head.ts";

/** T1 [ms], T2 [ms], proton density [water = 1]. */
const TISSUES: Readonly<Record<Tissue, readonly [number, number, number]>> = {
  air: [1, 1, 0],
  scalp: [260, 95, 0.95],
  muscle: [900, 45, 0.8],
  bone: [400, 2, 0.08],
  marrow: [300, 60, 0.4],
  csf: [4200, 1800, 1],
  grey: [1050, 98, 0.84],
  white: [640, 76, 0.71],
  deep: [930, 84, 0.8],
};

interface Contrast {
  readonly name: string;
  /** [ms] */
  readonly repetition: number;
  readonly echo: number;
  readonly inversion: number;
}

function drawContrast(random: RandomSource): Contrast {
  const stream = random.stream("contrast");
  const kind = stream.integer(4);
  if (kind === 0) return { name: "T1", repetition: stream.range(450, 620), echo: stream.range(9, 15), inversion: 0 };
  if (kind === 1) return { name: "T2", repetition: stream.range(3800, 5200), echo: stream.range(88, 110), inversion: 0 };
  if (kind === 2) return { name: "PD", repetition: stream.range(2800, 3600), echo: stream.range(14, 28), inversion: 0 };
  return { name: "FLAIR", repetition: stream.range(8800, 9600), echo: stream.range(105, 130), inversion: stream.range(2350, 2550) };
}

function signalOf(tissue: Tissue, { repetition, echo, inversion }: Contrast): number {
  const [t1, t2, density] = TISSUES[tissue];
  const recovered = 1 - (inversion > 0 ? 2 * exp(-inversion / t1) : 0) + (inversion > 0 ? exp(-repetition / t1) : -exp(-repetition / t1));
  return density * Math.abs(recovered) * exp(-echo / t2);
}

/** Samples a pixel's tissues on a grid of this many points a side: partial volume at every border. */
const SUBSAMPLES = 2;
const NOISE = 1 / 90;
const FIELD_OF_VIEW = 0.23;

export default definePhantom({
  version: 1,
  draw(random) {
    const size = 224 + 16 * random.stream("matrix").integer(4);
    const head = drawHead(random);
    const contrast = drawContrast(random);
    const signals = Object.fromEntries(Object.keys(TISSUES).map((tissue) => [tissue, signalOf(tissue as Tissue, contrast)])) as Record<Tissue, number>;
    const signal = new Float64Array(size * size);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        let sum = 0;
        for (let sub = 0; sub < SUBSAMPLES * SUBSAMPLES; sub++) {
          const y = (2 * (row + (Math.floor(sub / SUBSAMPLES) + 0.5) / SUBSAMPLES)) / size - 1;
          const x = (2 * (column + ((sub % SUBSAMPLES) + 0.5) / SUBSAMPLES)) / size - 1;
          sum += signals[tissueAt(head, x, y)] * head.texture(x, y);
        }
        signal[row * size + column] = sum / (SUBSAMPLES * SUBSAMPLES);
      }
    }
    const { coils, data } = birdcage(signal, size, random);
    const noise = NOISE * meanOf(signal);
    const draws = random.stream("noise").fillNormal(new Float64Array(data.length));
    const acquisition: Acquisition = {
      quantity: "mr-complex",
      coils,
      rows: size,
      columns: size,
      channels: 1,
      complex: true,
      data: data.map((value, i) => value + noise * draws[i]),
      spacing: { row: FIELD_OF_VIEW / size, column: FIELD_OF_VIEW / size },
      scanner: {
        Modality: "MR",
        MagneticFieldStrength: 1.5,
        RepetitionTime: Math.round(contrast.repetition),
        EchoTime: Math.round(contrast.echo),
        ...(contrast.inversion > 0 && { InversionTime: Math.round(contrast.inversion) }),
        SliceThickness: 5,
        InPlanePhaseEncodingDirection: random.stream("phase encoding").integer(2) === 0 ? "COL" : "ROW",
      },
    };
    return { acquisition, anatomy: "brain", structures: head.structures };
  },
});

function meanOf(signal: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of signal) {
    if (value <= 0.02) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
