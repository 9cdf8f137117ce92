/**
 * Sparse views: the gantry took fewer projections than the image needs, and what they should have cancelled between them stays as streaks.
 *
 *   kept views: of those taken, the ones nearest to equal steps over half a turn
 *   w' = half the angle between a kept view's two neighbours (the turn closes: theta + pi is theta), together pi;  0 for the rest
 *
 * A kept view's measurement is untouched; each now stands for a wider angle. With M views, artefacts begin at a distance of about
 * M bins / pi from an object's edge. Which views are kept is decided by a drawn start angle.
 *
 * Not modelled: the gantry's rotation during a view, interpolation between views, iterative reconstruction.
 *
 * Sources: Kak and Slaney (1988), section 5.1 (view aliasing); Sidky and Pan, Phys. Med. Biol. 53 (2008) 4777.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { PI } from "../signal/math.ts";
import { sinogram } from "./modality.ts";

/** @returns which of the ascending `angles` (over half a turn) to keep, and each one's share of the turn [rad] */
export function sparseWeights(angles: readonly number[], viewCount: number, start: number): { kept: number[]; shares: number[] } {
  const offset = Math.min(Math.floor(start * angles.length), angles.length - 1);
  // Steps are counted in views, so that no view is asked for twice.
  const kept = Array.from({ length: viewCount }, (_, k) => (offset + Math.floor((k * angles.length) / viewCount)) % angles.length).sort(
    (a, b) => a - b,
  );
  const shares = kept.map((_, k) => {
    const before = k > 0 ? angles[kept[k - 1]] : angles[kept[viewCount - 1]] - PI;
    const after = k + 1 < viewCount ? angles[kept[k + 1]] : angles[kept[0]] + PI;
    return viewCount === 1 ? PI : (after - before) / 2;
  });
  return { kept, shares };
}

export default defineDegradation({
  version: 2,
  title: "sparse view sampling",
  attribute: "aliasing streaks",
  domain: sinogram,
  parameters: {
    viewFraction: ladder({ unit: "1", scale: "log", none: 1, mild: 0.22, severe: 0.05, means: "views kept / views of the full scan" }),
  },
  effective: {
    viewCount: { unit: "views", means: "views over half a turn" },
    viewFraction: { unit: "1", means: "views kept / views of the full scan" },
    angularSpacing: { unit: "deg", means: "mean angle between neighbouring views" },
  },
  looksLike: {
    sign: "straight thin streaks that radiate in many evenly spaced directions from dense structures",
    mild: "faint straight streaks towards the edge of the body and in the air around it",
    moderate: "plain fans of straight streaks that cross the whole body from its bones and borders",
    severe: "dense, web-like straight streaks from a few directions that cover the whole image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint streaks across them",
    moderate: "{fine} are broken up by streaks, while {coarse} stay clear",
    severe: "{fine} are lost among the streaks and even {coarse} are crossed by them",
  },
  confusedWith: ["ct/view-drop", "ct/detector-gap", "ct/limited-angle", "ct/windmill"],
  references: [
    "Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 5.1",
    "Sidky and Pan, Phys. Med. Biol. 53 (2008) 4777. doi:10.1088/0031-9155/53/17/021",
  ],
  degrade(sample, { viewFraction }, random) {
    const { angles } = sample.geometry;
    const taken = Array.from(angles.keys()).filter((view) => sample.weights[view] > 0);
    const viewCount = Math.min(Math.max(Math.floor(viewFraction * taken.length + 0.5), 1), taken.length);
    const start = random.stream("start").uniform();
    const { kept, shares } = sparseWeights(
      taken.map((view) => angles[view]),
      viewCount,
      start,
    );
    const weights = new Float64Array(angles.length);
    kept.forEach((k, at) => {
      weights[taken[k]] = shares[at];
    });
    return {
      sample: { ...sample, weights },
      drawn: { firstView: Math.min(Math.floor(start * taken.length), taken.length - 1) },
      effective: { viewCount, viewFraction: viewCount / angles.length, angularSpacing: 180 / viewCount },
    };
  },
});
