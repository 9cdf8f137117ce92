/**
 * Radio-frequency interference: a transmitter or a switching supply near the scanner sends in bursts, and each burst that falls into the
 * readout of a line weaves a band of stripes into the image.
 *
 *   y'_c(k, j) = y_c(k, j) + sum over b of A exp(i p_b) [k = k_b] exp(-(j - j_b)^2 / (2 s^2)) exp(-2 pi i (x_b - c)(j - j_b) / R)
 *   image'(y, x) = image(y, x) + sum over b of A' exp(i q_b) exp(-(x - x_b)^2 / (2 w^2)) exp(2 pi i (k_b y / P + j_b x / R))
 *   w = R / (2 pi s)
 *
 * A burst is a tone of its own frequency, modulated in amplitude: x_b, where that frequency lies along the readout, is the middle of the
 * band, and the shorter the burst (s samples), the wider the band. The line k_b and the moment j_b at which it falls decide how close and
 * how slanted the stripes are; where there is no signal to beat with, the band is even. A burst of one frequency in every line would be a
 * zipper, one of no duration a spike. A is such that all bursts have the energy a^2 E, E that of k-space; each has the same, in every coil
 * alike. Only samples that were acquired hold them.
 *
 * `drawn`: of each burst the place of its frequency / field of view; line and moment from the centre of k-space / number of lines and of
 * samples; its phase [deg].
 *
 * Not modelled: sources nearer to one coil than to another, bursts longer than a line, the receiver's filter.
 *
 * Sources: Zhuo and Gullapalli, RadioGraphics 26 (2006) 275; Graves and Mitchell, J. Magn. Reson. Imaging 38 (2013) 269.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, exp, LN2, sinTurns, TWO_PI } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { acquiredOf } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalOf } from "./tissue/signal.ts";

export interface Burst {
  /** Place of its frequency along the readout, from the centre / field of view. */
  readonly place: number;
  /** Line from the centre of k-space / number of lines. */
  readonly line: number;
  /** Its middle, from the centre of the line / number of samples. */
  readonly moment: number;
  /** Phase in its middle [turns]. */
  readonly turns: number;
}

/** Stripes along phase encoding [cycles/pixel]: 20 to 3 pixels apart. */
const LOWEST = 0.05;
const HIGHEST = 0.33;
/** They lean by at most that along the readout [cycles/pixel]. */
const LEANING = 0.12;
/** Bands lie within that part of the field of view, either way from its centre. */
const REACH = 0.34;

/** One burst of `count` has its band in its own part of the field of view. */
function drawBurst(stream: RandomStream, index: number, count: number): Burst {
  const place = REACH * ((2 * (index + stream.uniform())) / count - 1);
  const line = stream.sign() * stream.range(LOWEST, HIGHEST);
  return { place, line, moment: stream.range(-LEANING, LEANING), turns: stream.uniform() };
}

/** @param width of the band: standard deviation of its amplitude / field of view @returns complex samples of a line, of unit energy */
export function burstSamples(readout: number, { place, moment, turns }: Burst, width: number): Float64Array {
  const samples = new Float64Array(2 * readout);
  const middle = moment * readout;
  const centre = Math.floor(readout / 2);
  let energy = 0;
  for (let j = 0; j < readout; j++) {
    const away = j - centre - middle;
    const size = exp(-0.5 * (TWO_PI * width * away) * (TWO_PI * width * away));
    const angle = turns - place * away;
    samples[2 * j] = size * cosTurns(angle);
    samples[2 * j + 1] = size * sinTurns(angle);
    energy += size * size;
  }
  const scale = 1 / Math.sqrt(energy);
  for (let i = 0; i < samples.length; i++) samples[i] *= scale;
  return samples;
}

