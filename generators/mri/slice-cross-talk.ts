/**
 * Cross-talk of sections: spins that another section's pulse turned a moment ago have not recovered when this section is excited.
 *
 *   m(r) = |x(r)| (1 - s p(r))      s = exp(-t / T1)      p(r) = max over j of (erf((d_j + w / 2) / e) - erf((d_j - w / 2) / e)) / 2
 *
 * Three parallel sections of another stack, w thick and half of that apart, cut through this one, as stacks along the discs of the spine do
 * behind it: d_j is the distance from the middle of each. A 90 degree pulse leaves no longitudinal magnetisation, so that after the time t the
 * share exp(-t / T1) of it is still missing. The profile of a real pulse falls off over e on either side, an eighth of w.
 * T1 = 900 ms, of tissue at 1.5 T, stands for all of it.
 *
 * `drawn`: the place that the middle band goes through, in lines and samples; `angleTurns`, its direction.
 *
 * Not modelled: T1 of each tissue, saturation of neighbours within one stack, which darkens whole sections, flip angles other than 90 degrees.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 11.5 (cross-talk and the order of sections).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, erf, log, sinTurns } from "../signal/math.ts";
import { type CoilSamples, object } from "./modality.ts";
import { outside } from "./tissue/fat.ts";
import { multiplied, placeWithin, shownMask, supportOf } from "./tissue/support.ts";

/** [s] */
const T1 = 0.9;
const SECTIONS = 3;
/** From one section's middle to the next / their thickness. */
const DISTANCE = 1.5;
/** Fall of the profile / thickness. */
const EDGE = 1 / 8;

export interface Stack {
  /** Where the middle section cuts, in lines and samples. */
  readonly line: number;
  readonly sample: number;
  /** Direction of the cut [turns], 0 along the lines. */
  readonly turns: number;
  /** [m] */
  readonly thickness: number;
}

/** @returns how much of each pixel the other sections excited, 0 .. 1: phase x readout */
export function excited({ phase, readout, spacing }: CoilSamples, { line: top, sample: left, turns, thickness }: Stack): Float64Array {
  const normalDown = cosTurns(turns);
  const normalAcross = -sinTurns(turns);
  const share = new Float64Array(phase * readout);
  for (let line = 0, i = 0; line < phase; line++) {
    for (let sample = 0; sample < readout; sample++, i++) {
      const distance = (line - top) * spacing.phase * normalDown + (sample - left) * spacing.readout * normalAcross;
      for (let section = 0; section < SECTIONS; section++) {
        const d = distance / thickness - DISTANCE * (section - (SECTIONS - 1) / 2);
        if (d > -1.5 && d < 1.5) share[i] = Math.max(share[i], (erf((d + 0.5) / EDGE) - erf((d - 0.5) / EDGE)) / 2);
      }
    }
  }
  return share;
}

export default defineDegradation({
  version: 1,
  title: "cross-talk of crossing sections",
  attribute: "saturation bands",
  domain: object,
  parameters: {
    saturation: ladder({
      unit: "%",
      none: 0,
      mild: 22,
      moderate: 50,
      severe: 92,
      means: "longitudinal magnetisation that is missing where another section was excited before",
    }),
    thickness: constant({ unit: "mm", value: 6, means: "thickness of the other sections" }),
  },
  effective: {
    recoveryTime: { unit: "ms", means: "time since the other sections' pulse, at a T1 of 900 ms; 0 without saturation" },
    area: { unit: "mm^2", means: "area of the image that lost more than half of what it loses at most" },
  },
  looksLike: {
    sign: "straight dark parallel bands of even width right across the image, through tissue of every kind alike",
    mild: "slightly darker straight bands across the image",
    moderate: "plainly dark straight bands across the image",
    severe: "black straight bands across the image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through slightly darker bands",
    moderate: "{fine} within the bands are dim, while they stay clear beside them",
    severe: "{fine} within the bands are lost, and so are {coarse}, while both stay clear beside them",
  },
  confusedWith: ["mri/banding", "mri/transmit-shading"],
  local: true,
  references: ["Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 11.5"],
  degrade(images: CoilSamples, { saturation, thickness }, random) {
    const { readout, spacing } = images;
    const stream = random.stream("stack");
    const support = supportOf(images);
    const place = placeWithin(support, stream.uniform());
    const turns = stream.uniform();
    const line = Math.floor(place / readout);
    const sample = place % readout;
    const share = excited(images, { line, sample, turns, thickness: thickness * 1e-3 });
    // The noise of the air around the body is not magnetised: no pulse darkens it.
    const air = outside(support, images, Math.sqrt(images.phase * spacing.phase * readout * spacing.readout));
    for (let i = 0; i < share.length; i++) if (air[i] === 1) share[i] = 0;
    const lost = Math.min(saturation / 100, 1);
    const mask = Uint8Array.from(share, (value) => (value > 0.5 ? 1 : 0));
    const area = mask.reduce((sum, value) => sum + value, 0) * spacing.phase * spacing.readout * 1e6;
    return {
      sample: multiplied(
        images,
        share.map((value) => 1 - lost * value),
      ),
      drawn: { line, sample, angleTurns: turns },
      effective: { recoveryTime: lost > 0 ? -1e3 * T1 * log(lost) : 0, area },
      mask: shownMask(images, mask),
    };
  },
});
