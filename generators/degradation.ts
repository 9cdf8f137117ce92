/**
 * A degradation: one physical cause of lost quality. One file in generators/<modality>/, default-exported through defineDegradation;
 * its path is its id. generators/display/ holds those that any modality can suffer.
 */
import type { Domain } from "./domain.ts";
import type { Mask } from "./plane.ts";
import type { Ladder } from "./severity.ts";
import type { RandomSource } from "./signal/random.ts";

/** What was drawn at random, by name: offsets per shot, acquired lines, angles ... in the units that `drawn` documents in the file's header. */
export type Drawn = Readonly<Record<string, number | string | readonly number[]>>;

export interface Outcome<Sample> {
  /** The degraded sample, in new arrays: the input stays untouched. */
  readonly sample: Sample;
  readonly drawn: Drawn;
  /** What was achieved, for every name declared under `effective`. */
  readonly effective: Readonly<Record<string, number>>;
  /** For a local defect: where it is in the image. */
  readonly mask?: Mask;
}

/** One phrase for each level above none. */
export interface PhraseByLevel {
  readonly mild: string;
  readonly moderate: string;
  readonly severe: string;
}

export interface Degradation<Sample = unknown, Name extends string = string> {
  /** Raised whenever the pixels that it makes change: it is part of every key. */
  readonly version: number;
  /** What a person calls it, lower case, no article: "rigid motion between shots". */
  readonly title: string;
  /**
   * The quality attribute that a person would name, lower case: "motion", "aliasing", "low-dose noise", "defocus". A look, not the name of the method that
   * gave it, for it is asked as absent of any image; a plural or a noun without number, for it takes a level ("mild zipper artefacts").
   * Causes that a reader cannot tell apart, or whose names say the same, share it.
   */
  readonly attribute: string;
  readonly domain: Domain<Sample>;
  readonly parameters: Readonly<Record<Name, Ladder>>;
  /** Units and meanings of the effective values that `degrade` returns. */
  readonly effective: Readonly<Record<string, { readonly unit: string; readonly means: string }>>;
  /**
   * What a person sees, as noun phrases without a final stop: "ghost copies of the skull along the phase-encoding direction".
   * `sign` is true at every level (answer options are made of it); the others say how it looks at that level.
   * A phrase that opens with a singular count noun opens with its article ("a thin line"); answer options leave it out.
   * It speaks of what is shown: nothing is "more than usual" or "unchanged". None begins with a capital "A ".
   */
  readonly looksLike: PhraseByLevel & { readonly sign: string };
  /**
   * What it does to what can be seen, as whole clauses without a final stop; {fine} and {coarse} become the image's anatomy words:
   * "{fine} remain visible but lose their crisp edges".
   */
  readonly effectOnAnatomy: PhraseByLevel;
  /**
   * Ids of degradations that a reader would weigh against it, two to five, each the other way round as well. Causes of its own attribute may
   * be among them: the field guide tells them apart, questions never offer them beside it, for they could also be right.
   */
  readonly confusedWith: readonly string[];
  /** True where the defect covers only part of the image: `degrade` then returns a mask. */
  readonly local?: boolean;
  /**
   * The first level at which a reader sees it without the clean image beside it; below it, and where that is "never", it is asked about in pairs
   * only: a tilt, the slight cupping of a whole body, stains as another laboratory likes them. Left out: mild.
   */
  readonly visibleAloneFrom?: "moderate" | "severe" | "never";
  /** One string a work: "Authors, Journal volume (year) pages. doi:...", with or without its title; each work once. */
  readonly references: readonly string[];
  /**
   * Degrades a sample. Pure: all randomness comes from `random`, whose draws must not depend on severity,
   * so that severity alone moves the image along its ladder.
   */
  degrade(sample: Sample, parameters: Readonly<Record<Name, number>>, random: RandomSource): Outcome<Sample>;
}

/** Types a degradation. */
export function defineDegradation<Sample, Name extends string>(degradation: Degradation<Sample, Name>): Degradation<Sample, Name> {
  return degradation;
}
