/**
 * Gradient nonlinearity: away from the isocentre the gradients are weaker than the scanner believes, so that far tissue is drawn too near.
 *
 *   image(u) = J(u) x(T(u))      T_i(u) = u_i (1 + e_i |u|^2 / h^2)      J = det dT/du
 *
 * u is counted from the isocentre, h = 250 mm is the edge of the largest fields, e_i the relative displacement there along each axis. It grows
 * with the square of the distance: 10 % at 250 mm are below 2 % at the surface of a head, which nobody sees without the true image beside it,
 * and more than a centimetre at the ends of a spine. The Jacobian counts the tissue that a pixel really holds: what is pushed together is
 * brighter. What lies beyond the field of view is empty.
 *
 * `drawn`: the isocentre from the middle along phase encoding and readout, in half of the smaller field of view; e_phase / e - 1 = 1 - e_readout / e.
 *
 * Not modelled: higher orders of the field's expansion, displacement through the section, the scanner's own correction.
 *
 * Sources: Glover and Pelc, US patent 4591789 (1986); Doran et al., Phys. Med. Biol. 50 (2005) 1343.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { bicubic } from "../signal/resample.ts";
import { type CoilSamples, object } from "./modality.ts";

export interface Warp {
  /** Isocentre [px]. */
  readonly line: number;
  readonly sample: number;
  /** Relative displacement at the distance `reach`. */
  readonly phase: number;
  readonly readout: number;
  /** [m] */
  readonly reach: number;
}

/** @returns where a pixel's signal comes from [px], and the Jacobian of that map: phase x readout x (line, sample, Jacobian) */
export function sources({ phase, readout, spacing }: CoilSamples, warp: Warp): Float64Array {
  const map = new Float64Array(3 * phase * readout);
  const square = warp.reach * warp.reach;
  for (let line = 0, at = 0; line < phase; line++) {
    const y = (line - warp.line) * spacing.phase;
    for (let sample = 0; sample < readout; sample++, at += 3) {
      const x = (sample - warp.sample) * spacing.readout;
      const ratio = (x * x + y * y) / square;
      const a = 1 + warp.phase * ratio;
      const b = 1 + warp.readout * ratio;
      map[at] = warp.line + (y * a) / spacing.phase;
      map[at + 1] = warp.sample + (x * b) / spacing.readout;
      const cross = (4 * warp.phase * warp.readout * x * x * y * y) / (square * square);
      map[at + 2] = (a + (2 * warp.phase * y * y) / square) * (b + (2 * warp.readout * x * x) / square) - cross;
    }
  }
  return map;
}

/** @returns new images, warped */
export function warped(images: CoilSamples, warp: Warp): CoilSamples {
  const { coils, phase, readout } = images;
  const map = sources(images, warp);
  const data = new Float64Array(images.data.length);
  const size = 2 * phase * readout;
  for (let coil = 0; coil < coils; coil++) {
    const plane = { rows: phase, columns: readout, channels: 2, data: images.data.subarray(coil * size, (coil + 1) * size) };
    for (let i = 0, to = coil * size; i < map.length; i += 3, to += 2) {
      const line = map[i];
      const sample = map[i + 1];
      if (line < -0.5 || line > phase - 0.5 || sample < -0.5 || sample > readout - 0.5) continue;
      data[to] = map[i + 2] * bicubic(plane, line, sample, 0);
      data[to + 1] = map[i + 2] * bicubic(plane, line, sample, 1);
    }
  }
  return { ...images, data };
}

/** [m] */
const REACH = 0.25;

export default defineDegradation({
  version: 2,
  title: "gradient nonlinearity",
  attribute: "geometric distortion",
  domain: object,
  parameters: {
    displacement: ladder({
      unit: "%",
      none: 0,
      mild: 2,
      moderate: 4.5,
      severe: 10,
      means: "displacement at 250 mm from the isocentre / that distance, mean of both axes",
    }),
  },
  effective: {
    edgeDisplacement: { unit: "mm", means: "displacement at half the smaller field of view from the isocentre, mean of both axes" },
  },
  looksLike: {
    sign: "anatomy pulled towards the middle the more the farther out it lies, as seen through a barrel-shaped lens",
    mild: "the periphery very slightly drawn towards the middle",
    moderate: "the periphery slightly drawn towards the middle, straight outlines barely bulging",
    severe: "the periphery drawn towards the middle and straight outlines bulging",
  },
  effectOnAnatomy: {
    mild: "{fine} remain sharp and in place to the eye",
    moderate: "{fine} remain sharp, those far out slightly out of place",
    severe: "{fine} far out are out of place, and {coarse} are a little too small",
  },
  visibleAloneFrom: "never",
  confusedWith: ["mri/epi-distortion", "mri/eddy-shear"],
  references: ["Glover and Pelc, US patent 4591789 (1986)", "Doran et al., Phys. Med. Biol. 50 (2005) 1343"],
  degrade(images: CoilSamples, { displacement }, random) {
    const { phase, readout, spacing } = images;
    const stream = random.stream("warp");
    const isocentre = [stream.range(-0.1, 0.1), stream.range(-0.1, 0.1)];
    const difference = stream.range(-0.3, 0.3);
    const half = Math.min(phase * spacing.phase, readout * spacing.readout) / 2;
    const share = displacement / 100;
    const sample = warped(images, {
      line: (phase - 1) / 2 + (isocentre[0] * half) / spacing.phase,
      sample: (readout - 1) / 2 + (isocentre[1] * half) / spacing.readout,
      phase: share * (1 + difference),
      readout: share * (1 - difference),
      reach: REACH,
    });
    return {
      sample,
      drawn: { isocentre, difference },
      effective: { edgeDisplacement: (share * half * half * half * 1e3) / (REACH * REACH) },
    };
  },
});
