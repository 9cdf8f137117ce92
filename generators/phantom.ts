/**
 * A phantom: a procedural object whose every seed is another patient. generators/phantoms/<modality>.ts, default export; its path names its modality.
 */
import type { Acquisition } from "../sources/acquisition.ts";
import type { RandomSource } from "./signal/random.ts";

/** A structure that is truly there, and where: centre and half extents as fractions of the image height (row) and width (column). */
export interface Structure {
  readonly row: number;
  readonly column: number;
  readonly halfHeight: number;
  readonly halfWidth: number;
}

export interface Phantom {
  readonly version: number;
  /**
   * Draws one object and images it without defects.
   * @param random seeded by the phantom's seed
   * @returns the acquisition, the anatomy's name in the modality's `anatomies`, and the structures that are there, by the names questions use
   * ("the optic disc"). A drawing is free of every defect but those whose quality attributes it names as `present`: a scan's own noise.
   */
  draw(random: RandomSource): {
    acquisition: Acquisition;
    anatomy: string;
    structures: Readonly<Record<string, Structure>>;
    present?: readonly string[];
  };
}

export function definePhantom(phantom: Phantom): Phantom {
  return phantom;
}
