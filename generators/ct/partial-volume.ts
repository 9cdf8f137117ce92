/**
 * Partial volume: the section is thick, so that each pixel is the mean of all that lies within the thickness.
 *
 *   f'(r) = (1 / T) integral over z from -T / 2 to T / 2 of f(r, z)        T: thickness beyond that of the image
 *
 * The volume about the image is modelled (signal/oblique-structures.ts): its structures run on obliquely, each its own way, so what lies
 * steeply stays crisp and what lies obliquely is smeared into its neighbour. The body's outline tapers along the axis, by `TAPER` all around.
 * The mean is taken over sections half a pixel apart, at most 33 of them.
 *
 * `drawn`: `slopes`, the field of slopes.
 *
 * Not modelled: the detector averages transmitted intensities rather than attenuation, which adds dark streaks between dense structures
 * that reach into the section; overlapping weights of a helical scan.
 *
 * Sources: Barrett and Keat, RadioGraphics 24 (2004) 1679; Glover and Pelc, Med. Phys. 7 (1980) 238 (the non-linear part).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { drawSlopes, type Slopes, sectionAt } from "../signal/oblique-structures.ts";
import { bodyOf } from "./attenuation/body.ts";
import { type Attenuation, object } from "./modality.ts";

const MOST_SECTIONS = 33;
/** Slope of the body's surface. */
const TAPER = 0.5;
/** Where it takes over from what lies within: distance from the body's middle / its half axes. */
const WITHIN = 0.75;
const SURFACE = 0.95;

/** The structures' own slopes within the body, the outline's taper at its surface. */
export function tapering(section: Attenuation, { down, across }: Slopes): Slopes {
  const { rows, columns, pixel } = section;
  const { top, bottom, left, right } = bodyOf(section);
  const slopes = { down: down.slice(), across: across.slice() };
  for (let row = 0, at = 0; row < rows; row++) {
    const y = (row - (top + bottom) / 2) * pixel.row;
    for (let column = 0; column < columns; column++, at++) {
      const x = (column - (left + right) / 2) * pixel.column;
      const [u, v] = [x / ((right - left + 1) * pixel.column), y / ((bottom - top + 1) * pixel.row)];
      const share = Math.min(Math.max((2 * Math.sqrt(u * u + v * v) - WITHIN) / (SURFACE - WITHIN), 0), 1);
      if (share === 0) continue;
      const distance = Math.sqrt(x * x + y * y);
      slopes.down[at] += share * ((TAPER * y) / distance - down[at]);
      slopes.across[at] += share * ((TAPER * x) / distance - across[at]);
    }
  }
  return slopes;
}

/** Root mean square [1]. */
function rms({ down, across }: Slopes): number {
  let energy = 0;
  for (let at = 0; at < down.length; at++) energy += down[at] * down[at] + across[at] * across[at];
  return Math.sqrt(energy / down.length);
}

export default defineDegradation({
  version: 2,
  title: "thick section",
  attribute: "blur",
  domain: object,
  parameters: {
    thickness: ladder({ unit: "mm", none: 0, mild: 3, moderate: 7, severe: 16, means: "thickness beyond that of the image" }),
  },
  effective: {
    smear: { unit: "mm", means: "root mean square over the section of the way by which structures shift through the thickness" },
  },
  looksLike: {
    sign: "edges that are crisp in some places and smeared or veiled in others",
    mild: "slightly softened edges of ribs and vessels in places",
    moderate: "plainly smeared edges of obliquely running bones and vessels, beside others that are nearly crisp",
    severe: "bones, vessels and organs widely smeared into their surroundings, each by its own amount",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, some with softened edges",
    moderate: "{fine} are partly averaged away, while {coarse} stay recognisable",
    severe: "{fine} are averaged away and {coarse} have no definite edges",
  },
  confusedWith: ["ct/drift-motion", "ct/breathing-motion", "ct/cardiac-motion", "ct/cone-beam", "ct/windmill"],
  references: [
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
    "Glover and Pelc, Med. Phys. 7 (1980) 238. doi:10.1118/1.594678",
  ],
  degrade(sample, { thickness }, random) {
    const slopes = tapering(sample, drawSlopes(sample, random));
    const extent = thickness / 1000;
    const finest = Math.min(sample.pixel.row, sample.pixel.column) / 2;
    const sections = Math.min(Math.max(Math.ceil(extent / finest), 5), MOST_SECTIONS);
    const data = new Float64Array(sample.data.length);
    for (let k = 0; k < sections; k++) {
      const section = sectionAt(sample, slopes, extent * ((k + 0.5) / sections - 0.5));
      for (let i = 0; i < data.length; i++) data[i] += section[i] / sections;
    }
    return {
      sample: { ...sample, data },
      drawn: { slopes: "one smooth field of slopes, the same at every thickness" },
      effective: { smear: rms(slopes) * thickness },
    };
  },
});
