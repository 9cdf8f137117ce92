/**
 * The features of one option of a question, as a reader without the image has them: TF-IDF in four blocks, each of Euclidean length 1,
 *
 *   words of question and option   1- and 2-grams
 *   words of the option            1- to 3-grams
 *   crosses                        every word of the question with every word of the option
 *   form                           its letter, and where its length stands among the options
 *
 *   tf = count in the text,   idf = ln((1 + n) / (1 + texts that hold the term)) + 1   over the n options trained on
 *
 * Terms that were not trained on have no weight. Sums run in a fixed order, so the numbers have the same bits on every machine.
 */
import { log } from "../../../generators/signal/math.ts";

export interface Question {
  readonly question: string;
  readonly options: readonly string[];
  /** Index of the right option. */
  readonly answer: number;
}

/** A sparse matrix by rows: row i holds the columns and values from starts[i] to starts[i + 1]. No value is negative. */
export interface Rows {
  readonly count: number;
  readonly columnCount: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

type Terms = ReadonlyMap<string, number>;

const BLOCKS = 4;

/** Term counts of an option in each block. */
function termsOf({ question, options }: Question, index: number): Terms[] {
  const asked = words(question);
  const option = words(options[index]!);
  const lengths = options.map((text) => text.length);
  const longer = lengths.filter((length) => length > lengths[index]!).length;
  return [
    counted([...grams([...asked, ...option], 1), ...grams([...asked, ...option], 2)]),
    counted([1, 2, 3].flatMap((n) => grams(option, n))),
    counted(asked.flatMap((one) => option.map((other) => `${one} x ${other}`))),
    counted([`letter ${index} of ${options.length}`, `${longer} longer of ${options.length}`]),
  ];
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

const grams = (list: readonly string[], n: number): string[] =>
  list.slice(0, Math.max(0, list.length - n + 1)).map((_, i) => list.slice(i, i + n).join(" "));

function counted(terms: readonly string[]): Terms {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Learns the terms and their weights. */
export class Features {
  readonly #columns: readonly Map<string, number>[] = Array.from({ length: BLOCKS }, () => new Map());
  readonly #idf: number[] = [];

  constructor(trained: readonly Question[]) {
    const holding: number[] = [];
    let n = 0;
    for (const each of trained) {
      for (const index of each.options.keys()) {
        n++;
        for (const [block, terms] of termsOf(each, index).entries()) {
          for (const term of terms.keys()) {
            const columns = this.#columns[block]!;
            const column = columns.get(term) ?? holding.length;
            columns.set(term, column);
            holding[column] = (holding[column] ?? 0) + 1;
          }
        }
      }
    }
    this.#idf = holding.map((count) => log((1 + n) / (1 + count)) + 1);
  }

  /** @returns one row for each option of each question, in their order */
  of(questions: readonly Question[]): Rows {
    const starts = [0];
    const columns: number[] = [];
    const values: number[] = [];
    for (const each of questions) {
      for (const index of each.options.keys()) {
        for (const [block, terms] of termsOf(each, index).entries()) this.#add(block, terms, columns, values);
        starts.push(columns.length);
      }
    }
    return {
      count: starts.length - 1,
      columnCount: this.#idf.length,
      starts: Int32Array.from(starts),
      columns: Int32Array.from(columns),
      values: Float64Array.from(values),
    };
  }

  #add(block: number, terms: Terms, columns: number[], values: number[]): void {
    const from = values.length;
    let square = 0;
    for (const [term, count] of terms) {
      const column = this.#columns[block]!.get(term);
      if (column === undefined) continue;
      const value = count * this.#idf[column]!;
      square += value * value;
      columns.push(column);
      values.push(value);
    }
    for (let i = from; i < values.length; i++) values[i]! /= Math.sqrt(square);
  }
}
