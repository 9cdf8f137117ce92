/**
 * Drift: the patient sinks or slides slowly while the gantry turns, so that the last views no longer meet the first.
 *
 *   p'(theta_v, s) = (q(v, w_v, s) + q(v, w_v + 1/2, s)) / 2        q(v, w, s) = p(theta_v - w a, s - w t . e(theta_v))
 *   w_v = v / 2 V - 1/2,   v = 0 .. V - 1
 *
 * The gantry turns fully, so that each ray is measured twice, half the way apart, and both are averaged. The object passes the middle of its way
 * in the middle of the scan, where the image shows it. Where the turn closes, the rays should be the first ones again and are not: edges
 * along the first view's direction get streaks with a dark and a bright side, and all edges blur.
 *
 * `drawn`: `direction` of the drift counter-clockwise from the right [deg], `sense` of the rotation.
 *
 * Not modelled: drift along the axis of the body, weights that favour one of the two measurements of a ray.
 *
 * Sources: Barrett and Keat, RadioGraphics 24 (2004) 1679; Kak and Slaney (1988), section 3.1.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, PI, sinTurns } from "../signal/math.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { sinogram } from "./modality.ts";
import { displacements, type Movement, movedViews } from "./motion/moved-views.ts";

export default defineDegradation({
  version: 1,
  title: "slow drift of the patient during the scan",
  attribute: "motion",
  domain: sinogram,
  parameters: {
    displacement: ladder({ unit: "mm", none: 0, mild: 2.5, moderate: 8, severe: 24, means: "way from the first view to the last" }),
    rotation: ladder({ unit: "deg", none: 0, mild: 0.4, moderate: 1.2, severe: 4, means: "rotation from the first view to the last" }),
  },
  effective: {
    rmsDisplacement: { unit: "mm", means: "root mean square over the views of the axis's displacement" },
    peakDisplacement: { unit: "mm", means: "largest displacement of the axis" },
  },
  looksLike: {
    sign: "edges blurred along one direction, with broad streaks in one direction from bones and from the surface of the body",
    mild: "slightly blurred edges and faint streaks from the densest bones",
    moderate: "blurred edges and plain streaks in one direction from bones and the surface",
    severe: "smeared bones and organs with strong, broad streaks in one direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly blurred edges",
    moderate: "{fine} are blurred along the way of the drift, while {coarse} can still be followed",
    severe: "{fine} are smeared out and {coarse} are distorted and crossed by streaks",
  },
  confusedWith: ["ct/rotation-centre-offset", "ct/azimuthal-blur", "ct/partial-volume", "ct/detector-crosstalk", "ct/detector-afterglow"],
  references: [
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
    "Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.1",
  ],
  degrade(sample, { displacement, rotation }, random) {
    const stream = random.stream("drift");
    const direction = stream.uniform();
    const sense = stream.uniform() < 0.5 ? -1 : 1;
    const viewCount = sample.geometry.angles.length;
    const movements = Array.from({ length: 2 * viewCount }, (_, view): Movement => {
      const share = view / (2 * viewCount) - 0.5;
      const distance = (share * displacement) / 1000;
      return {
        right: distance * cosTurns(direction),
        up: distance * sinTurns(direction),
        turn: (share * sense * rotation * PI) / 180,
        stretch: 1,
      };
    });
    const { rms, peak } = displacements(movements, 0, 0);
    const first = movedViews(sample, movements.slice(0, viewCount));
    const second = movedViews(sample, movements.slice(viewCount));
    const mean = first.map((value, i) => (value + second[i]) / 2);
    return {
      sample: shownSharp(sample, mean),
      drawn: { direction: 360 * direction, sense },
      effective: { rmsDisplacement: 1000 * rms, peakDisplacement: 1000 * peak },
    };
  },
});
