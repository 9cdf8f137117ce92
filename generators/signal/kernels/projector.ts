/**
 * Sums of an image along rays by linear interpolation within lines, and the adjoint: ../ct/projector.ts has the twin.
 *
 * A pixel is four numbers, one for each image of the ray under the symmetries of the pixel grid. Rays come in pairs, so that two places
 * are found at once. Lines are taken a block at a time: a block stays in the cache while all rays cross it.
 * Places are moved to the zeros beside a line, so nothing outside the lines is read, whatever the places are.
 */

/** Lines in a block. */
// @ts-ignore: decorator
@inline const BLOCK: i32 = 16;
/** Adding 1.5 x 2^52 leaves a whole number in the low bits. */
// @ts-ignore: decorator
@inline const WHOLE: f64 = 6755399441055744.0;
/** Bytes of a pixel. */
// @ts-ignore: decorator
@inline const PIXEL: f64 = 32;

// @ts-ignore: decorator
@inline function mixed(at: usize, share: v128, sum: v128): v128 {
  const value = v128.load(at);
  return f64x2.add(sum, f64x2.add(value, f64x2.mul(share, f64x2.sub(v128.load(at, 32), value))));
}

/** Adds the crossings of each ray to its four sums. */
export function sum(rays: usize, ranges: usize, pairs: usize, lines: usize, pitch: usize, length: i32, count: i32, sums: usize): void {
  const lowest = f64x2.splat(-1.5);
  const highest = f64x2.splat(<f64>length + 0.5);
  const pixel = f64x2.splat(PIXEL);
  const next = f64x2.splat(<f64>pitch);
  const one = f64x2.splat(1);
  for (let block = 0; block < count; block += BLOCK) {
    const blockEnd = min(block + BLOCK, count);
    for (let pair: usize = 0; pair < pairs; pair++) {
      const first = max(load<i32>(ranges + 8 * pair), block);
      const end = min(load<i32>(ranges + 8 * pair, 4), blockEnd);
      if (first >= end) continue;
      const place = v128.load(rays + 32 * pair);
      const slope = v128.load(rays + 32 * pair, 16);
      const to = sums + 64 * pair;
      let a = v128.load(to);
      let b = v128.load(to, 16);
      let c = v128.load(to, 32);
      let d = v128.load(to, 48);
      // An address as the number to which whole pixels are added: the low bits of the sum are the pixel's address.
      let base = f64x2.splat(WHOLE + <f64>(lines + pitch * <usize>first));
      let index = f64x2.splat(<f64>first);
      for (let line = first; line < end; line++) {
        const at = f64x2.pmin(highest, f64x2.pmax(lowest, f64x2.add(place, f64x2.mul(slope, index))));
        index = f64x2.add(index, one);
        const below = f64x2.floor(at);
        const share = f64x2.sub(at, below);
        const bits = f64x2.add(f64x2.mul(below, pixel), base);
        base = f64x2.add(base, next);
        const p = <usize>i32x4.extract_lane(bits, 0);
        const q = <usize>i32x4.extract_lane(bits, 2);
        const shareP = v128.shuffle<f64>(share, share, 0, 0);
        const shareQ = v128.shuffle<f64>(share, share, 1, 1);
        a = mixed(p, shareP, a);
        b = mixed(p + 16, shareP, b);
        c = mixed(q, shareQ, c);
        d = mixed(q + 16, shareQ, d);
      }
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
    }
  }
}

// @ts-ignore: decorator
@inline function spreadTo(at: usize, share: v128, value: v128): void {
  const beyond = f64x2.mul(share, value);
  v128.store(at, f64x2.add(v128.load(at), f64x2.sub(value, beyond)));
  v128.store(at, f64x2.add(v128.load(at, 32), beyond), 32);
}

/** Adds the four values of each ray to the pixels that it crosses. */
export function spread(rays: usize, ranges: usize, pairs: usize, lines: usize, pitch: usize, length: i32, count: i32, values: usize): void {
  const lowest = f64x2.splat(-1.5);
  const highest = f64x2.splat(<f64>length + 0.5);
  const pixel = f64x2.splat(PIXEL);
  const next = f64x2.splat(<f64>pitch);
  const one = f64x2.splat(1);
  for (let block = 0; block < count; block += BLOCK) {
    const blockEnd = min(block + BLOCK, count);
    for (let pair: usize = 0; pair < pairs; pair++) {
      const first = max(load<i32>(ranges + 8 * pair), block);
      const end = min(load<i32>(ranges + 8 * pair, 4), blockEnd);
      if (first >= end) continue;
      const place = v128.load(rays + 32 * pair);
      const slope = v128.load(rays + 32 * pair, 16);
      const from = values + 64 * pair;
      const a = v128.load(from);
      const b = v128.load(from, 16);
      const c = v128.load(from, 32);
      const d = v128.load(from, 48);
      // An address as the number to which whole pixels are added: the low bits of the sum are the pixel's address.
      let base = f64x2.splat(WHOLE + <f64>(lines + pitch * <usize>first));
      let index = f64x2.splat(<f64>first);
      for (let line = first; line < end; line++) {
        const at = f64x2.pmin(highest, f64x2.pmax(lowest, f64x2.add(place, f64x2.mul(slope, index))));
        index = f64x2.add(index, one);
        const below = f64x2.floor(at);
        const share = f64x2.sub(at, below);
        const bits = f64x2.add(f64x2.mul(below, pixel), base);
        base = f64x2.add(base, next);
        const p = <usize>i32x4.extract_lane(bits, 0);
        const q = <usize>i32x4.extract_lane(bits, 2);
        const shareP = v128.shuffle<f64>(share, share, 0, 0);
        const shareQ = v128.shuffle<f64>(share, share, 1, 1);
        spreadTo(p, shareP, a);
        spreadTo(p + 16, shareP, b);
        spreadTo(q, shareQ, c);
        spreadTo(q + 16, shareQ, d);
      }
    }
  }
}
