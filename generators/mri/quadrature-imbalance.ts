/**
 * Quadrature imbalance: the receiver's two channels differ in gain, or are not exactly a quarter of a turn apart.
 *
 *   Re y' = (1 - g / 2) Re y        Im y' = (1 + g / 2) (Im y cos p + Re y sin p)        y' = a y + b conj(y)
 *   a = (1 - g / 2 + (1 + g / 2) exp(i p)) / 2        b = (1 - g / 2 - (1 + g / 2) exp(-i p)) / 2        image' = a x(r) + b conj(x(-r))
 *
 * So a second image appears, turned by half a turn about the centre, |b / a| as bright. Receivers that sample the radio frequency itself
 * have no such channels; older ones do.
 *
 * Not modelled: imbalance that depends on the frequency, a different one in each coil's receiver, the offset that comes with it.
 *
 * Sources: Hoult and Richards, Proc. R. Soc. Lond. A 344 (1975) 311; Henkelman and Bronskill, Rev. Magn. Reson. Med. 2 (1987) 1.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** @param gain of the imaginary channel less that of the real one, their mean being 1 @param turns beyond a quarter of a turn @returns new samples */
export function imbalanced(samples: CoilSamples, gain: number, turns: number): CoilSamples {
  const real = 1 - gain / 2;
  const own = (1 + gain / 2) * cosTurns(turns);
  const other = (1 + gain / 2) * sinTurns(turns);
  const data = samples.data.slice();
  for (let at = 0; at < data.length; at += 2) {
    data[at + 1] = own * data[at + 1] + other * data[at];
    data[at] *= real;
  }
  return { ...samples, data };
}

export default defineDegradation({
  version: 1,
  title: "quadrature imbalance of the receiver",
  attribute: "ghosting",
  domain: kSpace,
  parameters: {
    gainError: ladder({
      unit: "%",
      none: 0,
      mild: 6,
      moderate: 20,
      severe: 60,
      means: "gain of the imaginary channel less that of the real one / their mean",
    }),
    phaseError: ladder({
      unit: "deg",
      none: 0,
      mild: 3,
      moderate: 10,
      severe: 30,
      means: "angle between the channels, less a quarter of a turn",
    }),
  },
  effective: { ghostToImage: { unit: "1", means: "magnitude of the turned image / magnitude of the image" } },
  looksLike: {
    sign: "one fainter second image, turned upside down and left to right about the centre of the field of view",
    mild: "a faint turned outline of the bright rim, best seen in the dark background",
    moderate: "a plain second image, turned by half a turn about the centre and laid over the first",
    severe: "a strong second image, turned by half a turn, that competes with the first",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a faint turned copy across them",
    moderate: "{fine} are overlaid by the turned copy, while {coarse} can still be followed",
    severe: "{fine} cannot be told from the turned copy and {coarse} appear twice",
  },
  confusedWith: ["mri/rigid-motion", "mri/cartesian-undersampling", "mri/thermal-noise", "display/jpeg-compression"],
  references: ["doi:10.1098/rspa.1975.0104", "Henkelman and Bronskill, Reviews of Magnetic Resonance in Medicine, 1987"],
  degrade(samples, { gainError, phaseError }) {
    const [gain, turns] = [gainError / 100, phaseError / 360];
    const [re, im] = [(1 + gain / 2) * cosTurns(turns), (1 + gain / 2) * sinTurns(turns)];
    const real = 1 - gain / 2;
    const ghost = Math.sqrt(((real - re) * (real - re) + im * im) / ((real + re) * (real + re) + im * im));
    return { sample: imbalanced(samples, gain, turns), drawn: {}, effective: { ghostToImage: ghost } };
  },
});
