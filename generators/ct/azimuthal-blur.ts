/**
 * Azimuthal blur: the gantry does not stand still while a view is measured, and too few views a rotation smear what lies far from its axis.
 *
 *   I'(theta, s) = mean of I over the angles within d / 2 of theta        I = exp(-p),   p' = -ln I'
 *
 * A point at the distance r is drawn out along its circle by r d; the middle stays sharp. d is the angle of one view, 360 degrees / views a
 * rotation: 1 degree and less today, some degrees on the first scanners. The mean runs over the finely sampled views, the turn closing by
 * p(theta + pi, s) = p(theta, -s).
 *
 * Not modelled: streaks from the views that are missing between the wide ones (ct/sparse-view).
 *
 * Sources: Hsieh, Computed Tomography, 3rd edition (2015), chapter 5 (azimuthal resolution); Joseph and Spital, Phys. Med. Biol. 26 (1981) 473
 * (averaging intensities).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";

/** @param width of the mean in views, at least 0; its ends count in part @returns line integrals, views x bins */
export function turnedDuringView(data: Float64Array, binCount: number, width: number): Float64Array {
  const viewCount = data.length / binCount;
  const intensity = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) intensity[at] = exp(-data[at]);
  const reach = Math.min(Math.max(Math.ceil((width - 1) / 2), 0), viewCount - 1);
  // Of the mean's angle, what lies in the angle of each neighbouring view; narrower than a view it lies within the view's own.
  const weights = Array.from({ length: reach + 1 }, (_, k) =>
    k === 0 ? 1 / Math.max(width, 1) : Math.min(width / 2 - k + 0.5, 1) / width,
  );
  const mean = new Float64Array(data.length);
  for (let view = 0; view < viewCount; view++) {
    for (let k = -reach; k <= reach; k++) {
      const weight = weights[Math.abs(k)];
      const other = view + k;
      const flipped = other < 0 || other >= viewCount;
      const start = (((other % viewCount) + viewCount) % viewCount) * binCount;
      for (let bin = 0; bin < binCount; bin++) {
        mean[view * binCount + bin] += weight * intensity[start + (flipped ? binCount - 1 - bin : bin)];
      }
    }
  }
  for (let at = 0; at < mean.length; at++) mean[at] = -log(mean[at]);
  return mean;
}

export default defineDegradation({
  version: 2,
  title: "gantry rotation during a view",
  attribute: "blur",
  domain: sinogram,
  parameters: {
    angle: ladder({
      unit: "deg",
      none: 0,
      mild: 1,
      moderate: 2,
      severe: 4,
      means: "angle through which the gantry turns during one view",
    }),
  },
  effective: { viewsPerRotation: { unit: "views", means: "views that fit into one rotation" } },
  looksLike: {
    sign: "structures drawn out along circles about the middle of the section, more and more towards its border, with a sharp middle",
    mild: "slight blur near the border of the body",
    moderate: "plain blur along circles towards the border of the body, with a sharp middle",
    severe: "heavy blur along circles over all but the middle of the section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, those near the border slightly blurred",
    moderate: "{fine} far from the middle are blurred, while {coarse} stay clear",
    severe: "{fine} are lost but in the middle and {coarse} are smeared along circles",
  },
  confusedWith: ["ct/drift-motion", "ct/rotation-centre-offset", "ct/cone-beam"],
  visibleAloneFrom: "moderate",
  references: [
    "Hsieh, Computed Tomography, 3rd edition (2015), chapter 5",
    "Joseph and Spital, Phys. Med. Biol. 26 (1981) 473. doi:10.1088/0031-9155/26/3/010",
  ],
  degrade(sample, { angle }) {
    const { binCount, angles } = sample.geometry;
    const width = (angle / 180) * angles.length;
    const turned = turnedDuringView(sample.data, binCount, width);
    return {
      sample: shownSharp(sample, turned),
      drawn: {},
      effective: { viewsPerRotation: angle > 0 ? 360 / angle : 2 * angles.length },
    };
  },
});
