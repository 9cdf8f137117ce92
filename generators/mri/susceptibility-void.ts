/**
 * Susceptibility void: inclusions of another susceptibility bend the main field around them. The spins within a voxel fall out of step, and a
 * gradient echo finds no signal there; farther out it finds it at a wrong frequency, which it takes for a wrong place.
 *
 *   df = sum_j K_j (3 z^2 - r^2) / r^5      K_j = gamma dchi B0 a_j^3 / 3      r = (x, y, z) from the middle of sphere j
 *   m = |x| exp(-(2 pi TE)^2 sum_i (d_i df/dx_i)^2 / 24),  0 within a sphere      then displaced by df / BW along the readout
 *
 * Three spheres side by side in a field along z, normal to the section, as a clip, a blood clot or a gas pocket might have them: of together
 * the volume of one of radius a. d_i are the edges of a voxel: each axis is taken as a Gaussian of the box's variance d^2 / 12, so that the loss equals the
 * box's sinc to the second order and has no side lobes. TE, B0 and BW, the bandwidth of a pixel, are the scan's own. Displaced signal piles up
 * on one side (field/displaced.ts).
 *
 * `drawn`: the inclusion's row and column along phase encoding and readout; `volumes`, each sphere's share; `angles` [turns], `distances` and
 * `heights` [a] of the spheres from the middle.
 *
 * Not modelled: refocusing by a spin echo, displacement of the section itself, inclusions that are no spheres.
 *
 * Sources: Schenck, Med. Phys. 23 (1996) 815 (field of a sphere); Frahm, Merboldt, Haenicke, Magn. Reson. Med. 6 (1988) 474 (dephasing).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, exp, PI, pow, sinTurns, TWO_PI } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { displaced } from "./field/displaced.ts";
import { type CoilSamples, object } from "./modality.ts";
import { rootSumOfSquares } from "./reconstruction/root-sum-of-squares.ts";
import { multiplied, placeWithin, shownMask, supportOf } from "./tissue/support.ts";

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

export interface Field {
  /** What is left of the signal, 0 .. 1: phase x readout. */
  readonly gain: Float64Array;
  /** Error of the frequency [Hz], 0 within a sphere: phase x readout. */
  readonly frequency: Float64Array;
}

/** The field of the inclusions, and its gradient down, across and through. */
export function fieldOf({ phase, readout, spacing, timing }: CoilSamples, inclusions: readonly Inclusion[]): Field {
  const size = phase * readout;
  const dephasing = (TWO_PI * timing.echoTime * TWO_PI * timing.echoTime) / 24;
  const frequency = new Float64Array(size);
  const down = new Float64Array(size);
  const across = new Float64Array(size);
  const through = new Float64Array(size);
  const inside = new Uint8Array(size);
  for (const { line: top, sample: left, height, radius, susceptibility, thickness } of inclusions) {
    const strength = (GYROMAGNETIC_RATIO * susceptibility * timing.fieldStrength * radius * radius * radius) / 3;
    const z = -height;
    for (let line = 0, i = 0; line < phase; line++) {
      const y = (line - top) * spacing.phase;
      for (let sample = 0; sample < readout; sample++, i++) {
        const x = (sample - left) * spacing.readout;
        const square = x * x + y * y + z * z;
        if (square <= radius * radius) {
          inside[i] = 1;
          continue;
        }
        const r5 = square * square * Math.sqrt(square);
        const common = (-2 - (5 * (3 * z * z - square)) / square) / r5;
        frequency[i] += (strength * (3 * z * z - square)) / r5;
        down[i] += strength * y * common * spacing.phase;
        across[i] += strength * x * common * spacing.readout;
        through[i] += strength * z * (common + 6 / r5) * thickness;
      }
    }
  }
  const gain = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (inside[i] === 1) frequency[i] = 0;
    else gain[i] = exp(-dephasing * (down[i] * down[i] + across[i] * across[i] + through[i] * through[i]));
  }
  return { gain, frequency };
}

/** What an even object would show: phase x readout magnitudes. */
function shownGain(images: CoilSamples, gain: Float64Array, shift: Float64Array): Float64Array {
  const data = new Float64Array(2 * gain.length);
  for (let i = 0; i < gain.length; i++) data[2 * i] = gain[i];
  const shown = displaced({ ...images, coils: 1, data }, shift, "readout");
  return rootSumOfSquares(shown.data, 1, gain.length);
}

