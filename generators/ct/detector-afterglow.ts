/**
 * Detector afterglow: the scintillator still glows from earlier views, and each view carries a fading memory of those before it.
 *
 *   I'(v) = (1 - a) I(v) + a (1 - r) sum_(m >= 0) r^m I(v - m)        I = exp(-q),   q' = -ln I'        r = exp(-1 / tau)
 *
 * a is the share of the light that comes late and tau its decay in fan views. The gantry turned before the first view, too: what came before
 * is the turn's end. Memory along the views is a smear along arcs about the axis, the longer the farther from it, and dark or bright bands where a
 * view leaves dense paths. Today's ceramics hold back less than a hundredth for so long, older crystals several hundredths.
 *
 * Not modelled: several decay times, the recursive correction that scanners apply.
 *
 * Sources: Hsieh, Gurmen, King, IEEE Trans. Med. Imaging 19 (2000) 930 (afterglow and its recursive filter); Barrett and Keat,
 * RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { fanReadings } from "./modality.ts";

/** @param late share of the light that comes late @param decay in views @returns line integrals with the memory of earlier views, views x bins */
export function withMemory(data: Float64Array, binCount: number, late: number, decay: number): Float64Array {
  const viewCount = data.length / binCount;
  const kept = exp(-1 / decay);
  const glow = new Float64Array(binCount);
  const seen = new Float64Array(data.length);
  // The turn before lets the glow settle; before it stands the last view of all.
  for (let bin = 0; bin < binCount; bin++) glow[bin] = exp(-data[(viewCount - 1) * binCount + bin]);
  for (let view = -viewCount; view < viewCount; view++) {
    const start = (view < 0 ? view + viewCount : view) * binCount;
    for (let bin = 0; bin < binCount; bin++) {
      const intensity = exp(-data[start + bin]);
      glow[bin] = kept * glow[bin] + (1 - kept) * intensity;
      if (view >= 0) seen[start + bin] = -log((1 - late) * intensity + late * glow[bin]);
    }
  }
  return seen;
}

export default defineDegradation({
  version: 2,
  title: "afterglow of the detector",
  attribute: "blur",
  domain: fanReadings,
  parameters: {
    late: ladder({
      unit: "1",
      none: 0,
      mild: 0.02,
      moderate: 0.05,
      severe: 0.12,
      means: "light that comes late / all light of an X-ray pulse",
    }),
    decay: constant({ unit: "deg", value: 6, means: "rotation of the gantry in which the late light falls to 1/e" }),
  },
  effective: { decayViews: { unit: "views", means: "views in which the late light falls to 1/e" } },
  looksLike: {
    sign: "structures smeared along arcs about the centre of the section, the more the farther from it, with a sharp middle",
    mild: "a trace of smearing along arcs near the border of the body",
    moderate: "slight smearing along arcs near the border of the body",
    severe: "plain smearing along arcs towards the border of the body, with faint shading beside bones",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a trace of smearing far from the middle",
    moderate: "{fine} far from the middle are slightly smeared, while {coarse} stay clear",
    severe: "{fine} far from the middle are smeared along arcs, while {coarse} stay recognisable",
  },
  confusedWith: ["ct/drift-motion", "ct/beam-hardening"],
  visibleAloneFrom: "never",
  references: [
    "Hsieh, Gurmen, King, IEEE Trans. Med. Imaging 19 (2000) 930",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { late, decay }) {
    const { binCount, angles } = sample.geometry;
    const decayViews = (Math.max(decay, 1e-9) / 360) * angles.length;
    const seen = withMemory(sample.data, binCount, Math.min(late, 1), decayViews);
    return {
      sample: shownSharp(sample, seen),
      drawn: {},
      effective: { decayViews },
    };
  },
});
