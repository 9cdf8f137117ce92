/**
 * A validation: a degradation held against an independent implementation on the same input, or, where the other's model is wrong, both
 * held against the closed form.
 *
 * One file in bench/validation, default-exported through defineValidation. The Python file of the same name beside it runs the other
 * library on the arrays that it is given, and measures there.
 */
import { fileURLToPath } from "node:url";
import type { Reference } from "./accuracy.ts";
import { discover } from "./discover.ts";

export interface Finding {
  /** "two spikes, 512 x 512" */
  readonly of: string;
  /** Whose result it is, or whose is compared: "ours", "torchio Spike", "ours and torchio Spike". */
  readonly whose: string;
  readonly measured: number;
  /** What shows agreement, or that the closed form is met. */
  readonly atMost?: number;
  /** What shows that another's result is not the physical one. */
  readonly atLeast?: number;
}

export interface Validation {
  /** "spikes in k-space" */
  readonly title: string;
  /** What is compared with what, in which measure, why the bounds are what they are, and what any difference means. */
  readonly about: string;
  findings(theirs: Reference): AsyncIterable<Finding>;
}

/** Types a validation. */
export function defineValidation(validation: Validation): Validation {
  return validation;
}

/** @returns the validations whose id contains one of the words, by id; all without a word */
export function findValidations(words: readonly string[]): Promise<Map<string, Validation>> {
  return discover(fileURLToPath(new URL("../validation", import.meta.url)), words);
}

/** Whether a finding is what it should be. */
export const holds = ({ measured, atMost, atLeast }: Finding): boolean =>
  (atMost === undefined || measured <= atMost) && (atLeast === undefined || measured >= atLeast);
