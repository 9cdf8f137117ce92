/**
 * A detector module that drifted: a block of neighbouring elements counts a constant share too many or too few in every view.
 *
 *   p'(theta, u) = p(theta, u) - ln(1 + e) / 2    for the bins u of the module and for those opposite them
 *
 * The scanner turns fully and measures each ray twice, the second time with the element on the other side of the axis; both are averaged. The
 * bins of the module are tangent to a ring about the axis, which becomes brighter or darker as a whole, with sharp borders.
 * The module's distance from the axis is drawn, and the sense of its drift.
 *
 * `drawn`: `distance` of the module's middle from the axis [bins], `sense` of the gain error.
 *
 * Not modelled: elements of the module that differ, the scanner's own ring correction.
 *
 * Sources: Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247; Barrett and Keat, RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { log } from "../signal/math.ts";
import { ringMask } from "./detector/ring-mask.ts";
import { sinogram } from "./modality.ts";

/** Where the module may lie: distance from the axis / half the image's smaller side. */
const NEAREST = 0.15;
const FARTHEST = 0.5;

export default defineDegradation({
  version: 2,
  title: "gain error of a detector module",
  attribute: "ring artefacts",
  domain: sinogram,
  local: true,
  parameters: {
    gainError: ladder({ unit: "%", none: 0, mild: 5, moderate: 11, severe: 25, means: "gain error of the module's elements" }),
    width: constant({ unit: "mm", value: 12, means: "width of the module, projected to the axis of rotation" }),
  },
  effective: {
    innerRadius: { unit: "mm", means: "radius of the ring's inner border" },
    outerRadius: { unit: "mm", means: "radius of the ring's outer border" },
  },
  looksLike: {
    sign: "one broad ring about the centre of the section, brighter or darker than what lies beside it, with sharp borders",
    mild: "one faint broad ring about the centre of the section",
    moderate: "one plain broad ring about the centre, drawn over the anatomy",
    severe: "one strong broad ring that stands out from the whole section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a faint band across them",
    moderate: "{fine} in the ring have the wrong brightness, while {coarse} stay clear",
    severe: "{fine} in the ring cannot be judged and even {coarse} are cut by its borders",
  },
  confusedWith: ["ct/detector-gap", "ct/field-of-view-truncation"],
  references: [
    "Sijbers and Postnov, Phys. Med. Biol. 49 (2004) N247. doi:10.1088/0031-9155/49/14/N06",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { gainError, width }, random) {
    const { binCount, binSize, rows, columns, pixel } = sample.geometry;
    const stream = random.stream("module");
    const half = Math.min(rows * pixel.row, columns * pixel.column) / 2 / binSize;
    const distance = half * stream.range(NEAREST, FARTHEST);
    const sense = stream.uniform() < 0.5 ? -1 : 1;
    const bins = Math.max(width / 1000 / binSize, 1);
    const from = Math.max(distance - bins / 2, 0);
    const shift = log(Math.max(1 + (sense * gainError) / 100, 1e-6)) / 2;
    const data = sample.data.slice();
    for (let at = 0; at < data.length; at++) {
      const off = Math.abs((at % binCount) - (binCount - 1) / 2);
      if (off >= from && off < from + bins) data[at] -= shift;
    }
    return {
      sample: { ...sample, data },
      drawn: { distance, sense },
      effective: { innerRadius: 1000 * from * binSize, outerRadius: 1000 * (from + bins) * binSize },
      mask: ringMask(sample.geometry, from, from + bins),
    };
  },
});
