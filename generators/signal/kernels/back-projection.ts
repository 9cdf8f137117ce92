/**
 * Views added to a quarter of an image, interpolated linearly between bins: ../ct/quarter.ts has the twin and the layout.
 *
 * A pixel is four numbers, one for each of its images under the symmetries of the grid; a bin is four values and the steps to the next bin's.
 * Two neighbouring pixels are placed at once. Four views are added in one pass over a tile of pixels that stays in the cache.
 */

/** Pixels in a tile: rows, columns. */
// @ts-ignore: decorator
@inline const TILE_ROWS: i32 = 32;
// @ts-ignore: decorator
@inline const TILE_COLUMNS: i32 = 64;
// @ts-ignore: decorator
@inline const TOGETHER: usize = 4;
/** Adding 1.5 x 2^52 leaves a whole number in the low bits. */
// @ts-ignore: decorator
@inline const WHOLE: f64 = 6755399441055744.0;
/** Bytes of a bin, of a view's places, of a pixel. */
// @ts-ignore: decorator
@inline const BIN: f64 = 64;
// @ts-ignore: decorator
@inline const PLACE: usize = 64;
// @ts-ignore: decorator
@inline const PIXEL: usize = 32;
/** Beams. */
// @ts-ignore: decorator
@inline const PARALLEL: i32 = 0;
// @ts-ignore: decorator
@inline const FLAT: i32 = 1;
// @ts-ignore: decorator
@inline const ARC: i32 = 2;

/** Bins to the place v of an arc, from its table of polynomials. */
// @ts-ignore: decorator
@inline function throughTable(v: v128, table: usize, cells: i32): v128 {
  const z = f64x2.pmin(f64x2.splat(<f64>(cells - 1)), f64x2.pmax(f64x2.splat(0), f64x2.add(v, f64x2.splat(<f64>cells / 2))));
  const cell = f64x2.floor(z);
  const d = f64x2.sub(f64x2.sub(z, cell), f64x2.splat(0.5));
  const bits = f64x2.add(cell, f64x2.splat(WHOLE));
  const p = table + (<usize>i32x4.extract_lane(bits, 0) << 5);
  const q = table + (<usize>i32x4.extract_lane(bits, 2) << 5);
  const p01 = v128.load(p);
  const q01 = v128.load(q);
  const p23 = v128.load(p, 16);
  const q23 = v128.load(q, 16);
  const third = f64x2.add(v128.shuffle<f64>(p23, q23, 0, 2), f64x2.mul(d, v128.shuffle<f64>(p23, q23, 1, 3)));
  const second = f64x2.add(v128.shuffle<f64>(p01, q01, 1, 3), f64x2.mul(d, third));
  return f64x2.add(v128.shuffle<f64>(p01, q01, 0, 2), f64x2.mul(d, second));
}

// @ts-ignore: decorator
@inline function clamped(u: v128, highest: v128): v128 {
  return f64x2.pmin(highest, f64x2.pmax(f64x2.splat(-1.5), u));
}

/** Places of parallel rays rise or fall along a row: where both ends are inside, so are those between. */
// @ts-ignore: decorator
@inline function within(place: usize, row: f64, left: f64, right: f64, highest: f64): bool {
  const t = load<f64>(place) + row * load<f64>(place, 16);
  const a = t + left * load<f64>(place, 32);
  const b = t + right * load<f64>(place, 32);
  return a >= -1.5 && b >= -1.5 && a <= highest && b <= highest;
}

// @ts-ignore: decorator
@inline function added(sum: v128, from: usize, share: v128): v128 {
  return f64x2.add(sum, f64x2.add(v128.load(from), f64x2.mul(share, v128.load(from, 32))));
}

// @ts-ignore: decorator
@inline function addedWeighted(sum: v128, from: usize, share: v128, weight: v128): v128 {
  return f64x2.add(sum, f64x2.mul(weight, f64x2.add(v128.load(from), f64x2.mul(share, v128.load(from, 32)))));
}

/** An address as the number to which whole bins are added: the low bits of the sum are the bin's address. */
// @ts-ignore: decorator
@inline function base(line: usize): v128 {
  return f64x2.splat(WHOLE + <f64>line);
}

