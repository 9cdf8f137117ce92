/**
 * Computed tomography: one axial slice as CT numbers, with its attenuation, the fans that the detector read, and their rebinned parallel
 * sinogram behind it.
 *
 *   mu = mu_water (1 + HU / 1000) >= 0,   mu_water = 19.3 1/m       water at 70 keV, the effective energy of a 120 kVp scan
 *   q(beta, gamma) = line integral of mu along a fan's ray           views x bins (fan/geometry.ts)
 *   p(theta, s) = the same along parallel rays                      views x bins (fan/rebinning.ts)
 *   HU' = HU + (1000 / mu_water) FBP(p' - p)                        one bin a pixel, Hann-apodised where no other kernel is chosen
 *
 * Reconstruction is linear, so only what a degradation changed in the sinogram is reconstructed: the image keeps the scanner's own
 * resolution and texture, and an untouched sinogram gives back the very image. Views: pi / 2 for each pixel of the longer side (the
 * angular sampling theorem for that diameter), at most 720 for the sake of time.
 *
 * The sinogram's photon count is the scan's own, as its noise tells (dose/noise-level.ts): full dose gives that noise at the body's centre of
 * mass. Where an image shows too little of it, automatic exposure control set for `NOISE_INDEX` stands in. Padding outside the reconstruction circle is air that is not touched. Pixels without a stated spacing are
 * taken as 0.7 mm. Code values of a CT image whose window is lost are taken as level 40, width 400 HU, and 0 as air. Raw projections are
 * reconstructed first (projections/image.ts), and shown from air to their densest parts.
 *
 * Not modelled: beam hardening, scatter, helical geometry, the part of the body outside a cropped image.
 *
 * Sources: mu_water from Hubbell and Seltzer, NISTIR 5632 (XAAMDI), 70 keV; sampling: Kak and Slaney (1988), section 5.1.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { defineDomain } from "../domain.ts";
import { type Clean, type DisplayWindow, defineModality, defineStation, verdictByWorst } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { type Apodisation, equalWeights, filteredBackProjection, rampFilter } from "../signal/filtered-back-projection.ts";
import { exp } from "../signal/math.ts";
import { equalAngles, type ParallelGeometry, project } from "../signal/projector.ts";
import { anatomies, bodyParts, qualifiers } from "./anatomy/words.ts";
import { noiseLevel } from "./dose/noise-level.ts";
import { type FanGeometry, fansOf } from "./fan/geometry.ts";
import { rebinned } from "./fan/rebinning.ts";
import { imageOf } from "./projections/image.ts";

/** Linear attenuation of water at 70 keV [1/m]. */
export const WATER_ATTENUATION = 19.3;
/** Noise of a full-dose scan that does not show its own [HU]. */
export const NOISE_INDEX = 12;
/** Less than this was smoothed away or never there: a drawing, a heavily filtered image [HU]. */
const LEAST_NOISE = 2;

const AIR = -1000;
/** Below this a number is padding: air's own noise stays above it [HU]. */
const PADDING_BELOW = -1500;
const DEFAULT_PIXEL = 0.7e-3;
const MOST_VIEWS = 720;
const MOST_BINS = 4096;

/** Linear attenuation [1/m], rows x columns. */
export interface Attenuation {
  readonly rows: number;
  readonly columns: number;
  /** Distance between pixel centres down and across [m]. */
  readonly pixel: { readonly row: number; readonly column: number };
  readonly data: Float64Array;
}

/** Line integrals of the attenuation. */
export interface Sinogram {
  readonly geometry: ParallelGeometry;
  /** Line integrals [1], views x bins. */
  readonly data: Float64Array;
  /** The angle that each view stands for in the reconstruction [rad], together pi; 0: the view was not taken, its data means nothing. */
  readonly weights: Float64Array;
  /** Photons that each bin receives in each view at full dose without an object in the beam. */
  readonly photonCount: number;
  /** Standard deviation of full dose's noise at the body's centre of mass [HU]. */
  readonly noise: number;
  /** Apodisation of the kernel through which a change shows; Hann where it is left out. */
  readonly kernel?: Apodisation;
  /** True where the change makes up for the Hann kernel (detector/whole-band.ts): no other one can show it. */
  readonly wholeBand?: boolean;
  /** What entered: the object and its full, untouched line integrals and weights. A degradation passes it on. */
  readonly source: { readonly object: Attenuation; readonly data: Float64Array; readonly weights: Float64Array };
}

