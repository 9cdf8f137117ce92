import { describe, expect, it } from "vitest";
import { poissonQuantile } from "../../../../generators/signal/distributions.ts";
import { normalQuantile } from "../../../../generators/signal/math.ts";
import { philoxBlock } from "../../../../generators/signal/philox.ts";
import { Draws } from "../../../../generators/signal/random/draws.ts";

const LENGTHS = [0, 1, 31, 32, 33, 47, 1025, 2046, 2047, 2048, 2049, 5001];
/** Starts of rows: even, odd, and where the lower 32 bits of the block counter run over, at draw 2^33. */
const STARTS = [0, 1, 2, 63, 64, 2 ** 33 - 3000, 2 ** 33 - 2047, 2 ** 33 - 33, 2 ** 33];

/** Means of all kinds: 0, small, at the bounds of the expansion, of CT, huge. */
const meansOf = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => [0, 0.3, 15.99, 16, 16.01, 97, 1234.5, 1e5, 9.9e9, 1.1e10, 3e15][(index * 7) % 11]);

describe("rows of draws equal the draws one by one, bit for bit", () => {
  it.each(STARTS)("from draw %d on", (first) => {
    const draws = new Draws("rows");
    for (const length of LENGTHS) {
      const each = (value: (u: number, index: number) => number): number[] =>
        Array.from({ length }, (_, index) => value(draws.uniform(first + index), index));
      const row = new Float64Array(length);
      draws.fillUniform(row, first);
      expect(Array.from(row)).toEqual(each((u) => u));
      draws.fillNormal(row, first);
      expect(Array.from(row)).toEqual(each(normalQuantile));
      const means = meansOf(length);
      draws.fillPoisson(row, means, first);
      expect(Array.from(row)).toEqual(each((u, index) => poissonQuantile(u, means[index])));
    }
  });

  it("far out in the tails too", () => {
    // Of 300,000 draws about 73 lie beyond 2^-13 on either side, where the kernel leaves the number to its twin.
    const draws = new Draws("tails");
    const row = new Float64Array(300000);
    const uniform = new Float64Array(row.length);
    draws.fillUniform(uniform, 5);
    draws.fillNormal(row, 5);
    expect(uniform.filter((u) => u < 2 ** -13 || u > 1 - 2 ** -13).length).toBeGreaterThan(30);
    expect(row.every((x, index) => x === normalQuantile(uniform[index]))).toBe(true);
  });

  it("in a part of a larger buffer, and nothing beside it", () => {
    const draws = new Draws("part");
    const buffer = new Float64Array(3000).fill(7);
    draws.fillNormal(buffer.subarray(1000, 2000), 3);
    expect(buffer.subarray(0, 1000).every((x) => x === 7)).toBe(true);
    expect(buffer.subarray(2000).every((x) => x === 7)).toBe(true);
    expect(buffer[1999]).toBe(normalQuantile(draws.uniform(1002)));
  });

  it("refuses a mean that is none, wherever it stands", () => {
    const draws = new Draws("bad");
    for (const bad of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      for (const at of [0, 31, 1500, 1999]) {
        const means = new Float64Array(2000).fill(100);
        means[at] = bad;
        expect(() => draws.fillPoisson(new Float64Array(2000), means, 1)).toThrow(RangeError);
      }
    }
  });
});

describe("single draws", () => {
  it("are odd multiples of 2^-53 made of the upper 52 bits of two Philox words", () => {
    // Key and upper counter words are the first 16 bytes of SHA-256("abc"): ba7816bf 8f01cfea 414140de 5dae2223.
    const words = new Uint32Array(4);
    const key = Uint32Array.of(0xbf16_78ba, 0xeacf_018f);
    for (const block of [0, 1, 31, 32, 2 ** 32 - 1, 2 ** 32]) {
      philoxBlock(words, 0, Uint32Array.of(block, Math.floor(block / 2 ** 32), 0xde40_4141, 0x2322_ae5d), key);
      const draws = new Draws("abc");
      for (const half of [0, 1]) {
        const upper = (BigInt(words[2 * half]) << 20n) | BigInt(words[2 * half + 1] >>> 12);
        expect(draws.uniform(2 * block + half)).toBe(Number(2n * upper + 1n) / 2 ** 53);
        expect(draws.word(2 * block + half)).toBe(words[2 * half]);
        expect(draws.bits(2 * block + half)).toBe(Number((BigInt(words[2 * half]) << 21n) | BigInt(words[2 * half + 1] >>> 11)));
      }
    }
  });

  it("do not depend on the order in which they are taken", () => {
    const draws = new Draws("order");
    const forward = Array.from({ length: 300 }, (_, index) => draws.uniform(index));
    for (let index = 299; index >= 0; index--) expect(draws.uniform(index)).toBe(forward[index]);
  });
});
