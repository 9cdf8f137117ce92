/**
 * Random numbers that depend only on what they are for: release seed, image, operation, stage and the name of a stream.
 *
 *   SHA-256 of these five strings -> 64 bits of Philox key and the upper 64 bits of its counter; the lower 64 bits count the blocks
 *   draw i of a stream takes words 2 i and 2 i + 1:   u = (n + 1/2) / 2^52,  n the upper 52 of their 64 bits
 *
 * Neither the order of streams nor threads or machines matter, and adding or dropping one image leaves every other one unchanged.
 * Sources: Salmon et al. (2011), see philox.ts; Durstenfeld, Commun. ACM 7 (1964) 420 (permutation).
 */
import { binomialQuantile, poissonQuantile, vonMisesQuantile } from "./distributions.ts";
import { log, normalQuantile } from "./math.ts";
import { Draws } from "./random/draws.ts";
import { identityOf, type RandomKey } from "./random/stream-start.ts";

export type { RandomKey } from "./random/stream-start.ts";

export interface RandomSource {
  /** An independent stream by name: the same name gives the same stream from its first draw, whatever was drawn from others. */
  stream(name: string): RandomStream;
}

/** One sequence of draws. Every draw takes one number of the sequence, except for integer's rare rejections (below 2^-20 each for below < 2^32). */
export interface RandomStream {
  /** @returns an odd multiple of 2^-53 in (0, 1): never 0, never 1, and symmetric about 1/2 */
  uniform(): number;
  /** @returns a standard normal number, by the inverse distribution function */
  normal(): number;
  /** @returns an integer of 0 .. below - 1, every one equally likely; @throws RangeError unless below is an integer of 1 .. 2^53 */
  integer(below: number): number;
  /** @returns a Poisson count; for one draw the count never falls as the mean rises; @throws RangeError for a negative or infinite mean */
  poisson(mean: number): number;
  /**
   * @returns the successes of so many trials; for one draw they never fall as trials or probability rise
   * @throws RangeError unless trials is an integer of 0 .. 2^53 and probability in 0 .. 1
   */
  binomial(trials: number, probability: number): number;
  /** @returns an exponential number of mean 1, above 0 */
  exponential(): number;
  /**
   * @returns an angle in (-pi, pi) [rad] about the mean direction 0: uniform for a concentration of 0; for one draw it narrows as that rises
   * @throws RangeError for a negative or infinite concentration
   */
  vonMises(concentration: number): number;
  /** @returns the integers 0 .. count - 1 in an order that is uniform over all orders */
  permutation(count: number): Uint32Array;
  sign(): 1 | -1;
  /** @returns a number in (low, high), uniform up to rounding */
  range(low: number, high: number): number;
  /** Fills the array with what uniform() would give one by one. */
  fillUniform(target: Float64Array): Float64Array;
  /** Fills the array with what normal() would give one by one. */
  fillNormal(target: Float64Array): Float64Array;
  /** Fills the array with what poisson(means[0]), poisson(means[1]), .. would give; @throws RangeError for another number of means */
  fillPoisson(target: Float64Array, means: Float64Array): Float64Array;
}

/** @returns the streams of one key */
export function randomSource(key: RandomKey): RandomSource {
  return { stream: (name) => new PhiloxStream(identityOf(key, name)) };
}

class PhiloxStream implements RandomStream {
  private readonly draws: Draws;
  private next = 0;

  constructor(identity: string) {
    this.draws = new Draws(identity);
  }

  uniform(): number {
    return this.draws.uniform(this.next++);
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  integer(below: number): number {
    if (!(Number.isInteger(below) && below >= 1 && below <= 9007199254740992)) {
      throw new RangeError(`Expected an integer of 1 .. 2^53 for below, got ${below}`);
    }
    const usable = 9007199254740992 - (9007199254740992 % below);
    for (;;) {
      const bits = this.draws.bits(this.next++);
      if (bits < usable) return bits % below;
    }
  }

  poisson(mean: number): number {
    return poissonQuantile(this.uniform(), mean);
  }

  binomial(trials: number, probability: number): number {
    return binomialQuantile(this.uniform(), trials, probability);
  }

  exponential(): number {
    return -log(1 - this.uniform());
  }

  vonMises(concentration: number): number {
    return vonMisesQuantile(this.uniform(), concentration);
  }

  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let left = count; left > 1; left--) {
      const chosen = this.integer(left);
      const value = order[chosen];
      order[chosen] = order[left - 1];
      order[left - 1] = value;
    }
    return order;
  }

  sign(): 1 | -1 {
    return this.draws.word(this.next++) & 1 ? 1 : -1;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  fillUniform(target: Float64Array): Float64Array {
    this.draws.fillUniform(target, this.next);
    this.next += target.length;
    return target;
  }

  fillNormal(target: Float64Array): Float64Array {
    this.draws.fillNormal(target, this.next);
    this.next += target.length;
    return target;
  }

  fillPoisson(target: Float64Array, means: Float64Array): Float64Array {
    if (means.length !== target.length) throw new RangeError(`Expected ${target.length} means, got ${means.length}`);
    this.draws.fillPoisson(target, means, this.next);
    this.next += target.length;
    return target;
  }
}
