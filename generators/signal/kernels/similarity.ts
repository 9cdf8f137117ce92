/**
 * Means, variances and covariance of two images under a window, and the similarity of every window: the inner loops of SSIM.
 * Each lane is one place and does what the twin (../metrics/similarity.ts) does.
 */

/**
 * Filters a, b, a^2, b^2 and a b along one row, into five blocks of `target`, `pitch` bytes apart.
 *
 * @param vectors of two numbers each in a block
 * @param step bytes from one tap to the next
 */
export function filterRow(target: usize, pitch: usize, a: usize, b: usize, vectors: usize, step: usize, weights: usize, taps: usize): void {
  for (let index: usize = 0; index < vectors; index++) {
    let meanA = f64x2.splat(0);
    let meanB = f64x2.splat(0);
    let squareA = f64x2.splat(0);
    let squareB = f64x2.splat(0);
    let product = f64x2.splat(0);
    let fromA = a + (index << 4);
    let fromB = b + (index << 4);
    let weight = weights;
    for (const end = weights + (taps << 3); weight < end; weight += 8, fromA += step, fromB += step) {
      const w = v128.load64_splat(weight);
      const valueA = v128.load(fromA);
      const valueB = v128.load(fromB);
      const weightedA = f64x2.mul(w, valueA);
      const weightedB = f64x2.mul(w, valueB);
      meanA = f64x2.add(meanA, weightedA);
      meanB = f64x2.add(meanB, weightedB);
      squareA = f64x2.add(squareA, f64x2.mul(weightedA, valueA));
      squareB = f64x2.add(squareB, f64x2.mul(weightedB, valueB));
      product = f64x2.add(product, f64x2.mul(weightedA, valueB));
    }
    const to = target + (index << 4);
    v128.store(to, meanA);
    v128.store(to + pitch, meanB);
    v128.store(to + 2 * pitch, squareA);
    v128.store(to + 3 * pitch, squareB);
    v128.store(to + 4 * pitch, product);
  }
}

/** One of the five, filtered down: the sum over rows of weight times row. `rows` lists the rows' addresses, u32. */
// @ts-ignore: decorator
@inline function filteredDown(rows: usize, offset: usize, weights: usize, taps: usize): v128 {
  let sum = f64x2.splat(0);
  for (let tap: usize = 0; tap < taps; tap++) {
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights + (tap << 3)), v128.load(<usize>load<u32>(rows + (tap << 2)) + offset)));
  }
  return sum;
}

/** Filters the last rows down and writes the similarity of each window to `target`. */
export function compareRows(target: usize, pitch: usize, rows: usize, vectors: usize, weights: usize, taps: usize, c1: f64, c2: f64): void {
  const two = f64x2.splat(2);
  const first = f64x2.splat(c1);
  const second = f64x2.splat(c2);
  for (let index: usize = 0; index < vectors; index++) {
    const offset = index << 4;
    const meanA = filteredDown(rows, offset, weights, taps);
    const meanB = filteredDown(rows, offset + pitch, weights, taps);
    const squareA = f64x2.mul(meanA, meanA);
    const squareB = f64x2.mul(meanB, meanB);
    const varianceA = f64x2.sub(filteredDown(rows, offset + 2 * pitch, weights, taps), squareA);
    const varianceB = f64x2.sub(filteredDown(rows, offset + 3 * pitch, weights, taps), squareB);
    const covariance = f64x2.sub(filteredDown(rows, offset + 4 * pitch, weights, taps), f64x2.mul(meanA, meanB));
    const luminance = f64x2.div(
      f64x2.add(f64x2.mul(f64x2.mul(two, meanA), meanB), first),
      f64x2.add(f64x2.add(squareA, squareB), first),
    );
    const structure = f64x2.div(
      f64x2.add(f64x2.mul(two, covariance), second),
      f64x2.add(f64x2.add(varianceA, varianceB), second),
    );
    v128.store(target + offset, f64x2.mul(luminance, structure));
  }
}
