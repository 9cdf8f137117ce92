/**
 * Windmill: a helical scan joins each view of a section from two detector rows above and below it, and errs where structures change along the axis.
 *
 *   p'(theta) = (1 - w) p(theta; z = -w d) + w p(theta; z = (1 - w) d)        w = fraction of (N theta / 2 pi + phi),   N = pitch x rows
 *
 * d: distance of detector rows at the axis. While the gantry turns once the table moves by pitch x rows of them, so a point crosses N rows:
 * the error vanishes where a row meets the section (w = 0) and is largest between two, about w (1 - w) d^2 / 2 times the second derivative along z.
 * Projected back, these views alternate: N vanes about each bone's end or edge that leans, N / 2 over the half turn of views.
 * The volume about the image is modelled (volume/leaning-bones.ts). w is rounded to 32nds.
 *
 * `drawn`: `phase` phi, where between two rows the first view falls [1]; `slopes`, the field of slopes.
 *
 * Not modelled: the cone angle (ct/cone-beam), more than two rows for a view (filters along the axis), focal spots that jump along the axis.
 *
 * Sources: Silver, Taguchi, Hein, Chiang, Kazama, Mori, Proc. SPIE 5032 (2003) 1918; Barrett and Keat, RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { TWO_PI } from "../signal/math.ts";
import { drawSlopes } from "../signal/oblique-structures.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";
import { changingViews } from "./volume/changing-views.ts";
import { leaningBones } from "./volume/leaning-bones.ts";

const STEPS = 32;

/** @returns for each view, how far the section lies from the lower of the two rows that it is joined from, in steps of a 32nd */
export function rowFractions(angles: Float64Array, crossings: number, phase: number): Int32Array {
  const fractions = new Int32Array(angles.length);
  for (let view = 0; view < angles.length; view++) {
    const rows = (crossings * angles[view]) / TWO_PI + phase;
    fractions[view] = Math.floor((rows - Math.floor(rows)) * STEPS);
  }
  return fractions;
}

export default defineDegradation({
  version: 2,
  title: "helical interpolation between detector rows",
  attribute: "windmill artefacts",
  domain: sinogram,
  parameters: {
    rowDistance: ladder({
      unit: "mm",
      none: 0,
      mild: 2.5,
      moderate: 5,
      severe: 10,
      means: "distance of detector rows at the axis of rotation",
    }),
    pitch: constant({ unit: "1", value: 1.25, means: "way of the table in one turn / collimated width" }),
    rows: constant({ unit: "rows", value: 8, means: "detector rows" }),
  },
  effective: {
    vanes: { unit: "1", means: "detector rows that the section crosses in one turn: dark and bright pairs around a point" },
    rowDistance: { unit: "mm", means: "distance of detector rows at the axis of rotation" },
  },
  looksLike: {
    sign: "alternating dark and bright vanes that fan out from bones and from leaning edges like the sails of a windmill",
    mild: "faint dark and bright vanes beside ribs and vertebrae",
    moderate: "plain dark and bright vanes that fan out from bones",
    severe: "strong dark and bright vanes across most of the section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint vanes across them near bones",
    moderate: "{fine} near bones are crossed by vanes, while {coarse} stay clear",
    severe: "{fine} are lost beneath the vanes and even {coarse} have distorted edges",
  },
  confusedWith: ["ct/sparse-view", "ct/partial-volume", "ct/breathing-motion", "ct/cone-beam"],
  references: [
    "Silver, Taguchi, Hein, Chiang, Kazama, Mori, Proc. SPIE 5032 (2003) 1918",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { rowDistance, pitch, rows }, random) {
    const { object } = sample.source;
    const phase = random.stream("phase").uniform();
    const sectionAt = leaningBones(object, drawSlopes(object, random));
    const distance = rowDistance / 1000;
    const crossings = pitch * rows;
    const data = changingViews(sample, rowFractions(sample.geometry.angles, crossings, phase), (group) => {
      const w = (group + 0.5) / STEPS;
      const lower = sectionAt(-w * distance);
      const upper = sectionAt((1 - w) * distance);
      for (let i = 0; i < lower.length; i++) lower[i] += w * (upper[i] - lower[i]) - object.data[i];
      return lower;
    });
    return {
      sample: shownSharp(sample, data),
      drawn: { phase, slopes: "one smooth field of slopes, the same at every distance" },
      effective: { vanes: crossings, rowDistance },
    };
  },
});
