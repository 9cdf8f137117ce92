/**
 * Pairs: the real and the imaginary parts of a vector of lines, loaded from work or gathered from lines, stored or scattered.
 */

/** Bytes of the real and imaginary parts of one vector of lines. */
// @ts-ignore: decorator
@inline export const PAIR: usize = 32;
/** Bytes of one vector. */
// @ts-ignore: decorator
@inline export const VECTOR: usize = 16;
/** How a butterfly finds a sample: in work, or in lines that lie `line` bytes apart, or in lines whose samples are adjacent. */
// @ts-ignore: decorator
@inline export const WORK = 0;
// @ts-ignore: decorator
@inline export const APART = 1;
// @ts-ignore: decorator
@inline export const ADJACENT = 2;

// @ts-ignore: decorator
@inline export function splat<T>(address: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address);
}

// @ts-ignore: decorator
@inline export function fill<T>(value: f64): v128 {
  return sizeof<T>() == 8 ? f64x2.splat(value) : f32x4.splat(<f32>value);
}

/** The first half of what a pair is made of: its real parts, or the first lines. */
// @ts-ignore: decorator
@inline export function half1<T>(place: i32, at: usize, line: usize): v128 {
  return place == APART && sizeof<T>() == 4 ? v128.load64_lane(at + line, v128.load64_zero(at), 1) : v128.load(at);
}

/** The second half: its imaginary parts, or the other lines. */
// @ts-ignore: decorator
@inline export function half2<T>(place: i32, at: usize, line: usize): v128 {
  if (place != APART) return v128.load(at, 16);
  if (sizeof<T>() == 8) return v128.load(at + line);
  return v128.load64_lane(at + 3 * line, v128.load64_zero(at + 2 * line), 1);
}

// @ts-ignore: decorator
@inline export function realParts<T>(place: i32, first: v128, second: v128): v128 {
  if (place == WORK) return first;
  return sizeof<T>() == 8 ? v128.shuffle<f64>(first, second, 0, 2) : v128.shuffle<f32>(first, second, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline export function imaginaryParts<T>(place: i32, first: v128, second: v128): v128 {
  if (place == WORK) return second;
  return sizeof<T>() == 8 ? v128.shuffle<f64>(first, second, 1, 3) : v128.shuffle<f32>(first, second, 1, 3, 5, 7);
}

/** Bytes from one pair to the next. */
// @ts-ignore: decorator
@inline export function pairStep<T>(place: i32, line: usize): usize {
  return place == APART ? (VECTOR / sizeof<T>()) * line : PAIR;
}

/** Stores a pair; lines are scaled. */
// @ts-ignore: decorator
@inline export function stored<T>(place: i32, at: usize, line: usize, re: v128, im: v128, scale: v128): void {
  if (place == WORK) {
    v128.store(at, re);
    v128.store(at, im, 16);
    return;
  }
  const sr = v128.mul<T>(re, scale);
  const si = v128.mul<T>(im, scale);
  if (sizeof<T>() == 8) {
    v128.store(at, v128.shuffle<f64>(sr, si, 0, 2));
    if (place == APART) v128.store(at + line, v128.shuffle<f64>(sr, si, 1, 3));
    else v128.store(at, v128.shuffle<f64>(sr, si, 1, 3), 16);
    return;
  }
  const x = v128.shuffle<f32>(sr, si, 0, 4, 1, 5);
  const y = v128.shuffle<f32>(sr, si, 2, 6, 3, 7);
  if (place == APART) {
    v128.store64_lane(at, x, 0);
    v128.store64_lane(at + line, x, 1);
    v128.store64_lane(at + 2 * line, y, 0);
    v128.store64_lane(at + 3 * line, y, 1);
  } else {
    v128.store(at, x);
    v128.store(at, y, 16);
  }
}

/** Stores (re + i im)(wr + i wi). */
// @ts-ignore: decorator
@inline export function turned<T>(at: usize, re: v128, im: v128, wr: v128, wi: v128): void {
  v128.store(at, v128.sub<T>(v128.mul<T>(re, wr), v128.mul<T>(im, wi)));
  v128.store(at, v128.add<T>(v128.mul<T>(re, wi), v128.mul<T>(im, wr)), 16);
}

// @ts-ignore: decorator
@inline export function turnedOrPlain<T>(at: usize, re: v128, im: v128, w: usize, plain: bool): void {
  if (plain) {
    v128.store(at, re);
    v128.store(at, im, 16);
  } else turned<T>(at, re, im, splat<T>(w), splat<T>(w + sizeof<T>()));
}

