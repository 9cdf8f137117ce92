/**
 * Weighted sums along an axis whose every place has taps of its own: the inner loop of resizing. Each lane is one line and does what the
 * twin (../resample/axis.ts) does. Lines along the rows are transposed first, so that they lie side by side.
 */

/** Bytes of the numbers that are summed side by side: four vectors of two. */
// @ts-ignore: decorator
@inline const BLOCK: usize = 64;

/**
 * target[place] = x + sum over taps of share (source[tap] - x),   x = source[reference of the place]
 *
 * Samples of the source are blocks of eight numbers, places of the target are `targetPitch` bytes apart.
 *
 * @param references u32 byte offsets of one sample for each place
 * @param starts u32: the first tap of each place, and the end
 * @param offsets u32 byte offsets of the taps' samples
 */
export function resample(
  source: usize, target: usize, targetPitch: usize, places: usize, blocks: usize,
  references: usize, starts: usize, offsets: usize, shares: usize,
): void {
  for (let place: usize = 0; place < places; place++) {
    const first = <usize>load<u32>(starts + (place << 2));
    const end = shares + (<usize>load<u32>(starts + (place << 2), 4) << 3);
    const reference = source + <usize>load<u32>(references + (place << 2));
    for (let block: usize = 0; block < blocks; block++) {
      const at = block * BLOCK;
      const x0 = v128.load(reference + at);
      const x1 = v128.load(reference + at, 16);
      const x2 = v128.load(reference + at, 32);
      const x3 = v128.load(reference + at, 48);
      let s0 = f64x2.splat(0);
      let s1 = f64x2.splat(0);
      let s2 = f64x2.splat(0);
      let s3 = f64x2.splat(0);
      let offset = offsets + (first << 2);
      for (let share = shares + (first << 3); share < end; share += 8, offset += 4) {
        const w = v128.load64_splat(share);
        const from = source + <usize>load<u32>(offset) + at;
        s0 = f64x2.add(s0, f64x2.mul(w, f64x2.sub(v128.load(from), x0)));
        s1 = f64x2.add(s1, f64x2.mul(w, f64x2.sub(v128.load(from, 16), x1)));
        s2 = f64x2.add(s2, f64x2.mul(w, f64x2.sub(v128.load(from, 32), x2)));
        s3 = f64x2.add(s3, f64x2.mul(w, f64x2.sub(v128.load(from, 48), x3)));
      }
      const to = target + place * targetPitch + at;
      v128.store(to, f64x2.add(x0, s0));
      v128.store(to, f64x2.add(x1, s1), 16);
      v128.store(to, f64x2.add(x2, s2), 32);
      v128.store(to, f64x2.add(x3, s3), 48);
    }
  }
}

/** target[column][row] = source[row][column], for even counts of rows and columns; pitches in bytes. */
export function transpose(source: usize, sourcePitch: usize, target: usize, targetPitch: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row += 2) {
    let from = source + row * sourcePitch;
    let to = target + (row << 3);
    for (let column: usize = 0; column < columns; column += 2, from += 16, to += 2 * targetPitch) {
      const upper = v128.load(from);
      const lower = v128.load(from + sourcePitch);
      v128.store(to, v128.shuffle<f64>(upper, lower, 0, 2));
      v128.store(to + targetPitch, v128.shuffle<f64>(upper, lower, 1, 3));
    }
  }
}
