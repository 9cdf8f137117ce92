/**
 * Philox4x32-10: a counter-based generator. Block i of a stream is a bijection of the counter i under the stream's key, so any draw can
 * be made without making the ones before it.
 *
 *   ten rounds of  (c0, c1, c2, c3) <- (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0 c0)),  k <- k + Weyl constants
 *
 * Source: Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC '11 (2011), section 3.3 and table 2.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * The sums stay below 2^32: (2^16 - 1)^2 + 2^16 - 1 = 2^32 - 2^16.
 *
 * @returns the upper 32 bits of the 64-bit product, from four products of 16-bit halves; aLow and aHigh are the halves of a
 */
function highProduct(aHigh: number, aLow: number, b: number): number {
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/**
 * Computes one block of four 32-bit words.
 *
 * @param output receives four words from `at` on
 * @param counter four words, least significant first
 * @param key two words
 */
export function philoxBlock(output: Uint32Array, at: number, counter: Uint32Array, key: Uint32Array): void {
  let c0 = counter[0] | 0;
  let c1 = counter[1] | 0;
  let c2 = counter[2] | 0;
  let c3 = counter[3] | 0;
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highProduct(MULTIPLIER_0 >>> 16, MULTIPLIER_0 & 0xffff, c0);
    const high1 = highProduct(MULTIPLIER_1 >>> 16, MULTIPLIER_1 & 0xffff, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  output[at] = c0;
  output[at + 1] = c1;
  output[at + 2] = c2;
  output[at + 3] = c3;
}

/** @returns the two key words of each round, four times each: 10 x 2 x 4, for the kernel's lanes */
export function keySchedule(key: Uint32Array): Int32Array {
  const schedule = new Int32Array(8 * ROUNDS);
  for (let round = 0; round < ROUNDS; round++) {
    schedule.fill(key[0] + Math.imul(round, WEYL_0), 8 * round, 8 * round + 4);
    schedule.fill(key[1] + Math.imul(round, WEYL_1), 8 * round + 4, 8 * round + 8);
  }
  return schedule;
}
