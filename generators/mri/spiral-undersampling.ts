/**
 * Spiral undersampling: interleaved spirals whose arms lie too far apart for the field of view.
 *
 *   y' = y + F (G_R - G_1) x      G_R: gridding along spirals whose arms are R / V cycles/pixel apart (trajectory/gridding.ts)
 *
 * V is the diagonal of the image: with R = 1 nothing aliases. Wider arms fold each point not onto copies of itself but onto a ring about it,
 * V / R away, with arcs and swirls beyond. The whole disc of k-space is still reached, so that edges stay sharp beneath them.
 * Sixteen interleaves, and the gradients' own time law (signal/trajectory/spiral.ts).
 *
 * `drawn`: nothing: the interleaves start as they do on the scanner.
 *
 * Not modelled: off-resonance (mri/spiral-blur), delays, variable density, another reconstruction than gridding.
 *
 * Sources: Ahn, Kim, Cho, IEEE Trans. Med. Imaging 5 (1986) 2; Meyer, Hu, Nishimura, Macovski, Magn. Reson. Med. 28 (1992) 202.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { spiralAreas, spiralTrajectory } from "../signal/trajectory.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { type WeightedPoints, withGridded } from "./trajectory/gridding.ts";

const INTERLEAVES = 16;
/** Gradients of an ordinary whole-body scanner [T/m], [T/m/s]. */
const AMPLITUDE = 0.04;
const SLEW_RATE = 150;
/** [Hz/T] */
const GYROMAGNETIC_RATIO = 42.577e6;

/** @param view that the arms resolve [pixels] @param pixel [m] */
function spirals(view: number, length: number, pixel: number): WeightedPoints {
  // At the gradient's limit half a field of view's step from sample to sample.
  const dwellTime = 1 / (2 * length * pixel * GYROMAGNETIC_RATIO * AMPLITUDE);
  const limits = { amplitude: AMPLITUDE, slewRate: SLEW_RATE, dwellTime, pixelSpacing: pixel };
  const trajectory = spiralTrajectory({ matrix: view, interleafCount: INTERLEAVES, limits });
  return { points: trajectory.points, areas: spiralAreas(trajectory) };
}

/** @returns the second scan's points, and the first's counted negatively */
function less(first: WeightedPoints, second: WeightedPoints): WeightedPoints {
  const points = new Float64Array(first.points.length + second.points.length);
  points.set(second.points);
  points.set(first.points, second.points.length);
  const areas = new Float64Array(first.areas.length + second.areas.length);
  areas.set(second.areas);
  for (let m = 0; m < first.areas.length; m++) areas[second.areas.length + m] = -first.areas[m];
  return { points, areas };
}

const diagonal = ({ phase, readout }: CoilSamples): number => Math.ceil(Math.sqrt(phase * phase + readout * readout));

export default defineDegradation({
  version: 1,
  title: "spiral undersampling",
  attribute: "aliasing",
  domain: kSpace,
  parameters: {
    acceleration: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 2,
      moderate: 3.2,
      severe: 7,
      means: "distance of neighbouring spiral arms / the one that resolves the image's diagonal",
    }),
  },
  effective: {
    effectiveAcceleration: { unit: "1", means: "distance of neighbouring spiral arms / the one that resolves the image's diagonal" },
    ringRadius: { unit: "px", means: "radius of the ring onto which a point aliases" },
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
  confusedWith: ["mri/rigid-motion", "mri/spike-noise", "mri/truncation-ringing", "display/jpeg-compression"],
  references: [
    "Ahn, Kim and Cho, IEEE Transactions on Medical Imaging 5:2, 1986",
    "Meyer et al., Magnetic Resonance in Medicine 28:202, 1992",
  ],
  degrade(samples, { acceleration }) {
    if (!(acceleration >= 1)) {
      const problem = `Expected an acceleration of at least 1, got ${acceleration}`;
      throw new MedqError("E_USAGE", problem, "mri/spiral-undersampling", "1 resolves the whole image.");
    }
    const { phase, readout, spacing } = samples;
    const whole = diagonal(samples);
    const view = Math.max(Math.round(whole / acceleration), 1);
    const length = Math.max(phase, readout);
    const pixel = Math.min(spacing.phase, spacing.readout);
    const change = less(spirals(whole, length, pixel), spirals(view, length, pixel));
    return {
      sample: withGridded(samples, change),
      drawn: {},
      effective: { effectiveAcceleration: whole / view, ringRadius: view },
    };
  },
});