/** What the detector reads: fans of a full turn, before they are rebinned to the parallel sinogram. */
export interface FanReadings {
  readonly geometry: FanGeometry;
  /** Line integrals [1], views x bins. */
  readonly data: Float64Array;
  /** Photons that each bin receives in each view at full dose without an object in the beam: half of the sinogram's, as each line is read twice. */
  readonly photonCount: number;
  /** As of the sinogram. */
  readonly wholeBand?: boolean;
  /** What entered, and its untouched readings. A degradation passes it on. */
  readonly source: { readonly object: Attenuation; readonly data: Float64Array };
}

export const object = defineDomain<Attenuation>("object");
export const fanReadings = defineDomain<FanReadings>("fan readings");
export const sinogram = defineDomain<Sinogram>("sinogram");

const attenuationOf = (hounsfield: number): number => Math.max(WATER_ATTENUATION * (1 + hounsfield / 1000), 0);

/** @returns one test a pixel: did the scanner measure here? */
function measured(acquisition: Acquisition): (pixel: number) => boolean {
  const { inside, quantity, data } = imageOf(acquisition, WATER_ATTENUATION);
  return (pixel) => (inside === undefined || inside[pixel] === 1) && (quantity === "srgb" || data[pixel] >= PADDING_BELOW);
}

function unreadable(problem: string): MedqError {
  return new MedqError(
    "E_UNSUPPORTED",
    problem,
    "image",
    "Give one CT slice in Hounsfield units (DICOM, NIfTI, .npy), or a grey image of one.",
  );
}

