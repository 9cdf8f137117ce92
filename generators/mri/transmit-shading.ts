/**
 * Transmit shading: at 3 T and above the radio wave is as short as the body, so the pulses turn the spins less at the periphery than in the
 * middle, and the middle of the image is bright.
 *
 *   m(r) = |x(r)| sin(90 deg b(r)) sin^2(180 deg b(r) / 2) = |x(r)| sin^3(90 deg b(r))      b = 1 - d w(r)
 *
 * Spin echo: excitation by 90 degrees and refocusing by 180, both calibrated where b = 1. w is a quadratic bowl about a drawn place near the
 * middle, elongated and turned as drawn, 0 there and 1 at the foreground's rim and beyond: the lowest order of a standing wave. A head loses
 * about 30 % at 3 T and 50 % or more at 7 T, an abdomen up to 50 % at 3 T.
 *
 * `drawn`: the middle, in half fields of view, along phase encoding and readout; the elongation of the bowl; the angle of its short axis [turns].
 *
 * Not modelled: longitudinal recovery that depends on the angle, the wave's nodes, several transmit channels, the receive side.
 *
 * Sources: Collins, Smith, Magn. Reson. Med. 45 (2001) 684 (signal of a high-field head coil); Hoult, J. Magn. Reson. Imaging 12 (2000) 46.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { type CoilSamples, object } from "./modality.ts";
import { multiplied, type Support, supportOf } from "./tissue/support.ts";

/** @param b transmit field over the calibrated one @returns signal of a spin echo over that of exact pulses */
export function spinEcho(b: number): number {
  const s = sinTurns(b / 4);
  return s * s * s;
}

/** Share of the foreground that lies within its rim: bright specks beyond do not count. */
const RIM = 0.98;

/** The bowl w: phase x readout, at most 1. */
function drawBowl(images: CoilSamples, { mask }: Support, random: RandomSource) {
  const { phase, readout, spacing } = images;
  const stream = random.stream("bowl");
  const middle = [stream.range(-0.12, 0.12), stream.range(-0.12, 0.12)];
  const elongation = stream.range(1, 1.5);
  const angle = stream.uniform();
  const half = Math.min(phase * spacing.phase, readout * spacing.readout) / 2;
  const c = cosTurns(angle);
  const s = sinTurns(angle);
  const bowl = new Float64Array(phase * readout);
  for (let line = 0, i = 0; line < phase; line++) {
    const v = ((line - phase / 2) * spacing.phase) / half - middle[0];
    for (let sample = 0; sample < readout; sample++, i++) {
      const u = ((sample - readout / 2) * spacing.readout) / half - middle[1];
      const short = elongation * (c * u + s * v);
      const long = c * v - s * u;
      bowl[i] = short * short + long * long;
    }
  }
  const within = bowl.filter((_, i) => mask[i] === 1).sort();
  const rim = within.length > 0 ? within[Math.floor(RIM * (within.length - 1))] : 0;
  if (rim > 0) for (let i = 0; i < bowl.length; i++) bowl[i] = Math.min(1, bowl[i] / rim);
  return { bowl, middle, elongation, angle };
}

export default defineDegradation({
  version: 2,
  title: "transmit shading at high field",
  attribute: "shading",
  domain: object,
  parameters: {
    drop: ladder({
      unit: "%",
      none: 0,
      mild: 20,
      moderate: 33,
      severe: 50,
      means: "fall of the transmit field from its middle to the foreground's rim / the field in the middle",
    }),
  },
  effective: {
    smallestSignal: { unit: "%", means: "signal at the foreground's rim / signal of exact pulses" },
    meanSignal: { unit: "%", means: "mean over the foreground of the signal / that of exact pulses" },
  },
  looksLike: {
    sign: "a bright middle of the image and a periphery that darkens evenly towards the rim",
    mild: "a periphery slightly darker than the middle",
    moderate: "a bright middle and a plainly dark periphery",
    severe: "a bright patch in the middle and a very dark periphery",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, slightly darker towards the rim",
    moderate: "{fine} near the rim are dim and equal tissues no longer look equal, while {coarse} remain visible",
    severe: "{fine} near the rim are hard to see in the dark, while those in the middle stay clear",
  },
  confusedWith: ["mri/banding", "mri/slice-cross-talk", "mri/converter-overflow", "mri/partial-fourier-homodyne"],
  visibleAloneFrom: "severe",
  references: ["Collins, Smith, Magn. Reson. Med. 45 (2001) 684", "Hoult, J. Magn. Reson. Imaging 12 (2000) 46"],
  degrade(images: CoilSamples, { drop }, random) {
    const support = supportOf(images);
    const { bowl, middle, elongation, angle } = drawBowl(images, support, random);
    const depth = Math.min(drop / 100, 1);
    let sum = 0;
    for (let i = 0; i < bowl.length; i++) {
      bowl[i] = spinEcho(1 - depth * bowl[i]);
      if (support.mask[i] === 1) sum += bowl[i];
    }
    return {
      sample: multiplied(images, bowl),
      drawn: { middle, elongation, angleTurns: angle },
      effective: { smallestSignal: 100 * spinEcho(1 - depth), meanSignal: support.count > 0 ? (100 * sum) / support.count : 100 },
    };
  },
});