const SPHERES = 3;

/** Volumes that add up to 1, and places about the middle in radii of a sphere of that volume. */
function drawCluster(stream: RandomStream): { volumes: number[]; angles: number[]; distances: number[]; heights: number[] } {
  const volumes = Array.from({ length: SPHERES }, () => stream.range(0.5, 1.5));
  const sum = volumes.reduce((total, volume) => total + volume, 0);
  const first = stream.uniform();
  return {
    volumes: volumes.map((volume) => volume / sum),
    angles: volumes.map((_, sphere) => first + (sphere + stream.range(-0.2, 0.2)) / SPHERES),
    distances: volumes.map(() => stream.range(0.5, 1.1)),
    heights: volumes.map(() => stream.range(-0.4, 0.4)),
  };
}

export default defineDegradation({
  version: 2,
  title: "signal void around a susceptibility inclusion",
  attribute: "focal signal loss",
  domain: object,
  parameters: {
    radius: ladder({
      unit: "mm",
      none: 0,
      mild: 1.2,
      moderate: 4,
      severe: 14,
      means: "radius of a sphere as large as the inclusions together",
    }),
    susceptibility: constant({ unit: "ppm", value: 30, means: "difference of susceptibility to tissue: 9 for air, 180 for titanium" }),
    thickness: constant({ unit: "mm", value: 5, means: "thickness of the section" }),
  },
  effective: {
    area: { unit: "mm^2", means: "area where less than half of the signal is left" },
    voidRadius: { unit: "mm", means: "radius of the disc of that area" },
  },
  looksLike: {
    sign: "one black hole in the tissue with a soft and uneven rim, in which nothing is left",
    mild: "one small black spot in the tissue",
    moderate: "one plain black hole in the tissue, with borders that are drawn out",
    severe: "one large black hole that swallows a great part of the tissue",
  },
  effectOnAnatomy: {
    mild: "{fine} are hidden only within a small spot and remain visible elsewhere",
    moderate: "{fine} are lost within a black hole, while {coarse} remain visible around it",
    severe: "no tissue can be seen within the large black hole, and {fine} beside it are distorted",
  },
  confusedWith: ["mri/epi-distortion", "mri/banding", "mri/partial-fourier-homodyne"],
  local: true,
  references: ["Schenck, Med. Phys. 23 (1996) 815", "Frahm, Merboldt, Haenicke, Magn. Reson. Med. 6 (1988) 474"],
  degrade(images: CoilSamples, { radius, susceptibility, thickness }, random) {
    const { readout, spacing } = images;
    const stream = random.stream("inclusion");
    const place = placeWithin(supportOf(images), stream.uniform());
    const line = Math.floor(place / readout);
    const sample = place % readout;
    const { volumes, angles, distances, heights } = drawCluster(stream);
    const inclusions = volumes.map(
      (volume, sphere): Inclusion => ({
        line: line + (1e-3 * radius * distances[sphere] * cosTurns(angles[sphere])) / spacing.phase,
        sample: sample + (1e-3 * radius * distances[sphere] * sinTurns(angles[sphere])) / spacing.readout,
        height: 1e-3 * radius * heights[sphere],
        radius: 1e-3 * radius * pow(volume, 1 / 3),
        susceptibility: susceptibility * 1e-6,
        thickness: thickness * 1e-3,
      }),
    );
    const { gain, frequency } = fieldOf(images, inclusions);
    const shift = frequency.map((hertz) => hertz / images.timing.bandwidthPerPixel);
    const mask = Uint8Array.from(shownGain(images, gain, shift), (value) => (value < 0.5 ? 1 : 0));
    const area = mask.reduce((sum, value) => sum + value, 0) * spacing.phase * spacing.readout * 1e6;
    return {
      sample: displaced(multiplied(images, gain), shift, "readout"),
      drawn: { line, sample, volumes, angles, distances, heights },
      effective: { area, voidRadius: Math.sqrt(area / PI) },
      mask: shownMask(images, mask),
    };
  },
});
