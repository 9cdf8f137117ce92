/** The text-only model against sets whose truth is known: one that gives itself away, one that cannot, and one that is solved by hand. */
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../manifests/canonical.ts";
import { regress } from "../../../pipeline/release/text-only/regression.ts";
import { guess, type Question, summary } from "../../../pipeline/release/text-only.ts";

const DEFECTS = ["Noise", "Motion", "Aliasing", "Ringing", "Blur", "Zipper", "Shading", "Ghosting"];
const number = (...names: (string | number)[]): number => Number.parseInt(sha256(names.join(" ")).slice(0, 8), 16);
/** Three options of a question, and one of them as the answer. */
function questionOf(i: number, answerOf: (options: readonly string[]) => string): Question {
  const options = [0, 1, 2].map((k) => DEFECTS[(number("first", i) + k * (1 + (number("step", i) % 2))) % DEFECTS.length]!);
  return { question: `What impairs image ${i % 7}?`, options, answer: options.indexOf(answerOf(options)) };
}
const list = (count: number, from: number, answerOf: (options: readonly string[], i: number) => string): Question[] =>
  Array.from({ length: count }, (_, i) => questionOf(from + i, (options) => answerOf(options, from + i)));
const z = (asked: readonly Question[], trained: readonly Question[]): number => {
  const { accuracy, chance, standardError } = summary(asked, guess(trained, asked));
  return (accuracy - chance) / standardError;
};

describe("the text-only model", () => {
  it("finds an option text that is always right when it is offered", () => {
    const leaky = (options: readonly string[], i: number): string =>
      options.includes("Zipper") ? "Zipper" : options[number("answer", i) % 3]!;
    expect(z(list(150, 1000, leaky), list(150, 0, leaky))).toBeGreaterThan(3);
  });

  it("finds what question and option give away together, though each alone says nothing", () => {
    // Above it is always noise, below always motion: each option is right half the time, and so is each letter.
    const crossed = (from: number): Question[] =>
      Array.from({ length: 200 }, (_, i) => {
        const word = number("word", from + i) % 2;
        const options = ["Noise", "Motion"];
        return { question: word === 0 ? "What is seen above?" : "What is seen below?", options, answer: word };
      });
    expect(summary(crossed(1000), guess(crossed(0), crossed(1000))).accuracy).toBe(1);
  });

  it("stays at chance where answers are drawn without regard to the words", () => {
    // Ten sets: the mean of ten z is normal with a standard error of 1 / sqrt(10); four of them.
    const drawn = (options: readonly string[], i: number): string => options[number("drawn", i) % 3]!;
    const scores = Array.from({ length: 10 }, (_, set) => z(list(100, 10_000 * set, drawn), list(100, 10_000 * set + 5000, drawn)));
    expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) / 10)).toBeLessThan(4 / Math.sqrt(10));
  });

  it("shares a tie: two options that it knows nothing of are each right half the time", () => {
    const trained = [
      { question: "Is it?", options: ["Yes", "No"], answer: 0 },
      { question: "Is it?", options: ["Yes", "No"], answer: 1 },
    ];
    expect(guess(trained, [{ question: "Is it?", options: ["Yes", "No"], answer: 0 }])).toEqual([0.5]);
  });
});

describe("summary", () => {
  it("gives chance and its standard error: for n questions with k options sqrt((1/k)(1 - 1/k) / n)", () => {
    const asked = list(64, 0, (options) => options[0]!);
    const found = summary(
      asked,
      asked.map((_, i) => (i < 16 ? 1 : 0)),
    );
    expect(found.count).toBe(64);
    expect(found.accuracy).toBe(0.25);
    expect(found.chance).toBeCloseTo(1 / 3, 12);
    expect(found.standardError).toBeCloseTo(Math.sqrt((1 / 3) * (2 / 3) * (1 / 64)), 12);
  });
});

describe("logistic regression", () => {
  it("stands where the gradient is zero", () => {
    // Two features that never occur together and one row each way more on one side: the conditions of the minimum, checked on the result.
    const rows = {
      count: 6,
      columnCount: 2,
      starts: Int32Array.of(0, 1, 2, 3, 4, 5, 6),
      columns: Int32Array.of(0, 0, 0, 1, 1, 1),
      values: Float64Array.of(1, 1, 1, 0.5, 0.5, 0.5),
    };
    const labels = [1, 1, 0, 0, 0, 1];
    const ridge = 0.3;
    const { weights, intercept } = regress(rows, labels, ridge);
    const errors = labels.map((label, i) => 1 / (1 + Math.exp(-weights[rows.columns[i]!]! * rows.values[i]! - intercept)) - label);
    const slope = (column: number): number =>
      errors.reduce((sum, error, i) => sum + (rows.columns[i] === column ? error * rows.values[i]! : 0), ridge * weights[column]!);
    expect(Math.abs(slope(0))).toBeLessThan(1e-9);
    expect(Math.abs(slope(1))).toBeLessThan(1e-9);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0))).toBeLessThan(1e-9);
  });
});
