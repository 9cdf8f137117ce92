/**
 * Random numbers that depend only on what they are for: release seed, image, operation, stage and the name of a stream.
 *
 *   SHA-256 of these five strings -> 64 bits of Philox key and the upper 64 bits of its counter; the lower 64 bits count the blocks
 *   draw i of a stream takes words 2 i and 2 i + 1:   u = (n + 1/2) / 2^52,  n the upper 52 of their 64 bits
 *
 * Neither the order of streams nor threads or machines matter, and adding or dropping one image leaves every other one unchanged.
 * Sources: Salmon et al. (2011), see philox.ts; Durstenfeld, Commun. ACM 7 (1964) 420 (permutation).
 */
import { createHash } from "node:crypto";
import { poissonQuantile } from "./distributions.ts";
import { normalQuantile } from "./math.ts";
import { philoxBlock } from "./philox.ts";

/** What the random numbers are for; keys that differ in one string give unrelated numbers. */
export interface RandomKey {
  readonly seed: string;
  readonly image: string;
  readonly operation: string;
  readonly stage: string;
}

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
  /** @returns the integers 0 .. count - 1 in an order that is uniform over all orders */
  permutation(count: number): Uint32Array;
  sign(): 1 | -1;
  /** @returns a number in (low, high), uniform up to rounding */
  range(low: number, high: number): number;
  /** Fills the array with what uniform() would give one by one. */
  fillUniform(target: Float64Array): Float64Array;
  /** Fills the array with what normal() would give one by one. */
  fillNormal(target: Float64Array): Float64Array;
}

/** @returns the streams of one key */
export function randomSource(key: RandomKey): RandomSource {
  const prefix = [key.seed, key.image, key.operation, key.stage];
  return { stream: (name) => new PhiloxStream(JSON.stringify([...prefix, name])) };
}

/** Blocks computed at a time. */
const BATCH = 128;

class PhiloxStream implements RandomStream {
  private readonly key = new Uint32Array(2);
  private readonly counter = new Uint32Array(4);
  private readonly words = new Uint32Array(4 * BATCH);
  private next = 4 * BATCH;

  constructor(identity: string) {
    const digest = createHash("sha256").update(identity, "utf8").digest();
    this.key[0] = digest.readUInt32LE(0);
    this.key[1] = digest.readUInt32LE(4);
    this.counter[2] = digest.readUInt32LE(8);
    this.counter[3] = digest.readUInt32LE(12);
  }

  /** Moves to the next pair of words. @returns its place in `words` */
  private advance(): number {
    if (this.next === this.words.length) {
      const { counter, key, words } = this;
      for (let at = 0; at < words.length; at += 4) {
        philoxBlock(words, at, counter, key);
        counter[0] += 1;
        if (counter[0] === 0) counter[1] += 1;
      }
      this.next = 0;
    }
    const at = this.next;
    this.next = at + 2;
    return at;
  }

  uniform(): number {
    const at = this.advance();
    return (this.words[at] * 1048576 + (this.words[at + 1] >>> 12) + 0.5) / 4503599627370496;
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
      const at = this.advance();
      const bits = this.words[at] * 2097152 + (this.words[at + 1] >>> 11);
      if (bits < usable) return bits % below;
    }
  }

  poisson(mean: number): number {
    return poissonQuantile(this.uniform(), mean);
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
    return this.words[this.advance()] & 1 ? 1 : -1;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  fillUniform(target: Float64Array): Float64Array {
    for (let index = 0; index < target.length; index++) target[index] = this.uniform();
    return target;
  }

  fillNormal(target: Float64Array): Float64Array {
    for (let index = 0; index < target.length; index++) target[index] = normalQuantile(this.uniform());
    return target;
  }
}
