/**
 * Random numbers in blocks: Philox4x32-10, and the normal and Poisson quantiles of the uniform numbers it gives. Every lane does
 * what the twins (../philox.ts, ../random/draws.ts, ../math/normal-quantile.ts, ../distributions/poisson.ts) do.
 */

// @ts-ignore: decorator
@inline const MULTIPLIER_0: i32 = 0xd2511f53;
// @ts-ignore: decorator
@inline const MULTIPLIER_1: i32 = 0xcd9e8d57;
/** Bytes of a vector. */
// @ts-ignore: decorator
@inline const VECTOR: usize = 16;

/** The upper halves of the products of four lanes; their lower halves are i32x4.mul's. */
// @ts-ignore: decorator
@inline function upper(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

/** Two draws, words in the order low, high: odd multiples of 2^-53 in (0, 1). */
// @ts-ignore: decorator
@inline function uniformOf(words: v128): v128 {
  const oneTo2 = v128.or(i64x2.shr_u(words, 12), i64x2.splat(0x3ff0000000000000));
  return f64x2.sub(oneTo2, f64x2.splat(0.9999999999999999));
}

/** Writes the 8 uniform numbers of four blocks. */
// @ts-ignore: decorator
@inline function stored(target: usize, w0: v128, w1: v128, w2: v128, w3: v128): void {
  const even1 = v128.shuffle<i32>(w1, w0, 0, 4, 1, 5);
  const even2 = v128.shuffle<i32>(w1, w0, 2, 6, 3, 7);
  const odd1 = v128.shuffle<i32>(w3, w2, 0, 4, 1, 5);
  const odd2 = v128.shuffle<i32>(w3, w2, 2, 6, 3, 7);
  v128.store(target, uniformOf(v128.shuffle<i64>(even1, odd1, 0, 2)));
  v128.store(target, uniformOf(v128.shuffle<i64>(even1, odd1, 1, 3)), 16);
  v128.store(target, uniformOf(v128.shuffle<i64>(even2, odd2, 0, 2)), 32);
  v128.store(target, uniformOf(v128.shuffle<i64>(even2, odd2, 1, 3)), 48);
}

/**
 * Writes 16 uniform numbers for each group of eight blocks: two times four, side by side, so that neither waits for its products.
 *
 * @param first the lowest counter word of the first block: it does not run over within the call
 * @param keys 10 x 2 words, each in four lanes
 */
export function uniforms(target: usize, groups: usize, first: u32, c1: u32, c2: u32, c3: u32, keys: usize): void {
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  let counter = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  for (const end = target + groups * 128; target < end; target += 128) {
    let a0 = counter;
    let a1 = i32x4.splat(c1);
    let a2 = i32x4.splat(c2);
    let a3 = i32x4.splat(c3);
    let b0 = i32x4.add(counter, i32x4.splat(4));
    let b1 = a1;
    let b2 = a2;
    let b3 = a3;
    for (let key = keys; key < keys + 320; key += 32) {
      const k0 = v128.load(key);
      const k1 = v128.load(key, 16);
      const p0 = i64x2.extmul_low_i32x4_u(a0, m0);
      const q0 = i64x2.extmul_high_i32x4_u(a0, m0);
      const p1 = i64x2.extmul_low_i32x4_u(a2, m1);
      const q1 = i64x2.extmul_high_i32x4_u(a2, m1);
      const a0Low = i32x4.mul(a0, m0);
      const a2Low = i32x4.mul(a2, m1);
      a0 = v128.xor(upper(p1, q1), v128.xor(a1, k0));
      a2 = v128.xor(upper(p0, q0), v128.xor(a3, k1));
      a1 = a2Low;
      a3 = a0Low;
      const r0 = i64x2.extmul_low_i32x4_u(b0, m0);
      const s0 = i64x2.extmul_high_i32x4_u(b0, m0);
      const r1 = i64x2.extmul_low_i32x4_u(b2, m1);
      const s1 = i64x2.extmul_high_i32x4_u(b2, m1);
      const b0Low = i32x4.mul(b0, m0);
      const b2Low = i32x4.mul(b2, m1);
      b0 = v128.xor(upper(r1, s1), v128.xor(b1, k0));
      b2 = v128.xor(upper(r0, s0), v128.xor(b3, k1));
      b1 = b2Low;
      b3 = b0Low;
    }
    stored(target, a0, a1, a2, a3);
    stored(target + 64, b0, b1, b2, b3);
    counter = i32x4.add(counter, i32x4.splat(8));
  }
}

/** Odd and even parts of a segment's polynomial. */
// @ts-ignore: decorator
@inline function parts(segment: usize, t2: v128): v128 {
  const last = f64x2.add(f64x2.mul(v128.load(segment, 48), t2), v128.load(segment, 32));
  return f64x2.add(f64x2.mul(last, t2), v128.load(segment, 16));
}

/** The upper quantiles of two probabilities of 2^-13 .. 1/2. `origin`: where the polynomial of the number +0 would be. */
// @ts-ignore: decorator
@inline function quantiles(v: v128, origin: usize): v128 {
  const segment = i64x2.shr_u(v, 46);
  const t = f64x2.sub(i64x2.shl(i64x2.add(segment, i64x2.splat(1)), 46), v);
  const t2 = f64x2.mul(t, t);
  const a = origin + (<usize>i32x4.extract_lane(segment, 0) << 6);
  const b = origin + (<usize>i32x4.extract_lane(segment, 2) << 6);
  const pa = parts(a, v128.shuffle<f64>(t2, t2, 0, 0));
  const pb = parts(b, v128.shuffle<f64>(t2, t2, 1, 1));
  const ca = v128.load(a);
  const cb = v128.load(b);
  const sum = f64x2.add(v128.shuffle<f64>(pa, pb, 0, 2), f64x2.mul(t, v128.shuffle<f64>(pa, pb, 1, 3)));
  const high = v128.shuffle<f64>(ca, cb, 0, 2);
  const slope = v128.and(f64x2.lt(high, f64x2.splat(0.03)), f64x2.splat(2.5));
  const low = f64x2.add(v128.shuffle<f64>(ca, cb, 1, 3), f64x2.mul(t, sum));
  return f64x2.add(f64x2.add(high, f64x2.mul(t, slope)), low);
}

/**
 * Writes the normal quantiles of uniform numbers; but in the tails, beyond 2^-13, the numbers themselves, and lists their places.
 *
 * @param count a multiple of 4
 * @param target may be `numbers`
 * @param table the polynomials (../math/normal-quantile-table.ts)
 * @param tails receives the places of those that stay: room for `count` words
 * @returns how many stay
 */
export function normals(numbers: usize, target: usize, count: usize, table: usize, tails: usize): usize {
  const half = f64x2.splat(0.5);
  const lowest = f64x2.splat(0.0001220703125);
  const signBit = f64x2.splat(-0.0);
  const origin = table - 0x3f20 * 4 * 64;
  let tail = tails;
  for (let at = numbers, end = numbers + count * 8; at < end; at += 2 * VECTOR, target += 2 * VECTOR) {
    const u1 = v128.load(at);
    const u2 = v128.load(at, 16);
    const q1 = f64x2.sub(u1, half);
    const q2 = f64x2.sub(u2, half);
    const v1 = f64x2.sub(half, v128.andnot(q1, signBit));
    const v2 = f64x2.sub(half, v128.andnot(q2, signBit));
    const rare1 = f64x2.lt(v1, lowest);
    const rare2 = f64x2.lt(v2, lowest);
    if (!v128.any_true(v128.or(rare1, rare2))) {
      v128.store(target, v128.or(quantiles(v1, origin), v128.and(q1, signBit)));
      v128.store(target, v128.or(quantiles(v2, origin), v128.and(q2, signBit)), 16);
      continue;
    }
    for (let lane: usize = 0; lane < 4; lane++) {
      const u = load<f64>(at + 8 * lane);
      const v = 0.5 - Math.abs(u - 0.5);
      if (v < 0.0001220703125) {
        store<f64>(target + 8 * lane, u);
        store<u32>(tail, <u32>((at - numbers) >> 3) + <u32>lane);
        tail += 4;
      } else store<f64>(target + 8 * lane, copysign<f64>(f64x2.extract_lane(quantiles(f64x2.splat(v), origin), 0), u - 0.5));
    }
  }
  return (tail - tails) >> 2;
}

/**
 * Writes Poisson counts, and lists the places where the expansion does not decide: what is written there means nothing.
 *
 * @param deviates the normal quantiles of the uniform numbers that the counts belong to
 * @param count even
 * @param open receives the places: room for `count` words
 * @returns how many places are listed
 */
export function counts(deviates: usize, means: usize, target: usize, count: usize, open: usize): usize {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const zero = f64x2.splat(0);
  let last = open;
  for (let at: usize = 0; at < count * 8; at += VECTOR) {
    const w = v128.load(deviates + at);
    const mean = v128.load(means + at);
    const root = f64x2.sqrt(mean);
    const w2 = f64x2.mul(w, w);
    const inverse = f64x2.div(one, mean);
    const inverseRoot = f64x2.mul(root, inverse);
    const a = f64x2.mul(f64x2.add(two, w2), f64x2.splat(1.0 / 6.0));
    const b = f64x2.mul(f64x2.mul(w, f64x2.add(w2, two)), f64x2.mul(inverseRoot, f64x2.splat(1.0 / 72.0)));
    const c = f64x2.sub(f64x2.mul(w2, f64x2.add(f64x2.mul(f64x2.splat(3), w2), f64x2.splat(7))), f64x2.splat(16));
    const d = f64x2.mul(c, f64x2.mul(inverse, f64x2.splat(1.0 / 810.0)));
    const skew = f64x2.add(f64x2.sub(a, b), d);
    const x = f64x2.add(f64x2.add(mean, f64x2.mul(root, w)), skew);
    const e = f64x2.add(one, f64x2.mul(f64x2.mul(w2, w2), f64x2.abs(w)));
    const f = f64x2.mul(e, f64x2.mul(f64x2.mul(inverse, inverseRoot), f64x2.splat(0.04)));
    const margin = f64x2.add(f, f64x2.mul(mean, f64x2.splat(1e-15)));
    const lowest = f64x2.max(zero, f64x2.floor(f64x2.sub(x, margin)));
    const decided = v128.and(
      f64x2.eq(lowest, f64x2.floor(f64x2.add(x, margin))),
      v128.and(f64x2.ge(mean, f64x2.splat(16)), f64x2.le(mean, f64x2.splat(1e10))),
    );
    v128.store(target + at, lowest);
    if (!i64x2.all_true(decided)) {
      if (!i64x2.extract_lane(decided, 0)) { store<u32>(last, <u32>(at >> 3)); last += 4; }
      if (!i64x2.extract_lane(decided, 1)) { store<u32>(last, <u32>(at >> 3) + 1); last += 4; }
    }
  }
  return (last - open) >> 2;
}
