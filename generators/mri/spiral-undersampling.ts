/**
 * Spiral undersampling: a scan along interleaved spirals, each turned on by the golden angle, is ended early.
 *
 *   y' = y + F (G_m - G_M) x      G_m: gridding of the first m interleaves with their own areas (trajectory/gridding.ts)      M = 64
 *
 * All M interleaves together put their arms 1 / V apart, V the diagonal of the image. Each alone reaches the edge of k-space, so that edges
 * stay sharp; with m of them the arms lie M / m times as far apart on average, and about each bright point arcs and swirls begin at a radius
 * of about m V / M. The gradients' own time law sets the arms (signal/trajectory/spiral.ts).
 *
 * `drawn`: the angle of the first interleaf [deg].
 *
 * Not modelled: off-resonance (mri/spiral-blur), delays, variable density, another reconstruction than gridding.
 *
 * Sources: Ahn, Kim, Cho, IEEE Trans. Med. Imaging 5 (1986) 2; Meyer, Hu, Nishimura, Macovski, Magn. Reson. Med. 28 (1992) 202; Winkelmann et
 * al., IEEE Trans. Med. Imaging 26 (2007) 68 (golden angle).
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cos, PI, sin, TWO_PI } from "../signal/math.ts";
import { angularShares, goldenAngle, spiralAreas, spiralTrajectory } from "../signal/trajectory.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { type WeightedPoints, withGridded } from "./trajectory/gridding.ts";

const INTERLEAVES = 64;
/** Gradients of an ordinary whole-body scanner [T/m], [T/m/s]. */
const AMPLITUDE = 0.04;
const SLEW_RATE = 150;
/** [Hz/T] */
const GYROMAGNETIC_RATIO = 42.577e6;

/** One interleaf of the full scan, and what its samples stand for in a sector of 1 radian. */
function interleafOf({ phase, readout, spacing }: CoilSamples): WeightedPoints {
  const view = Math.ceil(Math.sqrt(phase * phase + readout * readout));
  const pixel = Math.min(spacing.phase, spacing.readout);
  // At the gradient's limit half a sample's step of the diagonal from one to the next.
  const dwellTime = 1 / (2 * view * pixel * GYROMAGNETIC_RATIO * AMPLITUDE);
  const limits = { amplitude: AMPLITUDE, slewRate: SLEW_RATE, dwellTime, pixelSpacing: pixel };
  const all = spiralTrajectory({ matrix: view, interleafCount: INTERLEAVES, limits });
  const one = { readoutCount: 1, sampleCount: all.sampleCount, points: all.points.subarray(0, 2 * all.sampleCount) };
  return { points: one.points, areas: spiralAreas(one).map((area) => area / TWO_PI) };
}

/** Angles that interleaves stand for, in their own order; they add up to a turn. */
const sharesOf = (angles: Float64Array): Float64Array => angularShares(angles.map((angle) => angle / 2)).map((share) => 2 * share);

export default defineDegradation({
  version: 2,
  title: "spiral undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 1.15,
      moderate: 1.7,
      severe: 4.5,
      means: "interleaves that resolve the image's diagonal / interleaves acquired",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "interleaves that resolve the image's diagonal / interleaves acquired" },
    interleaves: { unit: "interleaves", means: "interleaves acquired" },
  },
  looksLike: {
    sign: "swirling arcs and rings around bright structures, over tissue and background, beneath which edges stay sharp",
    mild: "faint arcs in the background and a light swirl over even tissue",
    moderate: "plain swirling arcs across tissue and background",
    severe: "dense swirls over the whole image that cover the anatomy",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through faint arcs",
    moderate: "{fine} are partly hidden by swirls, while {coarse} stay clear",
    severe: "{fine} are lost among swirls and even {coarse} are hard to follow",
  },
  confusedWith: ["mri/radial-undersampling", "mri/spiral-blur"],
  references: [
    "Ahn, Kim, Cho, IEEE Trans. Med. Imaging 5 (1986) 2",
    "Meyer, Hu, Nishimura, Macovski, Magn. Reson. Med. 28 (1992) 202",
    "Winkelmann et al., IEEE Trans. Med. Imaging 26 (2007) 68",
  ],
  degrade(samples, { acceleration }, random) {
    if (!(acceleration >= 1)) {
      const problem = `Expected an acceleration of at least 1, got ${acceleration}`;
      throw new MedqError("E_USAGE", problem, "mri/spiral-undersampling", "1 resolves the whole image.");
    }
    const count = Math.max(Math.round(INTERLEAVES / acceleration), 1);
    const first = random.stream("first interleaf").range(0, TWO_PI);
    // Twice the golden angle of lines is that of rays.
    const angles = Float64Array.from({ length: INTERLEAVES }, (_, i) => first + 2 * i * goldenAngle());
    const all = sharesOf(angles);
    const kept = sharesOf(angles.subarray(0, count));
    const one = interleafOf(samples);
    const length = one.areas.length;
    const points = new Float64Array(2 * INTERLEAVES * length);
    const areas = new Float64Array(INTERLEAVES * length);
    for (let i = 0, m = 0; i < INTERLEAVES; i++) {
      const share = (i < count ? kept[i] : 0) - all[i];
      const down = cos(angles[i]);
      const right = sin(angles[i]);
      for (let sample = 0; sample < length; sample++, m++) {
        areas[m] = share * one.areas[sample];
        points[2 * m] = one.points[2 * sample] * down - one.points[2 * sample + 1] * right;
        points[2 * m + 1] = one.points[2 * sample] * right + one.points[2 * sample + 1] * down;
      }
    }
    return {
      sample: withGridded(samples, { points, areas }),
      drawn: { firstAngle: (180 * first) / PI },
      effective: { effectiveAcceleration: INTERLEAVES / count, interleaves: count },
    };
  },
});
