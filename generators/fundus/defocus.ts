/**
 * Defocus: the camera's correction for the patient's refraction is wrong by D, so that a point of the retina spreads over a disc.
 *
 *   L' = L * disc(r)       blur angle (diameter) = pupil [m] x |D| [1/m]  rad       r = blur angle / (2 angle per pixel)
 *   angle per pixel = pixel size on the retina / 17 mm (nodal distance of the reduced eye) where the image states it,
 *                     else field angle / width of the lit field in pixels
 *
 * The disc acts on light. The edge of the black surround is a stop in the camera and stays sharp: see signal/scene.ts. Below a radius of
 * one pixel the grid carries only the disc's second moment, r^2 / 4 along each axis, which then goes to the four neighbours.
 * Nothing is drawn: either sign of D blurs alike.
 *
 * Not modelled: diffraction and the eye's aberrations (the clean image has them), field curvature, change of magnification.
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { constant, ladder } from "../severity.ts";
import { discSpread, type PointSpread } from "../signal/convolve.ts";
import { PI } from "../signal/math.ts";
import { blurScene, sceneOf } from "../signal/scene.ts";

/** Distance from the nodal point of the reduced eye to its retina [m]. */
const NODAL_DISTANCE = 17e-3;
/** Sizes of a pixel that can be meant on a retina [m]: beyond them the file speaks of something else. */
const PLAUSIBLE = { least: 1e-6, most: 100e-6 };

/** @returns pixels between the first and the last column or row with retina, whichever is more */
function fieldWidth(light: LinearLight): number {
  const { rows, columns } = light;
  const scene = sceneOf(light);
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let i = 0; i < scene.length; i++) {
    if (scene[i] === 0) continue;
    const [row, column] = [Math.floor(i / columns), i % columns];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  }
  return Math.max(bottom - top, right - left) + 1;
}

/** @param field width of the lit field [rad], for an image that states no size of its pixels @returns [rad] */
function anglePerPixel(light: LinearLight, field: number): number {
  const size = light.pixelSize;
  return size !== undefined && size >= PLAUSIBLE.least && size <= PLAUSIBLE.most ? size / NODAL_DISTANCE : field / fieldWidth(light);
}

/** A disc of any radius [px]: its second moment is right below one pixel, its shape above. */
function blurSpread(radius: number): PointSpread {
  if (radius >= 1) return discSpread(radius);
  const neighbour = (radius * radius) / 8;
  return { rows: 3, columns: 3, weights: Float64Array.of(0, neighbour, 0, neighbour, 1 - 4 * neighbour, neighbour, 0, neighbour, 0) };
}

export default defineDegradation({
  version: 2,
  title: "defocus of the camera",
  attribute: "defocus",
  domain: linearLight,
  parameters: {
    defocus: ladder({ unit: "D", none: 0, mild: 2, moderate: 5, severe: 11, means: "error of the focus, as vergence at the eye" }),
    pupil: constant({ unit: "mm", value: 2, means: "diameter of the part of the pupil that the camera looks through" }),
    fieldAngle: constant({ unit: "deg", value: 45, means: "angle of the lit field, used where the image states no pixel size" }),
  },
  effective: {
    blurRadius: { unit: "px", means: "radius of the disc over which a point spreads" },
    blurDiameter: { unit: "arcmin", means: "visual angle of the same disc's diameter" },
  },
  looksLike: {
    sign: "vessel walls blurred alike in every direction over the whole retina",
    mild: "slightly soft vessel walls over the whole retina, with the smallest branches losing contrast",
    moderate: "plainly blurred vessels over the whole retina, with the smallest branches gone",
    severe: "only broad, soft-edged patches of colour in place of sharp retinal detail",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but have lost their crispness",
    moderate: "{fine} are blurred away in large part, while {coarse} remain visible",
    severe: "{fine} cannot be seen, and even {coarse} have dissolved outlines",
  },
  // Fewer: of what softens a fundus photograph only compression is there beside it.
  confusedWith: ["display/jpeg-compression"],
  references: [
    "Smith, Am. J. Optom. Physiol. Opt. 59 (1982) 885 (angular diameter of defocus blur discs)",
    "Shen et al., IEEE Trans. Med. Imaging 40 (2021) 996. doi:10.1109/TMI.2020.3043495",
    "Emsley, Visual Optics, 5th edition (1952) (reduced eye)",
  ],
  degrade(light: LinearLight, { defocus, pupil, fieldAngle }) {
    const angle = pupil * 1e-3 * Math.abs(defocus);
    const blurRadius = angle / (2 * anglePerPixel(light, (fieldAngle * PI) / 180));
    return {
      // Of a disc wider than the image only what lies within counts, and by then nothing can be told apart.
      sample: blurScene(light, blurSpread(Math.min(blurRadius, Math.max(light.rows, light.columns) / 2))),
      drawn: {},
      effective: { blurRadius, blurDiameter: (angle * 180 * 60) / PI },
    };
  },
});