/** @returns new samples with a burst of that norm in each coil */
export function disturbed(samples: CoilSamples, bursts: readonly Burst[], width: number, norm: number): CoilSamples {
  const { coils, phase, readout } = samples;
  const acquired = acquiredOf(samples);
  const data = samples.data.slice();
  for (const burst of bursts) {
    const tone = burstSamples(readout, burst, width);
    const line = Math.min(Math.max(Math.floor(phase / 2) + Math.round(burst.line * phase), 0), phase - 1);
    for (let coil = 0; coil < coils; coil++) {
      for (let j = 0, at = 2 * (coil * phase + line) * readout; j < readout; j++, at += 2) {
        if (acquired[line * readout + j] === 0) continue;
        data[at] += norm * tone[2 * j];
        data[at + 1] += norm * tone[2 * j + 1];
      }
    }
  }
  return { ...samples, data };
}

function energyOf(data: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

export default defineDegradation({
  version: 2,
  title: "bursts of radio-frequency interference",
  attribute: "interference stripes",
  domain: kSpace,
  parameters: {
    amplitude: ladder({
      unit: "1",
      none: 0,
      mild: 0.07,
      moderate: 0.22,
      severe: 0.7,
      means: "root of the energy of all bursts / root of the energy of k-space",
    }),
    bursts: constant({ unit: "bursts", value: 3, means: "bursts during the scan, each with a frequency of its own" }),
    width: constant({
      unit: "1",
      value: 0.05,
      means: "standard deviation of the amplitude across a band / field of view",
    }),
  },
  effective: {
    stripeAmplitude: { unit: OF_BRIGHTEST, means: "amplitude of the stripes in the middle of a band, of all coils together" },
    duration: { unit: "us", means: "full width of a burst in time at half of its amplitude" },
  },
  looksLike: {
    sign: "bands of regular stripes over the tissue, like corduroy, that go on as plain grey bands in the background",
    mild: "faint bands of fine stripes in even tissue, and a trace of grey bands in the background",
    moderate: "obvious bands of regular stripes across the tissue, grey bands in the background, both clear between the bands",
    severe: "strong bands of stripes that leave little of the image between them",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, in places under faint stripes",
    moderate: "{fine} are crossed by stripes within the bands and visible between them, while {coarse} remain clear",
    severe: "{fine} are hidden within the bands and {coarse} are hard to make out through them",
  },
  confusedWith: ["mri/flow-ghost", "mri/zipper", "mri/spike-noise"],
  references: [
    "Zhuo and Gullapalli, RadioGraphics 26 (2006) 275. doi:10.1148/rg.261055134",
    "Graves and Mitchell, J. Magn. Reson. Imaging 38 (2013) 269. doi:10.1002/jmri.24288",
  ],
  degrade(samples: CoilSamples, { amplitude, bursts, width }, random) {
    const { coils, phase, readout, timing } = samples;
    const count = Math.max(Math.round(bursts), 1);
    const stream = random.stream("bursts");
    const drawn = Array.from({ length: count }, (_, index) => drawBurst(stream, index, count));
    const norm = amplitude * Math.sqrt(energyOf(samples.data) / (coils * count));
    // Of unit energy, a Gaussian of deviation w R pixels in every one of P lines peaks at 1 / sqrt(P w R sqrt(pi)).
    const peak = 1 / Math.sqrt(phase * width * readout * Math.sqrt(TWO_PI / 2));
    const samplesWide = (2 * Math.sqrt(2 * LN2)) / (TWO_PI * width);
    return {
      sample: disturbed(samples, drawn, width, norm),
      drawn: {
        places: drawn.map(({ place }) => place),
        lines: drawn.map(({ line }) => line),
        moments: drawn.map(({ moment }) => moment),
        phasesDeg: drawn.map(({ turns }) => 360 * turns),
      },
      effective: {
        stripeAmplitude: ofBrightest(norm * peak * Math.sqrt(coils), signalOf(samples)),
        duration: (samplesWide / (timing.bandwidthPerPixel * readout)) * 1e6,
      },
    };
  },
});
