/**
 * Gridding for the non-uniform Fourier transform: a vector holds one complex number, so every lane does what the twin
 * (../nufft/gridding.ts) does.
 *
 * A point m owns 2 x width f64 of `weights`, those of its rows, then those of its columns; `cells[m]` u32, its first cell in the grid;
 * `order[m]` u32, its place among the caller's samples.
 * The columns of a point are taken in one block of up to 8, or in two, so that what belongs to a column stays in registers.
 */

/** Bytes of a complex number. */
// @ts-ignore: decorator
@inline const COMPLEX: usize = 16;

/** Stores even + position x odd as they are, and even - position x odd mirrored. */
// @ts-ignore: decorator
@inline function mirrored(even: v128, odd: v128, position: v128, to: usize, mirror: usize): void {
  const part = f64x2.mul(position, odd);
  v128.store(to, f64x2.add(even, part));
  const other = f64x2.sub(even, part);
  v128.store(mirror, v128.shuffle<f64>(other, other, 1, 0));
}

/** Up to four pairs of cells and their mirror images, by Horner's rule in the square of the position. */
// @ts-ignore: decorator
@inline function weighPositions(pairs: i32, width: usize, steps: usize, coefficients: usize, positions: usize, count: usize, weights: usize): void {
  const odds: usize = 16 * pairs;
  for (let end = positions + 8 * count; positions < end; positions += 8, weights += 8 * width) {
    const position = v128.load64_splat(positions);
    const square = f64x2.mul(position, position);
    let from = coefficients;
    let a = v128.load(from);
    let b = a;
    let c = a;
    let d = a;
    let e = v128.load(from + odds);
    let f = e;
    let g = e;
    let h = e;
    if (pairs > 1) { b = v128.load(from, 16); f = v128.load(from + odds, 16); }
    if (pairs > 2) { c = v128.load(from, 32); g = v128.load(from + odds, 32); }
    if (pairs > 3) { d = v128.load(from, 48); h = v128.load(from + odds, 48); }
    for (let step: usize = 0; step < steps; step++) {
      from += 2 * odds;
      a = f64x2.add(f64x2.mul(a, square), v128.load(from));
      e = f64x2.add(f64x2.mul(e, square), v128.load(from + odds));
      if (pairs > 1) { b = f64x2.add(f64x2.mul(b, square), v128.load(from, 16)); f = f64x2.add(f64x2.mul(f, square), v128.load(from + odds, 16)); }
      if (pairs > 2) { c = f64x2.add(f64x2.mul(c, square), v128.load(from, 32)); g = f64x2.add(f64x2.mul(g, square), v128.load(from + odds, 32)); }
      if (pairs > 3) { d = f64x2.add(f64x2.mul(d, square), v128.load(from, 48)); h = f64x2.add(f64x2.mul(h, square), v128.load(from + odds, 48)); }
    }
    const last = weights + 8 * width - 16;
    mirrored(a, e, position, weights, last);
    if (pairs > 1) mirrored(b, f, position, weights + 16, last - 16);
    if (pairs > 2) mirrored(c, g, position, weights + 32, last - 32);
    if (pairs > 3) mirrored(d, h, position, weights + 48, last - 48);
  }
}

/**
 * Writes `width` weights for each of `count` positions. `coefficients` has steps + 1 rows, the highest power first, each of the even
 * parts, then the odd parts, of 2 x `pairs` cells.
 */
export function weigh(width: usize, pairs: i32, steps: usize, coefficients: usize, positions: usize, count: usize, weights: usize): void {
  if (pairs == 1) weighPositions(1, width, steps, coefficients, positions, count, weights);
  else if (pairs == 2) weighPositions(2, width, steps, coefficients, positions, count, weights);
  else if (pairs == 3) weighPositions(3, width, steps, coefficients, positions, count, weights);
  else if (pairs == 4) weighPositions(4, width, steps, coefficients, positions, count, weights);
  else abort();
}

// @ts-ignore: decorator
@inline function addTo(cell: usize, value: v128, weight: v128, offset: usize): void {
  v128.store(cell + offset, f64x2.add(v128.load(cell + offset), f64x2.mul(value, weight)));
}

