/**
 * Weighted sums of shifted lines: the inner loop of every direct convolution. Each lane is one number of the target and adds its taps up
 * exactly as the twin (../convolve/taps.ts) does: four at a time in the taps' order, the rest one by one.
 */

/** Bytes of the numbers that are summed side by side: four vectors of two. */
// @ts-ignore: decorator
@inline const BLOCK: usize = 64;

/** sum + ((a + b) + (c + d)) */
// @ts-ignore: decorator
@inline function addedFour(sum: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(sum, f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
}

/**
 * target[row, at] = sum over taps of weights[tap] source[row, at + shifts[tap]]
 *
 * @param shifts u32 bytes, all >= 0
 * @param blocks of eight numbers in a line; lines are `sourcePitch` and `targetPitch` bytes apart
 */
export function sumTaps(
  source: usize, sourcePitch: usize, target: usize, targetPitch: usize, rows: usize, blocks: usize,
  weights: usize, shifts: usize, taps: usize,
): void {
  const whole = taps & ~3;
  for (let block: usize = 0; block < blocks; block++) {
    let from = source + block * BLOCK;
    let to = target + block * BLOCK;
    for (let row: usize = 0; row < rows; row++, from += sourcePitch, to += targetPitch) {
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      let w = weights;
      let shift = shifts;
      for (const end = weights + (whole << 3); w < end; w += 32, shift += 16) {
        const w0 = v128.load64_splat(w);
        const w1 = v128.load64_splat(w, 8);
        const w2 = v128.load64_splat(w, 16);
        const w3 = v128.load64_splat(w, 24);
        const a = from + <usize>load<u32>(shift);
        const b = from + <usize>load<u32>(shift, 4);
        const c = from + <usize>load<u32>(shift, 8);
        const d = from + <usize>load<u32>(shift, 12);
        s0 = addedFour(s0, f64x2.mul(w0, v128.load(a)), f64x2.mul(w1, v128.load(b)), f64x2.mul(w2, v128.load(c)), f64x2.mul(w3, v128.load(d)));
        s1 = addedFour(s1, f64x2.mul(w0, v128.load(a, 16)), f64x2.mul(w1, v128.load(b, 16)), f64x2.mul(w2, v128.load(c, 16)), f64x2.mul(w3, v128.load(d, 16)));
        s2 = addedFour(s2, f64x2.mul(w0, v128.load(a, 32)), f64x2.mul(w1, v128.load(b, 32)), f64x2.mul(w2, v128.load(c, 32)), f64x2.mul(w3, v128.load(d, 32)));
        s3 = addedFour(s3, f64x2.mul(w0, v128.load(a, 48)), f64x2.mul(w1, v128.load(b, 48)), f64x2.mul(w2, v128.load(c, 48)), f64x2.mul(w3, v128.load(d, 48)));
      }
      for (const end = weights + (taps << 3); w < end; w += 8, shift += 4) {
        const w0 = v128.load64_splat(w);
        const a = from + <usize>load<u32>(shift);
        s0 = f64x2.add(s0, f64x2.mul(w0, v128.load(a)));
        s1 = f64x2.add(s1, f64x2.mul(w0, v128.load(a, 16)));
        s2 = f64x2.add(s2, f64x2.mul(w0, v128.load(a, 32)));
        s3 = f64x2.add(s3, f64x2.mul(w0, v128.load(a, 48)));
      }
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
  }
}
