/**
 * Balance: answers are drawn, so that nothing can be won by guessing from the text, and kept near chance, so that no luck of the draw is large.
 *
 * A ledger keeps, for every option text, how often it was the answer less how often chance would have picked it:
 *   debt(text) = sum over questions that offer it of [it was the answer] - 1 / options
 * A fair draw keeps the mean of every debt at 0. An answer whose debt would pass a bound is not drawn. The bound is loose: were it tight, whoever knows
 * the answers so far could foresee the next one. Letters rotate in blocks: every n questions with n options use each letter once.
 */
import { shuffled } from "./choose.ts";

/** Debts count in twelfths: a question with 2, 3 or 4 options gives whole numbers, and sums are exact. */
const UNIT = 12;

export class Balance {
  readonly #ledgers = new Map<string, Map<string, number>>();
  readonly #rotations = new Map<string, number>();
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** @returns answers beyond chance [1] */
  debt(ledger: string, text: string): number {
    return (this.#ledgers.get(ledger)?.get(text) ?? 0) / UNIT;
  }

  /** @param bound the most by which an answer may exceed chance */
  admits(ledger: string, optionCount: number, answer: string, bound: number): boolean {
    return this.debt(ledger, answer) + 1 - 1 / optionCount <= bound + 1e-9;
  }

  enter(ledger: string, options: readonly string[], answer: string): void {
    const debts = this.#ledgers.get(ledger) ?? new Map<string, number>();
    this.#ledgers.set(ledger, debts);
    for (const text of options) debts.set(text, (debts.get(text) ?? 0) + (text === answer ? UNIT : 0) - UNIT / options.length);
  }

  /** @returns where the answer of the next question of this kind stands: 0 .. optionCount - 1 */
  rotate(kind: string, optionCount: number): number {
    const name = `${kind} ${optionCount}`;
    const count = this.#rotations.get(name) ?? 0;
    this.#rotations.set(name, count + 1);
    const letters = Array.from({ length: optionCount }, (_, letter) => letter);
    return shuffled(letters, this.#seed, "letters", name, String(Math.floor(count / optionCount)))[count % optionCount]!;
  }
}
