/**
 * Quadrature imbalance: the receiver's two channels differ in gain, or are not exactly a quarter of a turn apart.
 *
 *   Re y' = (1 - g / 2) Re y        Im y' = (1 + g / 2) (Im y cos p + Re y sin p)        y' = a y + b conj(y)
 *   a = (1 - g / 2 + (1 + g / 2) exp(i p)) / 2        b = (1 - g / 2 - (1 + g / 2) exp(-i p)) / 2        image' = a x(r) + b conj(x(2 c - r))
 *
 * So a second image appears, turned by half a turn about c, |b / a| as bright. Along the readout c is the middle of the field of view, where the
 * receiver is tuned. Along phase encoding it is the isocentre: a field of view off centre is moved only after the channels, by phases from line
 * to line, so that a head in the middle of its image does not hide its copy. Receivers that sample the radio frequency itself have no such
 * channels; older ones do.
 *
 * `drawn`: `isocentre`, from the middle of the field of view along phase encoding / field of view.
 *
 * Not modelled: imbalance that depends on the frequency, a different one in each coil's receiver, the offset that comes with it.
 *
 * Sources: Hoult and Richards, Proc. R. Soc. Lond. A 344 (1975) 311; Henkelman and Bronskill, Rev. Magn. Reson. Med. 2 (1987) 1.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { turnLines } from "./periodic-ghosting.ts";

/** Isocentre from the middle of the field of view / field of view. */
const NEAREST = 0.04;
const FARTHEST = 0.12;

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
  version: 2,
  title: "quadrature imbalance of the receiver",
  attribute: "ghosting",
  domain: kSpace,
  parameters: {
    gainError: ladder({
      unit: "%",
      none: 0,
      mild: 5,
      moderate: 14,
      severe: 36,
      means: "gain of the imaginary channel less that of the real one / their mean",
    }),
    phaseError: ladder({
      unit: "deg",
      none: 0,
      mild: 3,
      moderate: 8,
      severe: 20,
      means: "angle between the channels, less a quarter of a turn",
    }),
  },
  effective: { ghostToImage: { unit: "1", means: "magnitude of the turned image / magnitude of the image" } },
  looksLike: {
    sign: "one fainter second image, turned upside down and left to right",
    mild: "one faint turned outline of the bright rim, best seen in the dark background",
    moderate: "one turned second image, plain in the background and faint over the tissue",
    severe: "one bright turned second image in the background, whose borders cross the tissue",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a faint turned copy beside them",
    moderate: "{fine} remain visible, with borders of the turned copy across some of them",
    severe: "{fine} are crossed by the borders of the turned copy, while {coarse} can still be followed",
  },
  confusedWith: ["mri/simultaneous-multislice-leakage", "mri/wrap-around"],
  references: [
    "Hoult and Richards, Proc. R. Soc. Lond. A 344 (1975) 311. doi:10.1098/rspa.1975.0104",
    "Henkelman and Bronskill, Rev. Magn. Reson. Med. 2 (1987) 1",
  ],
  degrade(samples, { gainError, phaseError }, random) {
    const [gain, turns] = [gainError / 100, phaseError / 360];
    const [re, im] = [(1 + gain / 2) * cosTurns(turns), (1 + gain / 2) * sinTurns(turns)];
    const real = 1 - gain / 2;
    const ghost = Math.sqrt(((real - re) * (real - re) + im * im) / ((real + re) * (real + re) + im * im));
    const stream = random.stream("isocentre");
    const isocentre = stream.sign() * stream.range(NEAREST, FARTHEST);
    const centre = Math.floor(samples.phase / 2);
    // The isocentre lies in the middle while the channels act.
    const there = Float64Array.from({ length: samples.phase }, (_, line) => (line - centre) * isocentre);
    const back = there.map((each) => -each);
    return {
      sample: turnLines(imbalanced(turnLines(samples, there), gain, turns), back),
      drawn: { isocentre },
      effective: { ghostToImage: ghost },
    };
  },
});
