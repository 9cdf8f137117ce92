/** The datasheet's part on the questions: how many, what chance and the words alone win, how answers are spread. */

import type { Catalogue } from "../../../generators/catalogue.ts";
import { LEVELS } from "../../../generators/severity.ts";
import { erfc } from "../../../generators/signal/math.ts";
import { type Counts, QUESTIONS_KEPT } from "../counts.ts";
import { percent, table } from "../markdown.ts";
import { guess, summary, TYPES } from "../text-only.ts";
import { titleOf } from "./titles.ts";

const LETTERS = ["A", "B", "C", "D"];
const VERDICTS = ["good", "usable", "reject"];

export function items({ asked }: Counts, catalogue: Catalogue): string[] {
  return asked.matrix("modality", [...catalogue.modalities.keys()], [...TYPES, "description", "comparison"], titleOf(catalogue));
}

/** Chance and the text-only model, from dev to test. */
export function baseline(counts: Counts): string[] {
  const rows = TYPES.flatMap((type) => {
    const [dev, test] = [counts.questions("dev", type), counts.questions("test", type)];
    if (dev.length === 0 || test.length === 0) return [];
    const { count, accuracy, chance, standardError } = summary(test, guess(dev, test));
    const z = (accuracy - chance) / standardError;
    return [
      [
        type,
        count,
        percent(accuracy),
        percent(chance),
        percent(standardError),
        z.toFixed(1),
        Math.abs(z) <= 2 ? "yes" : "**no**",
        dev.length,
      ],
    ];
  });
  if (rows.length === 0) return ["The text-only model was not measured: it needs questions of one type in both splits."];
  const drawn = TYPES.some((type) => counts.splits.get(type, "test") > QUESTIONS_KEPT || counts.splits.get(type, "dev") > QUESTIONS_KEPT);
  return [
    "What is won without looking. Chance is one over the number of options. The text-only model reads question and options, never a picture: logistic regression (ridge 1)",
    "on TF-IDF of words (question with option 1-2 grams, option 1-3 grams, question words crossed with option words, letter and relative length), trained on dev, asked test.",
    "The standard error is that of blind guessing on as many questions; a model's score means something only as far as it lies above both.",
    "",
    ...table([
      ["type", "test questions", "text-only %", "chance %", "standard error %", "z", "within 2 standard errors", "dev questions"],
      ...rows,
    ]),
    ...(drawn ? ["", `Of each type and split ${QUESTIONS_KEPT} questions were drawn for it.`] : []),
  ];
}

/** @returns the probability of a split as uneven as this where yes and no are equally likely: chi-squared with one degree of freedom */
export const evenness = (yes: number, no: number): number => erfc(Math.sqrt((yes - no) ** 2 / (yes + no) / 2));

export function answers({ letters, yesOrNo, levels }: Counts): string[] {
  const balance = LEVELS.filter((level) => yesOrNo.sum(level) > 0).map((level) => {
    const [yes, no] = [yesOrNo.get(level, "Yes"), yesOrNo.get(level, "No")];
    return [level, yes, no, percent(yes / (yes + no)), evenness(yes, no).toPrecision(2)];
  });
  return [
    "Perception questions by the level of the image's worst defect:",
    "",
    ...levels.matrix("level", LEVELS, TYPES),
    "",
    "Yes and No within each level, with the chi-squared probability of a split at least as uneven if both were equally likely:",
    "",
    ...table([["level", "Yes", "No", "Yes %", "p"], ...balance]),
    "",
    "Letters of the right options:",
    "",
    ...letters.matrix("type", ["What", "How"], LETTERS),
  ];
}

export function descriptions({ verdicts, comparisons }: Counts, catalogue: Catalogue): string[] {
  const count = (verdict: string): number => verdicts.rows.reduce((sum, row) => sum + verdicts.get(row, verdict), 0);
  const total = VERDICTS.reduce((sum, verdict) => sum + count(verdict), 0);
  const [most] = [...VERDICTS].sort((a, b) => count(b) - count(a));
  return [
    ...(total === 0
      ? ["No descriptions."]
      : [
          `Descriptions by verdict. Who always says "${most}" has the verdict right in ${percent(count(most!) / total)} % of them.`,
          "",
          ...verdicts.matrix("modality", [...catalogue.modalities.keys()], VERDICTS, titleOf(catalogue)),
        ]),
    "",
    ...(comparisons.rows.length === 0
      ? ["No comparisons."]
      : [
          "Comparisons by which image is better: fine is a small gap, coarse two levels or more, or one kind mild against another severe. Each pair is asked in both orders, so two items are one observation.",
          "",
          ...comparisons.matrix("grain", ["coarse", "fine"], ["first", "second"]),
        ]),
  ];
}
