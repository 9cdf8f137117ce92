/**
 * Limited angle: the gantry could not turn far enough, and a wedge of directions is missing from the scan.
 *
 *   views whose direction lies in [theta_0 - delta / 2, theta_0 + delta / 2] are not taken (theta + pi is theta)
 *   w' = pi / (pi - delta) times the part of its step that a view has outside the wedge;  0 for a view within it
 *
 * A view holds the edges whose normal points along its detector, so those with a normal in the wedge are lost: they smear out along the
 * rays next to it, while all others stay sharp. The rest of the views are weighted up so that together they still stand for half a turn
 * and a round body keeps its mean CT number. `drawn`: the wedge's middle theta_0, the angle of its lost edges' normals to the row axis.
 * What the clean image holds of the lost edges above about half the Nyquist frequency stays (the reconstruction of the change is
 * Hann-apodised): hairlines where an edge was.
 *
 * Not modelled: a smooth fall of the weights towards the wedge, iterative reconstruction, which fills a part of it.
 *
 * Sources: Quinto, SIAM J. Math. Anal. 24 (1993) 1215 (which edges can be seen); Frikel and Quinto, Inverse Problems 29
 * (2013) 125007 (the streaks).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { PI } from "../signal/math.ts";
import { sinogram } from "./modality.ts";

/** @returns for each view the part of its step of pi / N that lies outside the wedge, 0 .. 1 */
export function measuredShares(angles: Float64Array, middle: number, wedge: number): Float64Array {
  const half = PI / angles.length / 2;
  return angles.map((angle) => {
    const turns = (angle - middle) / PI;
    const away = Math.abs(turns - Math.floor(turns + 0.5)) * PI;
    const lost = Math.min(away + half, wedge / 2) - Math.max(away - half, -wedge / 2);
    // The other end of a wedge of nearly half a turn.
    const round = Math.max(wedge / 2 - (PI - away - half), 0);
    const share = 1 - (Math.max(lost, 0) + round) / (2 * half);
    return share < 1e-9 ? 0 : share;
  });
}

export default defineDegradation({
  version: 2,
  title: "limited-angle scan",
  attribute: "directional smearing",
  domain: sinogram,
  parameters: {
    missingAngle: ladder({
      unit: "deg",
      none: 0,
      mild: 2,
      moderate: 7,
      severe: 22,
      means: "wedge of directions not measured, of the half turn that an image needs",
    }),
  },
  effective: {
    missingAngle: { unit: "deg", means: "wedge of directions not measured" },
    viewCount: { unit: "views", means: "views taken over half a turn" },
  },
  looksLike: {
    sign: "borders that face one direction smeared out along it, with sharp borders at right angles to them",
    mild: "faint dark and bright bands that run off the ends of dense structures in one direction",
    moderate: "plain streaks and shadows along one direction, with the outline of the body opened at two opposite sides",
    severe: "structures drawn out along one direction, with broad wedge-shaped shadows and no outline at two opposite sides",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slight shadows along one direction",
    moderate: "{fine} that face the missing directions are smeared out, while {coarse} stay recognisable",
    severe: "{fine} are lost in one direction and even {coarse} are drawn out of shape",
  },
  confusedWith: ["ct/sparse-view", "ct/view-drop", "ct/step-motion", "ct/gantry-tilt"],
  references: [
    "Quinto, SIAM J. Math. Anal. 24 (1993) 1215. doi:10.1137/0524069",
    "Frikel and Quinto, Inverse Problems 29 (2013) 125007. doi:10.1088/0266-5611/29/12/125007",
    "Natterer, The Mathematics of Computerized Tomography (1986), section 6.2",
  ],
  degrade(sample, { missingAngle }, random) {
    const { angles } = sample.geometry;
    const middle = PI * random.stream("wedge").uniform();
    const wedge = Math.min(missingAngle / 180, 0.999) * PI;
    const shares = measuredShares(angles, middle, wedge);
    const upwards = PI / (PI - wedge);
    const weights = sample.weights.map((weight, view) => weight * shares[view] * upwards);
    return {
      sample: { ...sample, weights },
      drawn: { wedgeMiddle: (180 * middle) / PI },
      effective: { missingAngle: (180 * wedge) / PI, viewCount: weights.filter((weight) => weight > 0).length },
    };
  },
});
