/**
 * Radial undersampling: a scan along spokes through the centre of k-space, each turned on by the golden angle, is ended early.
 *
 *   y' = y + F (G_m - G_M) x      G_m: gridding of the first m spokes with their own areas (trajectory/gridding.ts)      M = ceil(pi N / 2)
 *
 * M spokes sample the edge of k-space as densely as a Cartesian scan does. Fewer leave wedges, which widen outwards: neighbouring spokes are
 * pi / m apart, at the edge pi / (2 m) cycles/pixel, so that evenly spaced spokes would throw streaks from 2 m / pi pixels around each bright
 * point on. The golden angle's gaps, up to 1.9 times the mean, bring them to about half of that: a disc of 2 m / pi pixels across stays clean. No wedge is ever wholly open in the centre: the coarse image stays. The spokes are oversampled twice.
 *
 * `drawn`: the angle of the first spoke [deg].
 *
 * Not modelled: gradient delays, off-resonance, motion between spokes, another reconstruction than gridding.
 *
 * Sources: Winkelmann et al., IEEE Trans. Med. Imaging 26 (2007) 68 (golden angle); Peters et al., Magn. Reson. Med. 43 (2000) 91 (streaks
 * of undersampled projections).
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { PI } from "../signal/math.ts";
import { goldenAngle, radialAreas, radialTrajectory } from "../signal/trajectory.ts";
import { kSpace } from "./modality.ts";
import { withGridded } from "./trajectory/gridding.ts";

/** Samples along a spoke / pixels across. */
const OVERSAMPLING = 2;

export default defineDegradation({
  version: 1,
  title: "radial undersampling",
  attribute: "streaks",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 3.5,
      moderate: 7,
      severe: 18,
      means: "spokes that sample the edge of k-space fully / spokes acquired",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "spokes that sample the edge of k-space fully / spokes acquired" },
    spokes: { unit: "spokes", means: "spokes acquired" },
    cleanDiameter: { unit: "px", means: "diameter of the disc about a bright point in which it throws no streaks" },
  },
  looksLike: {
    sign: "thin straight streaks in all directions, tangential to bright edges, across tissue and background",
    mild: "faint fine streaks in the background and a light texture of streaks in even tissue",
    moderate: "plain streaks in all directions across tissue and background",
    severe: "dense streaks like a net over the whole image, with coarse blotches in the tissue",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through a fine texture",
    moderate: "{fine} are partly hidden by streaks, while {coarse} stay clear",
    severe: "{fine} are lost among streaks and even {coarse} are rough",
  },
  confusedWith: ["mri/spike-noise", "mri/thermal-noise", "mri/spiral-undersampling"],
  references: ["Winkelmann et al., IEEE Trans. Med. Imaging 26 (2007) 68", "Peters et al., Magn. Reson. Med. 43 (2000) 91"],
  degrade(samples, { acceleration }, random) {
    if (!(acceleration >= 1)) {
      const problem = `Expected an acceleration of at least 1, got ${acceleration}`;
      throw new MedqError("E_USAGE", problem, "mri/radial-undersampling", "1 acquires every spoke.");
    }
    const length = Math.max(samples.phase, samples.readout);
    const full = Math.ceil((PI / 2) * length);
    const spokes = Math.max(Math.round(full / acceleration), 1);
    const firstAngle = random.stream("first spoke").range(0, PI);
    const scan = { sampleCount: OVERSAMPLING * length, angleIncrement: goldenAngle(), firstAngle };
    const areas = radialAreas({ ...scan, spokeCount: full });
    const kept = radialAreas({ ...scan, spokeCount: spokes });
    for (let m = 0; m < areas.length; m++) areas[m] = (m < kept.length ? kept[m] : 0) - areas[m];
    const { points } = radialTrajectory({ ...scan, spokeCount: full });
    return {
      sample: withGridded(samples, { points, areas }),
      drawn: { firstAngle: (180 * firstAngle) / PI },
      effective: { effectiveAcceleration: full / spokes, spokes, cleanDiameter: (2 * spokes) / PI },
    };
  },
});
