/**
 * A modality: what its machine measures, the domains that an image passes through on its way to the display, and its own words.
 *
 * Shared code never asks which modality it has; this object answers. One folder: generators/<modality>/modality.ts.
 */
import type { Acquisition } from "../sources/acquisition.ts";
import type { Domain } from "./domain.ts";
import type { Plane } from "./plane.ts";
import type { Level } from "./severity.ts";
import type { Engine } from "./signal/engine.ts";

/** The clean image, in the two forms that a journey needs. */
export interface Clean {
  readonly acquisition: Acquisition;
  /** The physical quantity: observe(acquisition). */
  readonly plane: Plane;
}

/**
 * One domain on the way from the object to the image. `enter` takes the previous domain's sample (the first takes the acquisition),
 * `leave` reconstructs the physical image from this domain. For an untouched sample, leave(enter(clean)) is the clean plane to rounding.
 */
export interface Station<From = never, Sample = never> {
  readonly domain: Domain<Sample>;
  enter(from: From, clean: Clean): Sample;
  leave(sample: Sample, clean: Clean): Plane;
  /** Ways to the image that a recipe may choose between, where there are several: `choose` says which the sample shows through. */
  readonly reconstructions?: {
    readonly names: readonly string[];
    choose(sample: Sample, name: string): Sample;
  };
  /**
   * The same on another engine than the reference; left out where nothing is heavy, and on the way in where a degradation's draws jump
   * with the last bit of the sample.
   */
  readonly through?: {
    enter?(from: From, clean: Clean, engine: Engine): Promise<Sample>;
    leave(sample: Sample, clean: Clean, engine: Engine): Promise<Plane>;
  };
}

/** How the physical quantity becomes display code values 0 .. 255. */
export interface DisplayWindow {
  /** Values shown as 0 and as 255 [the modality's unit]. */
  readonly low: number;
  readonly high: number;
  /** "linear" between them, or the sRGB transfer of (value - low) / (high - low). */
  readonly transfer: "linear" | "srgb";
}

/** The words for one anatomy. Noun phrases in the plural, lower case, with their article: "the cortical ribbon and the small vessels". */
export interface Anatomy {
  /** "the brain" */
  readonly title: string;
  /** The view as a description opens with it, behind what `qualifiers` tells: "MR image of the brain". */
  readonly view: string;
  readonly fine: string;
  readonly coarse: string;
  /** Structures whose visibility modality-specific questions may ask about: "the lateral ventricles". */
  readonly structures: readonly string[];
}

export type Verdict = "good" | "usable" | "reject";

export interface Modality {
  /** As releases print it: "MRI", "CT", "Endoscopy", "Fundus", "Histopathology". */
  readonly title: string;
  /** As a sentence names one image: "MR image", "CT image", "fundus photograph". */
  readonly imageName: string;
  /** DICOM Modality (0008,0060) terms of the files that it takes; a file that says none is taken. Photographs go by OT and SC, too. */
  readonly terms: readonly string[];
  readonly quantity: { readonly name: string; readonly unit: string };
  /** Raised when observe, the stations or the window change what comes out: it is part of every key. */
  readonly version: number;
  /** Raw domains in the order in which the machine passes through them; `display` follows for every modality. */
  // biome-ignore lint/suspicious/noExplicitAny: stations of different sample types stand in one list; catalogue.test proves each fits the next
  readonly stations: readonly Station<any, any>[];
  /** Reads a clean acquisition as the physical quantity. @throws MedqError when its quantity is not one this modality can read */
  observe(acquisition: Acquisition): Plane;
  /** How far apart the samples of the observed plane lie [m], where the file says; left out: as those of the acquisition. */
  spacing?(acquisition: Acquisition): Acquisition["spacing"];
  /** The window in which the clean image and everything made from it are shown. */
  window(clean: Clean): DisplayWindow;
  /** The value that stands for nothing (air, no signal, darkness) and the dynamic range [unit]: for NRMSE, PSNR and SSIM. */
  scale(clean: Clean): { readonly floor: number; readonly range: number };
  /** By name ("brain"). One is named REGION: its words hold for any part of the body. */
  readonly anatomies: Readonly<Record<string, Anatomy>>;
  /** Which anatomy a file shows: defined terms of DICOM's BodyPartExamined (PS3.16 annex L) and names of `anatomies`. */
  readonly bodyParts: Readonly<Record<string, string>>;
  /** What the scanner's statements say about the image beyond any doubt, as adjectives in their order: "axial", "T2-weighted". */
  qualifiers(scanner: Acquisition["scanner"]): readonly string[];
  /** How a clean image of this modality looks: three whole clauses without final stop, on sharpness, on contrast and noise, on uniformity or colour. */
  readonly cleanLooks: readonly [string, string, string];
  /** The verdict for an image that carries defects of these levels (none: an empty list), by the modality's documented rule. */
  verdict(levels: readonly Level[]): Verdict;
}

export function defineModality(modality: Modality): Modality {
  return modality;
}

/** The anatomy of an image of which nobody says what it shows. */
export const REGION = "region";

/** @returns the name of the anatomy that the scanner states, REGION where it states none that the modality knows */
export function anatomyIn({ bodyParts }: Modality, { BodyPartExamined }: Acquisition["scanner"]): string {
  const term = String(BodyPartExamined ?? "").toUpperCase();
  return Object.hasOwn(bodyParts, term) ? bodyParts[term]! : REGION;
}

/** Section planes by the normal's axis, as DICOM's patient axes have them: x to the left, y to the back, z to the head. */
const PLANES = ["sagittal", "coronal", "axial"] as const;
/** Up to 30 degrees off an axis a section bears its name [cosine]. */
const NEAR_AXIS = 0.866;

/** @returns "axial", "coronal" or "sagittal" of a section that ImageOrientationPatient shows to be one */
export function sectionPlane({ ImageOrientationPatient: cosines }: Acquisition["scanner"]): string | undefined {
  if (!Array.isArray(cosines) || cosines.length !== 6) return undefined;
  const [a, b, c, d, e, f] = cosines as [number, number, number, number, number, number];
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  return PLANES.find((_, axis) => Math.abs(normal[axis]!) >= NEAR_AXIS);
}

/** Types a station. */
export function defineStation<From, Sample>(station: Station<From, Sample>): Station<From, Sample> {
  return station;
}

/** The rule most modalities share: any severe defect or two moderate ones: reject; any other defect: usable; none: good. */
export function verdictByWorst(levels: readonly Level[]): Verdict {
  const count = (level: Level) => levels.filter((each) => each === level).length;
  if (count("severe") > 0 || count("moderate") > 1) return "reject";
  return count("mild") + count("moderate") > 0 ? "usable" : "good";
}