// @ts-ignore: decorator
@inline function addresses(below: v128, line: v128): v128 {
  return f64x2.add(f64x2.mul(below, f64x2.splat(BIN)), line);
}

// @ts-ignore: decorator
@inline function low(addresses: v128): usize {
  return <usize>i32x4.extract_lane(addresses, 0);
}

// @ts-ignore: decorator
@inline function high(addresses: v128): usize {
  return <usize>i32x4.extract_lane(addresses, 2);
}

// @ts-ignore: decorator
@inline function first(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 0, 0);
}

// @ts-ignore: decorator
@inline function second(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 1);
}

/** t0 + row tRow, or l: place 0 or 1. */
// @ts-ignore: decorator
@inline function along(place: usize, row: f64): v128 {
  return f64x2.splat(load<f64>(place) + row * load<f64>(place, 16));
}

/** Four views to one row of a tile. */
// @ts-ignore: decorator
@inline function parallelRow(inside: bool, place: usize, row: f64, start: v128, line: usize, pitch: usize, highest: v128, from: usize, end: usize): void {
  const t0 = along(place, row);
  const t1 = along(place + PLACE, row);
  const t2 = along(place + 2 * PLACE, row);
  const t3 = along(place + 3 * PLACE, row);
  const d0 = v128.load64_splat(place, 32);
  const d1 = v128.load64_splat(place + PLACE, 32);
  const d2 = v128.load64_splat(place + 2 * PLACE, 32);
  const d3 = v128.load64_splat(place + 3 * PLACE, 32);
  const line0 = base(line);
  const line1 = base(line + pitch);
  const line2 = base(line + 2 * pitch);
  const line3 = base(line + 3 * pitch);
  const two = f64x2.splat(2);
  let column = start;
  for (let to = from; to < end; to += 2 * PIXEL) {
    let a = v128.load(to);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);

    let at = f64x2.add(t0, f64x2.mul(column, d0));
    if (!inside) at = clamped(at, highest);
    let below = f64x2.floor(at);
    let share = f64x2.sub(at, below);
    let bits = addresses(below, line0);
    let p = low(bits);
    let q = high(bits);
    a = added(a, p, first(share));
    b = added(b, p + 16, first(share));
    c = added(c, q, second(share));
    d = added(d, q + 16, second(share));

    at = f64x2.add(t1, f64x2.mul(column, d1));
    if (!inside) at = clamped(at, highest);
    below = f64x2.floor(at);
    share = f64x2.sub(at, below);
    bits = addresses(below, line1);
    p = low(bits);
    q = high(bits);
    a = added(a, p, first(share));
    b = added(b, p + 16, first(share));
    c = added(c, q, second(share));
    d = added(d, q + 16, second(share));

    at = f64x2.add(t2, f64x2.mul(column, d2));
    if (!inside) at = clamped(at, highest);
    below = f64x2.floor(at);
    share = f64x2.sub(at, below);
    bits = addresses(below, line2);
    p = low(bits);
    q = high(bits);
    a = added(a, p, first(share));
    b = added(b, p + 16, first(share));
    c = added(c, q, second(share));
    d = added(d, q + 16, second(share));

    at = f64x2.add(t3, f64x2.mul(column, d3));
    if (!inside) at = clamped(at, highest);
    below = f64x2.floor(at);
    share = f64x2.sub(at, below);
    bits = addresses(below, line3);
    p = low(bits);
    q = high(bits);
    a = added(a, p, first(share));
    b = added(b, p + 16, first(share));
    c = added(c, q, second(share));
    d = added(d, q + 16, second(share));

    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    column = f64x2.add(column, two);
  }
}

