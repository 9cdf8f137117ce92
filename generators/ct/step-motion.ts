/**
 * Sudden motion: the patient jerks while the gantry turns, and the views before and after show the object in two poses.
 *
 *   p'(theta, s) = p(theta, s) for views before tau,   p(theta - a, s - t . e(theta)) after it
 *
 * The moment tau is drawn near the middle of the scan, between 0.4 and 0.6 of it, the direction of the displacement and the sense of the rotation as well.
 * Edges that the two parts of the scan show in different places open into crescents and streaks that start tangentially from
 * them; what both parts show is doubled.
 *
 * `drawn`: `moment` as a share of the views, `direction` of the displacement counter-clockwise from the right [deg], `sense` of the rotation.
 *
 * Not modelled: motion along the axis of the body, bending, views that overlap and are weighted down, as motion correction does.
 *
 * Sources: Barrett and Keat, RadioGraphics 24 (2004) 1679; Kak and Slaney (1988), section 3.1.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, PI, sinTurns } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";
import { displacements, movedViews, REST } from "./motion/moved-views.ts";

export default defineDegradation({
  version: 1,
  title: "sudden motion during the scan",
  attribute: "motion",
  domain: sinogram,
  parameters: {
    displacement: ladder({
      unit: "mm",
      none: 0,
      mild: 1,
      moderate: 3.5,
      severe: 12,
      means: "displacement of the axis between the two poses",
    }),
    rotation: ladder({ unit: "deg", none: 0, mild: 0.25, moderate: 1.1, severe: 4.5, means: "rotation between the two poses" }),
  },
  effective: {
    viewsMoved: { unit: "1", means: "views after the jerk / all views" },
    rmsDisplacement: { unit: "mm", means: "root mean square over the views of the axis's displacement from the first pose" },
  },
  looksLike: {
    sign: "doubled outlines and streaks that start tangentially from bones and from the surface of the body",
    mild: "slightly blurred edges and faint streaks beside bones and gas",
    moderate: "doubled outlines of bones and organs with plain streaks that leave them tangentially",
    severe: "widely doubled outlines and strong streaks across the whole body",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly blurred edges",
    moderate: "{fine} are blurred or doubled, while {coarse} can still be followed",
    severe: "{fine} cannot be told apart and {coarse} appear twice, crossed by streaks",
  },
  confusedWith: ["ct/rotation-centre-offset", "ct/view-drop", "ct/limited-angle", "ct/smooth-kernel"],
  references: [
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
    "Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.1",
  ],
  degrade(sample, { displacement, rotation }, random) {
    const stream = random.stream("jerk");
    const moment = stream.range(0.4, 0.6);
    const direction = stream.uniform();
    const sense = stream.uniform() < 0.5 ? -1 : 1;
    const viewCount = sample.geometry.angles.length;
    const distance = displacement / 1000;
    const pose = {
      right: distance * cosTurns(direction),
      up: distance * sinTurns(direction),
      turn: (sense * rotation * PI) / 180,
      stretch: 1,
    };
    const first = Math.floor(moment * viewCount);
    const movements = Array.from({ length: viewCount }, (_, view) => (view < first ? REST : pose));
    return {
      sample: shownSharp(sample, movedViews(sample, movements)),
      drawn: { moment, direction: 360 * direction, sense },
      effective: { viewsMoved: (viewCount - first) / viewCount, rmsDisplacement: 1000 * displacements(movements, 0, 0).rms },
    };
  },
});
