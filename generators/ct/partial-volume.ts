/**
 * Partial volume: the section is thick, so that each pixel is the mean of all that lies within the thickness.
 *
 *   f'(r) = (1 / T) integral over z from -T / 2 to T / 2 of f(r, z)        T: thickness beyond that of the image
 *
 * The volume about the image is modelled (signal/oblique-structures.ts): its structures run on obliquely, each its own way, so what lies
 * steeply stays crisp and what lies obliquely is smeared into its neighbour. The mean is taken over sections half a pixel apart, at most 33 of them.
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
import { drawSlopes, SLOPE, sectionAt } from "../signal/oblique-structures.ts";
import { object } from "./modality.ts";

const MOST_SECTIONS = 33;

export default defineDegradation({
  version: 1,
  title: "thick section",
  attribute: "blur",
  domain: object,
  parameters: {
    thickness: ladder({ unit: "mm", none: 0, mild: 3, moderate: 8, severe: 20, means: "thickness beyond that of the image" }),
  },
  effective: {
    smear: { unit: "mm", means: "root mean square over the section of the way by which structures shift through the thickness" },
  },
  looksLike: {
    sign: "edges that are crisp in some places and smeared or veiled in others",
    mild: "slightly softened edges of ribs and vessels in places",
    moderate: "plainly smeared edges of obliquely running bones and vessels, others nearly crisp",
    severe: "bones, vessels and organs widely smeared into their surroundings, each by its own amount and in its own direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, some with softened edges",
    moderate: "{fine} are partly averaged away, while {coarse} stay recognisable",
    severe: "{fine} are averaged away and {coarse} have no definite edges",
  },
  confusedWith: ["ct/low-dose", "ct/sparse-view", "ct/detector-rings", "display/jpeg-compression"],
  references: ["doi:10.1148/rg.246045065", "Glover and Pelc, Medical Physics 7:238, 1980"],
  degrade(sample, { thickness }, random) {
    const slopes = drawSlopes(sample, random);
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
      effective: { smear: SLOPE * thickness },
    };
  },
});