/** One view of a fan to one row of a tile. */
// @ts-ignore: decorator
@inline function fanRow(
  beam: i32, place: usize, row: f64, start: v128, line: usize, highest: v128, middle: v128, from: usize, end: usize,
  table: usize, cells: i32, perCell: v128,
): void {
  const t0 = along(place, row);
  const l0 = along(place + 8, row);
  const tStep = v128.load64_splat(place, 32);
  const lStep = v128.load64_splat(place, 40);
  const line0 = base(line);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  let column = start;
  for (let to = from; to < end; to += 2 * PIXEL) {
    const l = f64x2.add(l0, f64x2.mul(column, lStep));
    const t = f64x2.add(t0, f64x2.mul(column, tStep));
    let u: v128;
    let weight: v128;
    if (beam == ARC) {
      const across = f64x2.mul(t, perCell);
      const square = f64x2.add(f64x2.mul(l, l), f64x2.mul(across, across));
      const inverse = f64x2.div(one, f64x2.mul(l, square));
      u = throughTable(f64x2.mul(t, f64x2.mul(inverse, square)), table, cells);
      weight = f64x2.mul(inverse, l);
    } else {
      const inverse = f64x2.div(one, l);
      u = f64x2.mul(t, inverse);
      weight = f64x2.mul(inverse, inverse);
    }
    const at = clamped(f64x2.add(middle, u), highest);
    const below = f64x2.floor(at);
    const share = f64x2.sub(at, below);
    const bits = addresses(below, line0);
    const p = low(bits);
    const q = high(bits);
    v128.store(to, addedWeighted(v128.load(to), p, first(share), first(weight)));
    v128.store(to, addedWeighted(v128.load(to, 16), p + 16, first(share), first(weight)), 16);
    v128.store(to, addedWeighted(v128.load(to, 32), q, second(share), second(weight)), 32);
    v128.store(to, addedWeighted(v128.load(to, 48), q + 16, second(share), second(weight)), 48);
    column = f64x2.add(column, two);
  }
}

// @ts-ignore: decorator
@inline function add(
  beam: i32, places: usize, views: usize, lines: usize, pitch: usize, bins: i32, centre: f64, pixels: usize, rows: i32, columns: i32,
  table: usize, cells: i32, perCell: f64,
): void {
  const most = <f64>bins + 0.5;
  const highest = f64x2.splat(most);
  const middle = f64x2.splat(centre);
  const ofCell = f64x2.splat(perCell);
  for (let top = 0; top < rows; top += TILE_ROWS) {
    const bottom = min(top + TILE_ROWS, rows);
    for (let left = 0; left < columns; left += TILE_COLUMNS) {
      const right = min(left + TILE_COLUMNS, columns);
      const start = f64x2.replace_lane(f64x2.splat(<f64>left), 1, <f64>(left + 1));
      for (let view: usize = 0; view < views; view += beam == PARALLEL ? TOGETHER : 1) {
        const place = places + PLACE * view;
        const line = lines + pitch * view;
        for (let row = top; row < bottom; row++) {
          const from = pixels + PIXEL * (<usize>row * <usize>columns + <usize>left);
          const end = from + PIXEL * <usize>(right - left);
          if (beam == PARALLEL) {
            const a = within(place, <f64>row, <f64>left, <f64>(right - 1), most) && within(place + PLACE, <f64>row, <f64>left, <f64>(right - 1), most);
            const b = within(place + 2 * PLACE, <f64>row, <f64>left, <f64>(right - 1), most) && within(place + 3 * PLACE, <f64>row, <f64>left, <f64>(right - 1), most);
            if (a && b) parallelRow(true, place, <f64>row, start, line, pitch, highest, from, end);
            else parallelRow(false, place, <f64>row, start, line, pitch, highest, from, end);
          }
          if (beam != PARALLEL) fanRow(beam, place, <f64>row, start, line, highest, middle, from, end, table, cells, ofCell);
        }
      }
    }
  }
}

export function parallel(
  places: usize, views: usize, lines: usize, pitch: usize, bins: i32, centre: f64, pixels: usize, rows: i32, columns: i32,
  table: usize, cells: i32, perCell: f64,
): void {
  add(PARALLEL, places, views, lines, pitch, bins, centre, pixels, rows, columns, table, cells, perCell);
}

export function flat(
  places: usize, views: usize, lines: usize, pitch: usize, bins: i32, centre: f64, pixels: usize, rows: i32, columns: i32,
  table: usize, cells: i32, perCell: f64,
): void {
  add(FLAT, places, views, lines, pitch, bins, centre, pixels, rows, columns, table, cells, perCell);
}

export function arc(
  places: usize, views: usize, lines: usize, pitch: usize, bins: i32, centre: f64, pixels: usize, rows: i32, columns: i32,
  table: usize, cells: i32, perCell: f64,
): void {
  add(ARC, places, views, lines, pitch, bins, centre, pixels, rows, columns, table, cells, perCell);
}
