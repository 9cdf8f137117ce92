/**
 * Tube current modulated wrongly: the current falls in the very directions in which the body is thickest.
 *
 *   a(beta) = a_min^(sin^2(beta - beta_0))        a: photons emitted in the view / those of the full dose
 *   N = a N0 + (X - m) + sqrt(1 - a^2) sigma_e z       N0 = I0 exp(-p),   X ~ Poisson(m),  m = a (1 - a) N0,  z ~ normal
 *   p' = -ln(max(N, 1) / (a I0))
 *
 * A modulation that was planned for another position of the arms, or for the patient turned on the side, starves the lateral views (a right
 * one takes the current of the views from the front down to 0.2 to 0.4). Their noise is streaks along their rays: from side to side. The tube
 * feeds whole fans. beta_0, the direction of the full dose, is front to back, up to a drawn error of some degrees. A given image keeps its own
 * noise and gets what is missing, as in ct/low-dose.
 *
 * `drawn`: `direction`, beta_0 less the view from the front [deg].
 *
 * Not modelled: modulation along the axis of the body, limits of the tube.
 *
 * Sources: Gies et al., Med. Phys. 26 (1999) 2235 (modulation over the angle); Yu et al., J. Comput. Assist. Tomogr. 36 (2012) 477
 * (noise insertion).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log, PI, sin } from "../signal/math.ts";
import { thinned } from "./dose/thinned.ts";
import { fanReadings } from "./modality.ts";

/** @returns photons emitted in each view / those of the full dose */
export function currentProfile(angles: Float64Array, least: number, direction: number): Float64Array {
  const strength = log(least);
  return angles.map((angle) => {
    const sine = sin(angle - direction);
    return exp(strength * sine * sine);
  });
}

/** How far from front to back the full dose may lie [rad]. */
const ERROR = (10 * PI) / 180;

export default defineDegradation({
  version: 2,
  title: "tube current modulated against the body's shape",
  attribute: "streaky noise",
  domain: fanReadings,
  parameters: {
    leastCurrent: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 0.2,
      moderate: 0.06,
      severe: 0.015,
      means: "least tube current of any view / the greatest",
    }),
    electronicNoise: constant({ unit: "photons", value: 5, means: "standard deviation of the detector's electronic noise" }),
  },
  effective: { meanCurrent: { unit: "1", means: "mean tube current over the views / the greatest" } },
  looksLike: {
    sign: "noise drawn out into fine horizontal streaks from side to side through the thickest part of the body",
    mild: "slightly streaky grain from side to side",
    moderate: "plain horizontal streaks through the body, densest between bones at its sides",
    severe: "heavy horizontal streaks from side to side that cover the body",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through a slightly streaky grain",
    moderate: "{fine} are crossed by streaks, while {coarse} stay clear",
    severe: "{fine} are lost beneath streaks and even {coarse} have ragged borders",
  },
  confusedWith: ["ct/photon-starvation", "ct/low-dose", "ct/image-noise", "ct/bow-tie-miscentring"],
  references: [
    "Gies et al., Med. Phys. 26 (1999) 2235",
    "Yu, Shiung, Jondal, McCollough, J. Comput. Assist. Tomogr. 36 (2012) 477. doi:10.1097/RCT.0b013e318258e891",
  ],
  degrade(sample, { leastCurrent, electronicNoise }, random) {
    const { angles, binCount } = sample.geometry;
    const direction = random.stream("direction").range(-ERROR, ERROR);
    // The view at the angle 0 looks along y, from front to back.
    const shares = currentProfile(angles, Math.min(leastCurrent, 1), direction);
    const perReading = new Float64Array(sample.data.length);
    for (let view = 0; view < shares.length; view++) perReading.fill(shares[view], view * binCount, (view + 1) * binCount);
    let sum = 0;
    for (const share of shares) sum += share;
    return {
      sample: { ...sample, data: thinned(sample, perReading, electronicNoise, random) },
      drawn: { direction: (180 * direction) / PI },
      effective: { meanCurrent: sum / shares.length },
    };
  },
});