/** Adds value x row weight x column weight to `columns` cells of every row. */
// @ts-ignore: decorator
@inline function spreadColumns(columns: i32, width: usize, pitch: usize, cell: usize, rowWeights: usize, columnWeights: usize, value: v128): void {
  const a = v128.load64_splat(columnWeights);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  if (columns > 1) b = v128.load64_splat(columnWeights, 8);
  if (columns > 2) c = v128.load64_splat(columnWeights, 16);
  if (columns > 3) d = v128.load64_splat(columnWeights, 24);
  if (columns > 4) e = v128.load64_splat(columnWeights, 32);
  if (columns > 5) f = v128.load64_splat(columnWeights, 40);
  if (columns > 6) g = v128.load64_splat(columnWeights, 48);
  if (columns > 7) h = v128.load64_splat(columnWeights, 56);
  for (let end = rowWeights + 8 * width; rowWeights < end; rowWeights += 8, cell += pitch) {
    const part = f64x2.mul(value, v128.load64_splat(rowWeights));
    addTo(cell, part, a, 0);
    if (columns > 1) addTo(cell, part, b, 16);
    if (columns > 2) addTo(cell, part, c, 32);
    if (columns > 3) addTo(cell, part, d, 48);
    if (columns > 4) addTo(cell, part, e, 64);
    if (columns > 5) addTo(cell, part, f, 80);
    if (columns > 6) addTo(cell, part, g, 96);
    if (columns > 7) addTo(cell, part, h, 112);
  }
}

// @ts-ignore: decorator
@inline function spreadPoints(width: i32, pitch: usize, count: usize, cells: usize, order: usize, weights: usize, samples: usize, grid: usize): void {
  const first = width > 8 ? (width + 1) / 2 : width;
  const second = width - first;
  const axis: usize = 8 * width;
  for (let end = cells + 4 * count; cells < end; cells += 4, order += 4, weights += 2 * axis) {
    const value = v128.load(samples + COMPLEX * <usize>load<u32>(order));
    const cell = grid + COMPLEX * <usize>load<u32>(cells);
    spreadColumns(first, width, pitch, cell, weights, weights + axis, value);
    if (second > 0) spreadColumns(second, width, pitch, cell + COMPLEX * first, weights, weights + axis + 8 * first, value);
  }
}

// @ts-ignore: decorator
@inline function weighted(sum: v128, cell: usize, weight: v128, offset: usize): v128 {
  return f64x2.add(sum, f64x2.mul(weight, v128.load(cell + offset)));
}

// @ts-ignore: decorator
@inline function weightedAt(sum: v128, weight: usize, value: v128): v128 {
  return f64x2.add(sum, f64x2.mul(v128.load64_splat(weight), value));
}

/** @returns total + the sum over `columns` of column weight x (sum over rows of row weight x cell) */
// @ts-ignore: decorator
@inline function interpolateColumns(columns: i32, width: usize, pitch: usize, cell: usize, rowWeights: usize, columnWeights: usize, total: v128): v128 {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let end = rowWeights + 8 * width; rowWeights < end; rowWeights += 8, cell += pitch) {
    const weight = v128.load64_splat(rowWeights);
    a = weighted(a, cell, weight, 0);
    if (columns > 1) b = weighted(b, cell, weight, 16);
    if (columns > 2) c = weighted(c, cell, weight, 32);
    if (columns > 3) d = weighted(d, cell, weight, 48);
    if (columns > 4) e = weighted(e, cell, weight, 64);
    if (columns > 5) f = weighted(f, cell, weight, 80);
    if (columns > 6) g = weighted(g, cell, weight, 96);
    if (columns > 7) h = weighted(h, cell, weight, 112);
  }
  let sum = weightedAt(total, columnWeights, a);
  if (columns > 1) sum = weightedAt(sum, columnWeights + 8, b);
  if (columns > 2) sum = weightedAt(sum, columnWeights + 16, c);
  if (columns > 3) sum = weightedAt(sum, columnWeights + 24, d);
  if (columns > 4) sum = weightedAt(sum, columnWeights + 32, e);
  if (columns > 5) sum = weightedAt(sum, columnWeights + 40, f);
  if (columns > 6) sum = weightedAt(sum, columnWeights + 48, g);
  if (columns > 7) sum = weightedAt(sum, columnWeights + 56, h);
  return sum;
}

