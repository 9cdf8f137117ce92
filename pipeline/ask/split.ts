/**
 * Dev or test, by group: the images of one patient, phantom or generator never straddle.
 *
 * Within a modality the groups take turns in the order in which they first appear: of its first n groups, floor(n x testFraction) are test.
 * What is remembered is one entry a group.
 */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export type Split = "dev" | "test";

export class Splits {
  readonly #fraction: number;
  readonly #known = new Map<string, Split>();
  readonly #counts = new Map<string, number>();

  /** @param fraction of the groups that are test, 0 .. 1 */
  constructor(fraction: number) {
    this.#fraction = fraction;
  }

  of({ modality, group }: Pick<ImageRecord, "modality" | "group">): Split {
    const name = `${modality} ${group}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const before = this.#counts.get(modality) ?? 0;
    this.#counts.set(modality, before + 1);
    const testsAmong = (count: number): number => Math.floor(count * this.#fraction + 1e-9);
    const split = testsAmong(before + 1) > testsAmong(before) ? "test" : "dev";
    this.#known.set(name, split);
    return split;
  }
}
