/** A modality's verdict rule in words, found by trying it: the fewest and mildest defects from which on a verdict is given. */
import type { Catalogue } from "../../../generators/catalogue.ts";
import type { Modality } from "../../../generators/modality.ts";
import { LEVELS, type Level } from "../../../generators/severity.ts";

/** A chain has at most three links. */
const LINKS = 3;
const DEFECTS = LEVELS.filter((level) => level !== "none");
const VERDICTS = ["good", "usable", "reject"] as const;
const NUMBERS = ["no", "one", "two", "three"];

/** Every multiset of one to three defects, as levels from the worst. */
const combinations: readonly (readonly Level[])[] = (() => {
  const grow = (from: readonly (readonly Level[])[]): (readonly Level[])[] =>
    from.flatMap((set) => DEFECTS.filter((level) => set.length === 0 || rank(level) <= rank(set.at(-1)!)).map((level) => [...set, level]));
  const one = grow([[]]);
  const two = grow(one);
  return [...one, ...two, ...grow(two)];
})();

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Whether one can be had from the other by leaving out defects or making them milder: both are sorted from the worst. */
const within = (small: readonly Level[], large: readonly Level[]): boolean =>
  small.length <= large.length && small.every((level, i) => rank(level) <= rank(large[i]!));

/** @returns "reject from one severe defect or two moderate defects on, usable from one mild defect on, otherwise good" */
export function verdictRule({ verdict }: Pick<Modality, "verdict">): string {
  const from = (least: number): string => {
    const sets = combinations.filter((set) => VERDICTS.indexOf(verdict(set)) >= least);
    const smallest = sets.filter((set) => !sets.some((other) => other !== set && within(other, set)));
    return smallest.map(inWords).join(" or ");
  };
  const [usable, reject] = [from(1), from(2)];
  return [
    ...(reject === "" ? [] : [`reject from ${reject} on`]),
    ...(usable === "" ? [] : [`usable from ${usable} on`]),
    `otherwise ${verdict([])}`,
  ].join(", ");
}

function inWords(set: readonly Level[]): string {
  const parts = [...DEFECTS].reverse().flatMap((level) => {
    const count = set.filter((each) => each === level).length;
    return count === 0 ? [] : [`${NUMBERS[Math.min(count, LINKS)]} ${level} defect${count === 1 ? "" : "s"}`];
  });
  return parts.join(" with ");
}

/** The rule of each modality that is present, by name; those that share one are named together. */
export function verdictRules({ modalities }: Catalogue, present: readonly string[]): string[] {
  const byRule = new Map<string, string[]>();
  for (const [name, modality] of modalities) {
    if (!present.includes(name)) continue;
    const rule = verdictRule(modality);
    byRule.set(rule, [...(byRule.get(rule) ?? []), modality.title]);
  }
  return [...byRule].map(([rule, names]) => `${names.join(", ")}: ${rule}.`);
}
