/**
 * Metal: two implants of steel in the section, which the beam hardly passes.
 *
 *   N = Poisson(I0 exp(-p) m + S) + s z        m = mean over the bin of exp(-(q(L_w, L_m) - q(L_w, 0)))        z ~ N(0, 1)
 *   p' = -ln(max(N, 1) / I0) on the rays through metal,  p on all others
 *   q(L_w, L_m) = -ln sum_E w(E) exp(-mu_w(E) L_w - mu_m(E) L_m)        L_w = p / mu_w
 *
 * All effects come of it by themselves: the metal hardens a beam that the body has already hardened (dark bands between the implants), few or no photons
 * are left (streaks), the scattered ones S are then most of what is counted, and a bin that a rod's edge cuts averages intensities
 * (the exponential edge-gradient effect). The body's own beam hardening counts as corrected.
 *
 * They stand in or beside the strongest bones of the section: a vertebra and its pedicles, the sternum, the head of a humerus or a femur. Steel is
 * taken for iron.
 *
 * `drawn`: places of the implants, right of and above the axis [mm].
 *
 * Not modelled: metal that is not round, the scanner's own metal artefact reduction, scatter that follows the object.
 *
 * Sources: De Man, Nuyts, Dupont, Marchal, Suetens, IEEE Trans. Nucl. Sci. 46 (1999) 691; Joseph and Spital, Phys. Med. Biol. 26 (1981) 473;
 * Hubbell and Seltzer, NISTIR 5632.
 */
import { defineDegradation } from "../degradation.ts";
import type { Mask } from "../plane.ts";
import { constant, ladder } from "../severity.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { cos, exp, log, sin } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { linearAttenuation } from "./attenuation/materials.ts";
import { type SpectralLine, tubeSpectrum } from "./attenuation/spectrum.ts";
import { type Attenuation, type Sinogram, sinogram, WATER_ATTENUATION } from "./modality.ts";

/** Where a rod stands, right of and above the axis [m]. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const VOLTAGE = 120;
const FILTER = 7e-3;
/** Rays across a bin whose intensities are averaged. */
const RAYS = 4;
/** Electronic noise and scattered photons in each bin. */
const ELECTRONIC = 5;
const SCATTERED = 20;
/** Tissue: above minus 100 HU. */
const TISSUE = 0.9 * WATER_ATTENUATION;
/** Cortical bone: 300 HU and more. Contrast medium stays below. */
const CORTEX = 1.3 * WATER_ATTENUATION;
/** Breadth of a bone that carries an implant, and of its cortex [m]. */
const BONE = 15e-3;
const SHELL = 3e-3;
/** Bone about a place / the most about any: thinner bones carry no implant, nor does what a bone surrounds. */
const STRONG = 0.8;
const NEAR = 0.25;
/** The second implant stands so far from the first where bone allows [m]. */
const APART = 0.025;
const TRIES = 12;

/** @returns pixels in or beside the strongest bones; where there is no bone, of tissue; where there is no tissue, the middle */
function sites(object: Attenuation): number[] {
  const { rows, columns, pixel, data } = object;
  const cortex = data.map((value) => Math.max(value - CORTEX, 0));
  const around = (breadth: number): ((i: number) => number) => {
    const spread = gaussianSpread(breadth / Math.sqrt(pixel.row * pixel.column));
    const mean = convolve({ rows, columns, channels: 1, data: cortex }, spread).data;
    const most = mean.reduce((largest, value) => Math.max(largest, value), 0);
    return (i) => (most > 0 ? mean[i] / most : 0);
  };
  const [bone, shell] = [around(BONE), around(SHELL)];
  const all = [...data.keys()];
  const strong = all.filter((i) => bone(i) > STRONG && shell(i) > NEAR && data[i] > TISSUE);
  if (strong.length > 0) return strong;
  const tissue = all.filter((i) => data[i] > TISSUE);
  return tissue.length > 0 ? tissue : [Math.floor(data.length / 2)];
}

/** Draws two places, the second far enough from the first, or the farthest of a few. */
function drawPlaces(object: Attenuation, random: RandomSource): [Place, Place] {
  const { rows, columns, pixel } = object;
  const choice = sites(object);
  const stream = random.stream("places");
  const place = (): Place => {
    const i = choice[Math.min(Math.floor(stream.uniform() * choice.length), choice.length - 1)]!;
    return { x: ((i % columns) - (columns - 1) / 2) * pixel.column, y: ((rows - 1) / 2 - Math.floor(i / columns)) * pixel.row };
  };
  const first = place();
  const distance = (to: Place): number => Math.sqrt((to.x - first.x) * (to.x - first.x) + (to.y - first.y) * (to.y - first.y));
  let second = place();
  for (let more = 1; more < TRIES; more++) {
    const other = place();
    if (distance(second) < APART && distance(other) > distance(second)) second = other;
  }
  return [first, second];
}

/** @returns lengths of metal on the rays through the parts of each bin [m], views x bins x RAYS */
export function metalLengths({ geometry }: Pick<Sinogram, "geometry">, places: readonly Place[], radius: number): Float64Array {
  const { angles, binCount, binSize } = geometry;
  const lengths = new Float64Array(angles.length * binCount * RAYS);
  for (let view = 0; view < angles.length; view++) {
    for (const { x, y } of places) {
      const centre = x * cos(angles[view]) + y * sin(angles[view]);
      for (let ray = 0; ray < binCount * RAYS; ray++) {
        const off = ((ray + 0.5) / RAYS - binCount / 2) * binSize - centre;
        const square = radius * radius - off * off;
        if (square > 0) lengths[view * binCount * RAYS + ray] += 2 * Math.sqrt(square);
      }
    }
  }
  return lengths;
}

