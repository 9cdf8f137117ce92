/**
 * Susceptibility void: an inclusion of another susceptibility bends the main field around it, the spins within a voxel fall out of step, and a
 * gradient echo finds no signal there.
 *
 *   df = K (3 z^2 - r^2) / r^5      K = gamma dchi B0 a^3 / 3      m = |x| exp(-(2 pi TE)^2 sum_i (d_i df/dx_i)^2 / 24),  0 within a
 *
 * A sphere of radius a in a field along z, normal to the section. d_i are the edges of a voxel: each axis is taken as a Gaussian of the box's
 * variance d^2 / 12, so that the loss equals the box's sinc to the second order and has no side lobes. TE and B0 are the scan's own.
 *
 * `drawn`: the inclusion's row and column along phase encoding and readout; its distance from the section's middle plane / a.
 *
 * Not modelled: displacement and pile-up of the signal that remains, refocusing by a spin echo, inclusions that are no spheres.
 *
 * Sources: Schenck, Med. Phys. 23 (1996) 815 (field of a sphere); Frahm, Merboldt, Haenicke, Magn. Reson. Med. 6 (1988) 474 (dephasing).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, PI, TWO_PI } from "../signal/math.ts";
import { placeWithin } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { multiplied, shownMask, supportOf } from "./tissue/support.ts";

const GYROMAGNETIC_RATIO = 42.577e6;

export interface Inclusion {
  /** Its place, in pixels from the first line and sample, and above the section [m]. */
  readonly line: number;
  readonly sample: number;
  readonly height: number;
  /** [m] */
  readonly radius: number;
  /** Difference of susceptibility [1]. */
  readonly susceptibility: number;
  /** Thickness of the section [m]. */
  readonly thickness: number;
}

/** @returns what is left of the signal, 0 .. 1: phase x readout */
export function remainingSignal({ phase, readout, spacing, timing }: CoilSamples, inclusion: Inclusion): Float64Array {
  const { line: top, sample: left, height, radius, susceptibility, thickness } = inclusion;
  const strength = (GYROMAGNETIC_RATIO * susceptibility * timing.fieldStrength * radius * radius * radius) / 3;
  const dephasing = (TWO_PI * timing.echoTime * TWO_PI * timing.echoTime) / 24;
  const z = -height;
  const gain = new Float64Array(phase * readout);
  for (let line = 0, i = 0; line < phase; line++) {
    const y = (line - top) * spacing.phase;
    for (let sample = 0; sample < readout; sample++, i++) {
      const x = (sample - left) * spacing.readout;
      const square = x * x + y * y + z * z;
      if (square <= radius * radius) continue;
      const r5 = square * square * Math.sqrt(square);
      const common = (-2 - (5 * (3 * z * z - square)) / square) / r5;
      const down = strength * y * common * spacing.phase;
      const across = strength * x * common * spacing.readout;
      const through = strength * z * (common + 6 / r5) * thickness;
      gain[i] = exp(-dephasing * (down * down + across * across + through * through));
    }
  }
  return gain;
}

export default defineDegradation({
  version: 1,
  title: "signal void around a susceptibility inclusion",
  attribute: "signal void",
  domain: object,
  parameters: {
    radius: ladder({ unit: "mm", none: 0, mild: 1.2, moderate: 4, severe: 14, means: "radius of the inclusion" }),
    susceptibility: constant({ unit: "ppm", value: 30, means: "difference of susceptibility to tissue: 9 for air, 180 for titanium" }),
    thickness: constant({ unit: "mm", value: 5, means: "thickness of the section" }),
  },
  effective: {
    area: { unit: "mm^2", means: "area where less than half of the signal is left" },
    voidRadius: { unit: "mm", means: "radius of the disc of that area" },
  },
  looksLike: {
    sign: "round black hole in the tissue with a soft rim, in which nothing is left",
    mild: "small round black spot in the tissue",
    moderate: "plain round black hole in the tissue",
    severe: "large black hole that swallows a great part of the tissue",
  },
  effectOnAnatomy: {
    mild: "{fine} are hidden only within a small spot and remain visible elsewhere",
    moderate: "{fine} are lost within a round hole, while {coarse} remain visible around it",
    severe: "{fine} and part of {coarse} are lost within a large black hole",
  },
  confusedWith: ["mri/thermal-noise", "mri/rigid-motion", "mri/periodic-ghosting", "mri/spike-noise"],
  local: true,
  references: ["Schenck, Medical Physics 23:815, 1996"],
  degrade(images: CoilSamples, { radius, susceptibility, thickness }, random) {
    const { readout, spacing } = images;
    const stream = random.stream("inclusion");
    const place = placeWithin(supportOf(images), stream.uniform());
    const height = stream.range(0, 0.5);
    const line = Math.floor(place / readout);
    const sample = place % readout;
    const gain = remainingSignal(images, {
      line,
      sample,
      height: height * radius * 1e-3,
      radius: radius * 1e-3,
      susceptibility: susceptibility * 1e-6,
      thickness: thickness * 1e-3,
    });
    const mask = Uint8Array.from(gain, (value) => (value < 0.5 ? 1 : 0));
    const area = mask.reduce((sum, value) => sum + value, 0) * spacing.phase * spacing.readout * 1e6;
    return {
      sample: multiplied(images, gain),
      drawn: { line, sample, height },
      effective: { area, voidRadius: Math.sqrt(area / PI) },
      mask: shownMask(images, mask),
    };
  },
});
