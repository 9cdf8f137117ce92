/**
 * What a text must not be if a table is to carry it as it stands. Tables are read by pandas with its defaults (VLMEvalKit, Hugging Face datasets):
 * a missing value's word is lost and its option with it, and a column of numbers or truth values comes back as other words ("3" as "3.0").
 *
 * Source: pandas 3.1, `pandas.read_csv`, parameters na_values, keep_default_na, true_values and dtype.
 */

/** What pandas reads as missing, besides the empty cell. */
export const MISSING_WORDS: readonly string[] = [
  "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a",
  "nan", "null",
]; // biome-ignore format: as pandas lists them

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^[+-]?inf(?:inity)?$/i;
const TRUTH = /^(?:true|false)$/i;

/** @returns what is wrong with it as a cell, or undefined */
export function cellProblem(text: string): string | undefined {
  const shown = text.trim();
  if (shown === "") return "an empty text";
  if (MISSING_WORDS.includes(shown)) return `"${shown}", which pandas reads as a missing value`;
  if (NUMBER.test(shown)) return `"${shown}", which pandas reads as a number`;
  if (TRUTH.test(shown)) return `"${shown}", which pandas reads as a truth value`;
  return undefined;
}

/** An option may not open with "A ", either: VLMEvalKit takes the article for the letter. @returns what is wrong with it, or undefined */
export const optionProblem = (text: string): string | undefined =>
  /^a\s/i.test(text.trim()) ? `"${text}", whose article is read as the letter A` : cellProblem(text);
