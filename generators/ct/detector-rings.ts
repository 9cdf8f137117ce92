/**
 * Detector rings: elements whose gain drifted since the last calibration count a constant share too many or too few in every view.
 *
 *   I'(u) = (1 + e_u) I(u)        p'(theta, u) = p(theta, u) - (ln(1 + e_u) + ln(1 + e_v)) / 2
 *   e_u = s g_u,  g_u standard normal, three times as large for about one element in forty
 *
 * A bin at distance s from the axis is tangent to the circle of that radius in every view, so its error adds up there. Over half a turn
 * that is half a circle. A scanner turns fully and measures each ray twice, the second time with the element v on the other side of the
 * axis (s_v = -s_u); both are averaged, which closes the circle around the axis of rotation, the centre of the image array.
 * Strongest near the axis, where the circles are small.
 *
 * Not modelled: a quarter-element offset of the detector, response that depends on energy or is not linear, afterglow, reconstruction
 * off centre, the scanner's own ring correction.
 *
 * Sources: Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247; Barrett and Keat, RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { log } from "../signal/math.ts";
import { sinogram } from "./modality.ts";

const STRONG_SHARE = 1 / 40;
const STRONG_FACTOR = 3;

export default defineDegradation({
  version: 2,
  title: "detector gain errors",
  attribute: "ring artefacts",
  domain: sinogram,
  parameters: {
    gainError: ladder({
      unit: "%",
      none: 0,
      mild: 0.5,
      moderate: 1.8,
      severe: 4.5,
      means: "standard deviation of an ordinary element's gain error",
    }),
  },
  effective: {
    gainError: { unit: "%", means: "root mean square of all elements' gain errors" },
    largestGainError: { unit: "%", means: "largest gain error of any element" },
  },
  looksLike: {
    sign: "concentric circles around the centre of the image, alternately brighter and darker",
    mild: "faint thin circles near the centre of the image",
    moderate: "plain concentric circles around the centre of the image, drawn over the anatomy",
    severe: "strong bright and dark concentric circles that cover the anatomy like a target",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint circles across them",
    moderate: "{fine} are crossed by circles near the centre, while {coarse} stay clear",
    severe: "{fine} are lost beneath the circles and even {coarse} are overlaid by them",
  },
  confusedWith: ["ct/detector-gap", "ct/field-of-view-truncation"],
  references: [
    "Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247. doi:10.1088/0031-9155/49/14/N06",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { gainError }, random) {
    const { binCount } = sample.geometry;
    const gain = random.stream("gain");
    const strength = random.stream("strength");
    const errors = Float64Array.from({ length: binCount }, () => {
      const error = (gainError / 100) * gain.normal() * (strength.uniform() < STRONG_SHARE ? STRONG_FACTOR : 1);
      return Math.max(error, -0.95);
    });
    const shift = errors.map((error, bin) => (log(1 + error) + log(1 + errors[binCount - 1 - bin])) / 2);
    const data = sample.data.map((integral, at) => integral - shift[at % binCount]);
    const largest = errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0);
    const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / binCount;
    return {
      sample: { ...sample, data },
      drawn: { gainErrors: Array.from(errors) },
      effective: { gainError: 100 * Math.sqrt(meanSquare), largestGainError: 100 * largest },
    };
  },
});