// @ts-ignore: decorator
@inline function interpolatePoints(width: i32, pitch: usize, count: usize, cells: usize, order: usize, weights: usize, samples: usize, grid: usize): void {
  const first = width > 8 ? (width + 1) / 2 : width;
  const second = width - first;
  const axis: usize = 8 * width;
  for (let end = cells + 4 * count; cells < end; cells += 4, order += 4, weights += 2 * axis) {
    const cell = grid + COMPLEX * <usize>load<u32>(cells);
    let sum = interpolateColumns(first, width, pitch, cell, weights, weights + axis, f64x2.splat(0));
    if (second > 0) sum = interpolateColumns(second, width, pitch, cell + COMPLEX * first, weights, weights + axis + 8 * first, sum);
    v128.store(samples + COMPLEX * <usize>load<u32>(order), sum);
  }
}

/** Adds every sample to width x width cells of the grid; `pitch`: bytes from one row to the next. Widths are 2 .. 16. */
export function spread(width: i32, pitch: usize, count: usize, cells: usize, order: usize, weights: usize, samples: usize, grid: usize): void {
  if (width == 2) spreadPoints(2, pitch, count, cells, order, weights, samples, grid);
  else if (width == 3) spreadPoints(3, pitch, count, cells, order, weights, samples, grid);
  else if (width == 4) spreadPoints(4, pitch, count, cells, order, weights, samples, grid);
  else if (width == 5) spreadPoints(5, pitch, count, cells, order, weights, samples, grid);
  else if (width == 6) spreadPoints(6, pitch, count, cells, order, weights, samples, grid);
  else if (width == 7) spreadPoints(7, pitch, count, cells, order, weights, samples, grid);
  else if (width == 8) spreadPoints(8, pitch, count, cells, order, weights, samples, grid);
  else if (width == 9) spreadPoints(9, pitch, count, cells, order, weights, samples, grid);
  else if (width == 10) spreadPoints(10, pitch, count, cells, order, weights, samples, grid);
  else if (width == 11) spreadPoints(11, pitch, count, cells, order, weights, samples, grid);
  else if (width == 12) spreadPoints(12, pitch, count, cells, order, weights, samples, grid);
  else if (width == 13) spreadPoints(13, pitch, count, cells, order, weights, samples, grid);
  else if (width == 14) spreadPoints(14, pitch, count, cells, order, weights, samples, grid);
  else if (width == 15) spreadPoints(15, pitch, count, cells, order, weights, samples, grid);
  else if (width == 16) spreadPoints(16, pitch, count, cells, order, weights, samples, grid);
  else abort();
}

/** Sums width x width cells of the grid for every sample. Widths are 2 .. 16. */
export function interpolate(width: i32, pitch: usize, count: usize, cells: usize, order: usize, weights: usize, samples: usize, grid: usize): void {
  if (width == 2) interpolatePoints(2, pitch, count, cells, order, weights, samples, grid);
  else if (width == 3) interpolatePoints(3, pitch, count, cells, order, weights, samples, grid);
  else if (width == 4) interpolatePoints(4, pitch, count, cells, order, weights, samples, grid);
  else if (width == 5) interpolatePoints(5, pitch, count, cells, order, weights, samples, grid);
  else if (width == 6) interpolatePoints(6, pitch, count, cells, order, weights, samples, grid);
  else if (width == 7) interpolatePoints(7, pitch, count, cells, order, weights, samples, grid);
  else if (width == 8) interpolatePoints(8, pitch, count, cells, order, weights, samples, grid);
  else if (width == 9) interpolatePoints(9, pitch, count, cells, order, weights, samples, grid);
  else if (width == 10) interpolatePoints(10, pitch, count, cells, order, weights, samples, grid);
  else if (width == 11) interpolatePoints(11, pitch, count, cells, order, weights, samples, grid);
  else if (width == 12) interpolatePoints(12, pitch, count, cells, order, weights, samples, grid);
  else if (width == 13) interpolatePoints(13, pitch, count, cells, order, weights, samples, grid);
  else if (width == 14) interpolatePoints(14, pitch, count, cells, order, weights, samples, grid);
  else if (width == 15) interpolatePoints(15, pitch, count, cells, order, weights, samples, grid);
  else if (width == 16) interpolatePoints(16, pitch, count, cells, order, weights, samples, grid);
  else abort();
}
