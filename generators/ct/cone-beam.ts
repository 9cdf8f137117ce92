/**
 * Cone beam: the rays of a section far from the central plane of a circular scan run up and down through its neighbours,
 * but are reconstructed as if they lay in the section, as Feldkamp's method does.
 *
 *   p'(theta, s) = (P+ + P-) / 2        P+-: integral along t of f(s e + t d, z = +- t tan a)        d = (-sin theta, cos theta)
 *
 * a: cone angle of the section. A ray meets the section on the axis of rotation and is off by t tan a at the distance t along the ray;
 * opposite views, averaged, are off the opposite way. Only the axis is spared: the farther out, the more bones that lean out of the section
 * throw dark and bright shadows and streaks. The volume about the image is modelled (volume/leaning-bones.ts): skin and pleura are nearly upright.
 * Directions are rounded to 48ths of the half turn, heights to the section between 33 that they are joined from linearly.
 *
 * `drawn`: `slopes`, the field of slopes.
 *
 * Not modelled: the diverging of rays within the section, the falling density of rays that Feldkamp's weights make good, missing data (the null cone).
 *
 * Sources: Feldkamp, Davis, Kress, J. Opt. Soc. Am. A 1 (1984) 612; Barrett and Keat, RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cos, PI, sin, tan } from "../signal/math.ts";
import { drawSlopes } from "../signal/oblique-structures.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type Attenuation, sinogram } from "./modality.ts";
import { changingViews } from "./volume/changing-views.ts";
import { leaningBones } from "./volume/leaning-bones.ts";

const DIRECTIONS = 48;
/** Sections on either side. */
const SIDE = 16;

/** @returns sections at the heights -reach .. reach, 2 SIDE + 1 of them */
function stackOf(object: Attenuation, slopes: ReturnType<typeof drawSlopes>, reach: number): Float64Array[] {
  const sectionAt = leaningBones(object, slopes);
  return Array.from({ length: 2 * SIDE + 1 }, (_, k) => sectionAt((reach * (k - SIDE)) / SIDE));
}

/** @returns what the two slanted sections along one direction have more than the image, on average [1/m] */
function slantedChange(
  { rows, columns, pixel, data }: Attenuation,
  stack: readonly Float64Array[],
  radius: number,
  theta: number,
): Float64Array {
  const change = new Float64Array(data.length);
  const perColumn = (-sin(theta) * pixel.column * SIDE) / radius;
  const perRow = (-cos(theta) * pixel.row * SIDE) / radius;
  for (let row = 0, at = 0; row < rows; row++) {
    const start = (row - (rows - 1) / 2) * perRow - ((columns - 1) / 2) * perColumn;
    for (let column = 0; column < columns; column++, at++) {
      const height = Math.min(Math.abs(start + column * perColumn), SIDE);
      const near = Math.min(Math.floor(height), SIDE - 1);
      const weight = height - near;
      const inner = stack[SIDE + near][at] + stack[SIDE - near][at];
      const outer = stack[SIDE + near + 1][at] + stack[SIDE - near - 1][at];
      change[at] = 0.5 * (inner + weight * (outer - inner)) - data[at];
    }
  }
  return change;
}

export default defineDegradation({
  version: 2,
  title: "cone angle that was not taken into account",
  attribute: "cone-beam artefacts",
  domain: sinogram,
  parameters: {
    coneAngle: ladder({
      unit: "deg",
      none: 0,
      mild: 1.5,
      moderate: 4,
      severe: 7,
      means: "angle of the section's rays to the central plane",
    }),
  },
  effective: {
    largestHeight: { unit: "mm", means: "how far rays are off the section at half the image's longer side from the axis" },
  },
  looksLike: {
    sign: "dark and bright streaks and shadows beside bones far from the centre of the section",
    mild: "faint shadows beside the bones farthest from the centre",
    moderate: "plain dark and bright bands beside bones away from the centre",
    severe: "strong dark and bright streaks and shadows beside bones, fading towards the centre",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, those beside the outer bones slightly shaded",
    moderate: "{fine} beside the outer bones are shaded, while {coarse} stay clear",
    severe: "{fine} beside bones are lost in shadows and {coarse} have streaked edges",
  },
  confusedWith: ["ct/breathing-motion", "ct/partial-volume", "ct/azimuthal-blur", "ct/windmill", "ct/beam-hardening"],
  references: [
    "Feldkamp, Davis, Kress, J. Opt. Soc. Am. A 1 (1984) 612. doi:10.1364/JOSAA.1.000612",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { coneAngle }, random) {
    const { object } = sample.source;
    const { rows, columns, pixel } = object;
    const slopes = drawSlopes(object, random);
    const height = rows * pixel.row;
    const width = columns * pixel.column;
    const radius = 0.5 * Math.sqrt(height * height + width * width);
    const slant = tan((coneAngle * PI) / 180);
    const stack = stackOf(object, slopes, radius * slant);
    const { angles } = sample.geometry;
    const groupOf = Int32Array.from(angles, (angle) => Math.floor((angle * DIRECTIONS) / PI) % DIRECTIONS);
    const data = changingViews(sample, groupOf, (group) => slantedChange(object, stack, radius, ((group + 0.5) * PI) / DIRECTIONS));
    return {
      sample: shownSharp(sample, data),
      drawn: { slopes: "one smooth field of slopes, the same at every angle" },
      effective: { largestHeight: 500 * Math.max(height, width) * slant },
    };
  },
});
