/**
 * What can be won without looking: a model that reads question and options alone is trained on one set of questions and asked another.
 * Its accuracy beyond chance is what the words give away.
 *
 * Each option is scored by logistic regression on TF-IDF features (text-only/); the option with the highest score is the model's answer,
 * options with equal scores share it. Each question type has a model of its own.
 */
import type { PerceptionItem } from "../../manifests/schema/item.ts";
import { Features, type Question } from "./text-only/features.ts";
import { regress, scores } from "./text-only/regression.ts";

export type { Question } from "./text-only/features.ts";

export interface Guessed {
  readonly count: number;
  /** Share right, of 1. */
  readonly accuracy: number;
  /** What blind guessing gives: the mean of 1 / options. */
  readonly chance: number;
  /** Of the accuracy of blind guessing over as many questions. */
  readonly standardError: number;
}

const RIDGE = 1;

/** @returns how much of each asked question is right: 1, 0, or a share where scores tie */
export function guess(trained: readonly Question[], asked: readonly Question[]): number[] {
  const features = new Features(trained);
  const labels = trained.flatMap(({ options, answer }) => options.map((_, index) => (index === answer ? 1 : 0)));
  const found = scores(features.of(asked), regress(features.of(trained), labels, RIDGE));
  let row = 0;
  return asked.map(({ options, answer }) => {
    const own = found.subarray(row, row + options.length);
    row += options.length;
    const best = own.filter((score) => score === Math.max(...own)).length;
    return own[answer] === Math.max(...own) ? 1 / best : 0;
  });
}

/** @param right of each question, as `guess` returns it */
export function summary(asked: readonly Question[], right: readonly number[]): Guessed {
  const count = asked.length;
  const chances = asked.map(({ options }) => 1 / options.length);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    count,
    accuracy: sum(right) / count,
    chance: sum(chances) / count,
    standardError: Math.sqrt(sum(chances.map((chance) => chance * (1 - chance)))) / count,
  };
}

export const TYPES = ["Yes-or-No", "What", "How"] as const satisfies readonly PerceptionItem["type"][];