/** @returns for each bin what metal leaves of the beam that the body left, 1 without metal: views x bins */
function transmissions({ data }: Sinogram, lengths: Float64Array, lines: readonly SpectralLine[]): Float64Array {
  const left = new Float64Array(data.length).fill(1);
  const water = lines.map(({ energy }) => linearAttenuation("water", energy));
  const metal = lines.map(({ energy }) => linearAttenuation("iron", energy));
  for (let at = 0; at < data.length; at++) {
    let whole = 0;
    let behind = 0;
    let touched = false;
    for (let ray = at * RAYS; ray < (at + 1) * RAYS; ray++) if (lengths[ray] > 0) touched = true;
    if (!touched) continue;
    const body = Math.max(data[at], 0) / WATER_ATTENUATION;
    for (let line = 0; line < lines.length; line++) {
      const through = lines[line]!.weight * exp(-water[line]! * body);
      whole += RAYS * through;
      for (let ray = at * RAYS; ray < (at + 1) * RAYS; ray++) behind += through * exp(-metal[line]! * lengths[ray]);
    }
    left[at] = behind / whole;
  }
  return left;
}

/** @returns rows x columns: the implants and the straight band between them */
function maskOf({ rows, columns, pixel }: Attenuation, [a, b]: readonly [Place, Place], radius: number): Mask {
  const mask = new Uint8Array(rows * columns);
  const reach = Math.max(radius, pixel.row, pixel.column);
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  for (let row = 0, i = 0; row < rows; row++) {
    const y = ((rows - 1) / 2 - row) * pixel.row;
    for (let column = 0; column < columns; column++, i++) {
      const x = (column - (columns - 1) / 2) * pixel.column;
      const along = square > 0 ? Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / square, 0), 1) : 0;
      const [offX, offY] = [x - a.x - along * dx, y - a.y - along * dy];
      if (offX * offX + offY * offY <= reach * reach) mask[i] = 1;
    }
  }
  return mask;
}

export default defineDegradation({
  version: 2,
  title: "metal implants",
  attribute: "metal artefacts",
  domain: sinogram,
  local: true,
  parameters: {
    radius: ladder({ unit: "mm", none: 0, mild: 1, moderate: 2.5, severe: 6, means: "radius of each of the two rods" }),
    scattered: constant({ unit: "photons", value: SCATTERED, means: "scattered photons in each bin" }),
  },
  effective: {
    metalShare: { unit: "1", means: "rays through metal / all rays" },
    starvedShare: { unit: "1", means: "of those, rays that leave fewer than ten photons" },
  },
  looksLike: {
    sign: "dark and bright streaks that radiate from two spots of metal in or beside bone, with dark bands between them",
    mild: "faint fine streaks that radiate from two spots in or beside bone",
    moderate: "two white spots with a dark band between them and plain streaks that radiate from them",
    severe: "two glaring white discs with broad black bands and streaks across the body",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint streaks beside the metal",
    moderate: "{fine} near the metal are hidden by streaks, while {coarse} farther away stay clear",
    severe: "{fine} are lost over most of the body and {coarse} between the implants cannot be seen",
  },
  confusedWith: ["ct/beam-hardening", "ct/scatter", "ct/photon-starvation", "ct/cardiac-motion"],
  references: [
    "De Man, Nuyts, Dupont, Marchal, Suetens, IEEE Trans. Nucl. Sci. 46 (1999) 691. doi:10.1109/23.775600",
    "Joseph and Spital, Phys. Med. Biol. 26 (1981) 473. doi:10.1088/0031-9155/26/3/010",
    "Hubbell and Seltzer, Tables of X-Ray Mass Attenuation Coefficients, NISTIR 5632 (1995). doi:10.18434/T4D01F",
  ],
  degrade(sample, { radius, scattered }, random) {
    const { object } = sample.source;
    const places = drawPlaces(object, random);
    const left = transmissions(sample, metalLengths(sample, places, radius / 1000), tubeSpectrum(VOLTAGE, FILTER));
    const means = new Float64Array(left.length);
    for (let at = 0; at < left.length; at++) {
      if (left[at] < 1) means[at] = sample.photonCount * exp(-sample.data[at]) * left[at] + scattered;
    }
    const counts = random.stream("photons").fillPoisson(new Float64Array(left.length), means);
    const normals = random.stream("electronics").fillNormal(new Float64Array(left.length));
    const data = sample.data.slice();
    let metal = 0;
    let starved = 0;
    for (let at = 0; at < left.length; at++) {
      if (left[at] === 1) continue;
      metal++;
      if (means[at] - scattered < 10) starved++;
      data[at] = -log(Math.max(counts[at] + ELECTRONIC * normals[at], 1) / sample.photonCount);
    }
    return {
      sample: { ...sample, data },
      drawn: { placesMm: places.flatMap(({ x, y }) => [1000 * x, 1000 * y]) },
      effective: { metalShare: metal / left.length, starvedShare: metal === 0 ? 0 : starved / metal },
      mask: maskOf(object, places, radius / 1000),
    };
  },
});