function extremesOf(data: Float64Array): readonly [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** A slice of a body shows fat or air (below 0) and soft tissue or bone (above it). */
const canBeHounsfield = (low: number, high: number): boolean => low >= -8192 && low <= -50 && high >= 30 && high <= 32767;

/** What Hounsfield units are shifted by to fit into unsigned 16 bits. */
const SHIFT = 32768;
const areShifted = (low: number, high: number): boolean => canBeHounsfield(low - SHIFT, high - SHIFT);

/**
 * Code values of a picture that leave bits unused are CT numbers plus an offset. One offset is certain, the middle of 16 bits; others
 * (1024, 1000) are not.
 * @returns the offset; undefined for a picture that was shown through a window
 * @throws MedqError
 */
function offsetOf(data: Float64Array, bits: 8 | 16 = 8): number | undefined {
  const [low, high] = extremesOf(data);
  if (bits === 16 && areShifted(low, high)) return SHIFT;
  if (high === 0 || high > (bits === 16 ? SHIFT - 1 : 63)) return undefined;
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected a picture that uses its ${bits} bits, got code values from ${low} to ${high}, which may be CT numbers plus an offset that no file states`,
    "image",
    "Subtract the offset (1024 where air is 24, 1000 where it is 0) and save the Hounsfield units as NIfTI or .npy (int16).",
  );
}

/** @returns the CT number of code values, or of Hounsfield units under whatever name they came @throws MedqError */
function hounsfieldReading(acquisition: Acquisition): (pixel: number) => number {
  const { quantity, channels, data, bits, coils, complex } = acquisition;
  if (coils !== 1 || complex) throw unreadable("Expected one real plane");
  if (quantity === "srgb") {
    const white = bits === 16 ? 65535 : 255;
    const grey = data.every((code, at) => code === data[at - (at % channels)]);
    if (!grey) throw unreadable("Expected grey code values, got colour");
    const offset = offsetOf(data, bits);
    if (offset !== undefined) return (pixel) => data[pixel * channels] - offset;
    return (pixel) => (data[pixel * channels] === 0 ? AIR : -160 + (400 * data[pixel * channels]) / white);
  }
  if (channels !== 1) throw unreadable(`Expected 1 channel, got ${channels}`);
  if (quantity === "hounsfield") return (pixel) => data[pixel];
  if (quantity !== "unspecified") throw unreadable(`Expected CT numbers, got "${quantity}"`);
  const [low, high] = extremesOf(data);
  if (canBeHounsfield(low, high)) return (pixel) => data[pixel];
  if (areShifted(low, high)) return (pixel) => data[pixel] - SHIFT;
  throw unreadable(`Expected numbers that can be Hounsfield units, got values from ${low} to ${high}`);
}

function observe(source: Acquisition): Plane {
  const acquisition = imageOf(source, WATER_ATTENUATION);
  const { rows, columns } = acquisition;
  const hounsfield = hounsfieldReading(acquisition);
  const present = measured(acquisition);
  return {
    rows,
    columns,
    channels: 1,
    data: Float64Array.from({ length: rows * columns }, (_, pixel) => (present(pixel) ? hounsfield(pixel) : AIR)),
  };
}

/** @returns the clean plane plus a change of attenuation [1/m], where the scanner measured */
function changed(plane: Plane, change: (pixel: number) => number, { acquisition }: Clean): Plane {
  const present = measured(acquisition);
  return {
    ...plane,
    data: plane.data.map((value, pixel) => (present(pixel) ? value + (1000 / WATER_ATTENUATION) * change(pixel) : value)),
  };
}

const objectStation = defineStation<Acquisition, Attenuation>({
  domain: object,
  enter(acquisition, { plane }) {
    const { rows, columns, spacing } = imageOf(acquisition, WATER_ATTENUATION);
    return { rows, columns, pixel: spacing ?? { row: DEFAULT_PIXEL, column: DEFAULT_PIXEL }, data: plane.data.map(attenuationOf) };
  },
  leave(sample, clean) {
    return changed(clean.plane, (pixel) => sample.data[pixel] - attenuationOf(clean.plane.data[pixel]), clean);
  },
});

/** @returns rays at equal angles that cover the whole image, one bin a pixel */
export function geometryOf({ rows, columns, pixel }: Attenuation): ParallelGeometry {
  const height = rows * pixel.row;
  const width = columns * pixel.column;
  const diameter = Math.sqrt(height * height + width * width);
  const binSize = Math.max(Math.min(pixel.row, pixel.column), diameter / MOST_BINS);
  const viewCount = Math.min(MOST_VIEWS, Math.ceil(1.5707963267948966 * Math.max(rows, columns)));
  return { rows, columns, pixel, angles: equalAngles(viewCount), binCount: Math.ceil(diameter / binSize) + 1, binSize };
}

/**
 * The photon count for which full dose gives that noise [HU] at the centre of mass: the variance of a reconstructed value is
 * sum over views of w^2 G exp(p) / I0, p the ray through it, G the energy of the filter's response averaged over places between two bins.
 */
function photonCountOf(data: Float64Array, { angles, binCount, binSize }: ParallelGeometry, weights: Float64Array, noise: number): number {
  const impulse = new Float64Array(binCount);
  impulse[binCount >> 1] = 1;
  const answer = rampFilter(impulse, { binCount, binSize, apodisation: "hann" });
  const energy = answer.reduce((sum, value, n) => sum + (2 * value * value + value * (answer[n + 1] ?? 0)) / 3, 0);
  let variance = 0;
  angles.forEach((_, view) => {
    let mass = 0;
    let moment = 0;
    for (let bin = 0; bin < binCount; bin++) {
      mass += data[view * binCount + bin];
      moment += bin * data[view * binCount + bin];
    }
    const centre = mass > 0 ? Math.floor(moment / mass + 0.5) : binCount >> 1;
    variance += weights[view] * weights[view] * energy * exp(data[view * binCount + centre]);
  });
  const wanted = (noise * WATER_ATTENUATION) / 1000;
  return variance / (wanted * wanted);
}

/** @returns w' p' - w p for every view, so that one back-projection serves whichever views were taken; undefined for an untouched sinogram */
function differenceOf({ geometry, data, weights, source }: Sinogram): Float64Array | undefined {
  if (data === source.data && weights === source.weights) return undefined;
  return data.map((value, at) => {
    const view = Math.floor(at / geometry.binCount);
    const taken = weights[view] === 0 ? 0 : weights[view] * value;
    return taken - source.weights[view] * source.data[at];
  });
}

/** Kernels from sharp to smooth, by name. */
const KERNELS: Readonly<Record<string, Apodisation>> = {
  "ram-lak": "none",
  "shepp-logan": "shepp-logan",
  cosine: "cosine",
  hamming: "hamming",
  hann: "hann",
};

/** @throws MedqError E_USAGE for a change of sharpness itself */
function throughKernel(sample: Sinogram, name: string): Sinogram {
  if (sample.wholeBand === true) {
    throw new MedqError(
      "E_USAGE",
      "Expected a change that a kernel shapes, such as noise or streaks, got one of the sharpness itself",
      `reconstruction ${name}`,
      "Leave the reconstruction out: motion and blur show at the clean image's own sharpness.",
    );
  }
  return { ...sample, kernel: KERNELS[name]! };
}

/** The sinogram of an object, made once: fans and parallel views share it. */
const sinograms = new WeakMap<Attenuation, Sinogram>();

function sinogramOf(from: Attenuation): Sinogram {
  const known = sinograms.get(from);
  if (known !== undefined) return known;
  const geometry = geometryOf(from);
  const data = project(from.data, geometry);
  const weights = equalWeights(geometry.angles.length);
  const shown = noiseLevel(from, WATER_ATTENUATION);
  const noise = shown !== undefined && shown >= LEAST_NOISE ? shown : NOISE_INDEX;
  const photonCount = photonCountOf(data, geometry, weights, noise);
  const made = { geometry, data, weights, photonCount, noise, source: { object: from, data, weights } };
  sinograms.set(from, made);
  return made;
}

/** Readings that nothing has touched: what acts on the rebinned sinogram alone never projects a fan. */
const untouched = new WeakMap<FanReadings, Attenuation>();

/** Projects when it is asked for data. */
function readingsOf(from: Attenuation): FanReadings {
  const geometry = fansOf(geometryOf(from));
  let projected: Float64Array | undefined;
  const readings: FanReadings = {
    geometry,
    get data() {
      projected ??= project(from.data, geometry);
      return projected;
    },
    get photonCount() {
      return sinogramOf(from).photonCount / 2;
    },
    get source() {
      return { object: from, data: readings.data };
    },
  };
  untouched.set(readings, from);
  return readings;
}

/** The rebinned sinogram: of what changed in the fans only the change is rebinned. */
function parallelOf(readings: FanReadings): Sinogram {
  const from = untouched.get(readings);
  if (from !== undefined) return sinogramOf(from);
  const { data, geometry, source, wholeBand } = readings;
  const own = sinogramOf(source.object);
  const change = rebinned(
    data.map((value, at) => value - source.data[at]),
    geometry,
    own.geometry,
  );
  return { ...own, data: own.data.map((value, at) => value + change[at]), ...(wholeBand === true && { wholeBand }) };
}

const sinogramStation = defineStation<FanReadings, Sinogram>({
  domain: sinogram,
  enter: parallelOf,
  leave(sample, clean) {
    const before = objectStation.leave(sample.source.object, clean);
    const difference = differenceOf(sample);
    if (difference === undefined) return before;
    const change = filteredBackProjection(
      difference,
      sample.geometry,
      new Float64Array(sample.weights.length).fill(1),
      sample.kernel ?? "hann",
    );
    return changed(before, (pixel) => change[pixel], clean);
  },
  reconstructions: { names: Object.keys(KERNELS), choose: throughKernel },
  // Photons are counted: one more or less hangs on the last bit, so every engine's counts are the reference's.
  through: {
    async leave(sample, clean, engine) {
      const before = objectStation.leave(sample.source.object, clean);
      const difference = differenceOf(sample);
      if (difference === undefined) return before;
      const ones = new Float64Array(sample.weights.length).fill(1);
      const change = await engine.filteredBackProjection(difference, sample.geometry, ones, sample.kernel ?? "hann");
      return changed(before, (pixel) => change[pixel], clean);
    },
  },
});

const fanStation = defineStation<Attenuation, FanReadings>({
  domain: fanReadings,
  enter: readingsOf,
  leave: (sample, clean) => sinogramStation.leave(parallelOf(sample), clean),
  through: { leave: (sample, clean, engine) => sinogramStation.through!.leave(parallelOf(sample), clean, engine) },
});

/**
 * Soft tissue (level 40, width 400 HU), or, where the section is mostly lung, a wider window that shows the vessels in the lungs and the
 * mediastinum together (level -200, width 1000 HU). Lung is what lies between -900 and -600 HU; mostly is more than all that is denser.
 */
function window({ acquisition, plane }: Clean): DisplayWindow {
  // The object need not be a body.
  if (acquisition.quantity === "ct-projections") {
    const sorted = plane.data.slice().sort();
    return { low: AIR, high: sorted[Math.floor(0.999 * (sorted.length - 1))], transfer: "linear" };
  }
  let body = 0;
  let lung = 0;
  for (const value of plane.data) {
    if (value >= -600) body++;
    else if (value > -900) lung++;
  }
  return lung > body ? { low: -700, high: 300, transfer: "linear" } : { low: -160, high: 240, transfer: "linear" };
}

export default defineModality({
  title: "CT",
  imageName: "CT image",
  terms: ["CT"],
  quantity: { name: "CT number", unit: "HU" },
  version: 3,
  stations: [objectStation, fanStation, sinogramStation],
  observe,
  spacing: (acquisition) => imageOf(acquisition, WATER_ATTENUATION).spacing,
  window,
  /** From air to the densest pixel, at least to 1000 HU above water. */
  scale({ plane }) {
    return { floor: AIR, range: plane.data.reduce((most, value) => Math.max(most, value), 1000) - AIR };
  },
  anatomies,
  bodyParts,
  qualifiers,
  cleanLooks: [
    "edges of bones and soft tissues are crisp",
    "soft tissues differ clearly in brightness and the noise is low and fine-grained",
    "uniform tissues have the same brightness everywhere, without streaks or rings",
  ],
  verdict: verdictByWorst,
});
