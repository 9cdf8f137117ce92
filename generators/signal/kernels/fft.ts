/**
 * The discrete Fourier transform of many lines at once, each vector lane a line of its own: every lane does what the twin
 * (../fft/passes.ts) does, in the same order, so the numbers are the same.
 *
 * Work is one array, sample after sample. A sample holds, for each vector of lines, its real parts and then its imaginary parts: a pair.
 * Passes of decimation in frequency run in place. The first reads the caller's lines, rotated to start at their centre; the last writes
 * them, in order, from digit-reversed work. The inverse transform is the forward one with its frequencies in reverse.
 *
 * A plan is a list of i32 (see ../fft/compiled.ts): length, pass count, address of the order, then for each pass radix, m, address of
 * twiddles, address of roots. The order holds, for each butterfly of the last pass, the frequency of its first output.
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; Singleton, IEEE Trans. Audio Electroacoust. 17 (1969) 93 (odd radices);
 * Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451.
 */

/** Vectors of lines side by side. */
// @ts-ignore: decorator
@inline const VECTORS: usize = 8;
/** Bytes of the real and imaginary parts of one vector of lines. */
// @ts-ignore: decorator
@inline const PAIR: usize = 32;
/** Bytes of one vector. */
// @ts-ignore: decorator
@inline const VECTOR: usize = 16;
/** Bytes of a plan before its passes, and of a pass. */
// @ts-ignore: decorator
@inline const HEAD: usize = 12;
// @ts-ignore: decorator
@inline const PASS: usize = 16;
/** The largest radix. */
// @ts-ignore: decorator
@inline const LARGEST_RADIX: usize = 61;

/** Sums and differences of mirrored samples in an odd butterfly. */
const folded = memory.data(<i32>(LARGEST_RADIX * PAIR), 64);

/** How a butterfly finds a sample: in work, or in lines that lie `line` bytes apart, or in lines whose samples are adjacent. */
// @ts-ignore: decorator
@inline const WORK = 0;
// @ts-ignore: decorator
@inline const APART = 1;
// @ts-ignore: decorator
@inline const ADJACENT = 2;

// @ts-ignore: decorator
@inline function splat<T>(address: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address);
}

// @ts-ignore: decorator
@inline function fill<T>(value: f64): v128 {
  return sizeof<T>() == 8 ? f64x2.splat(value) : f32x4.splat(<f32>value);
}

/** The first half of what a pair is made of: its real parts, or the first lines. */
// @ts-ignore: decorator
@inline function half1<T>(place: i32, at: usize, line: usize): v128 {
  return place == APART && sizeof<T>() == 4 ? v128.load64_lane(at + line, v128.load64_zero(at), 1) : v128.load(at);
}

/** The second half: its imaginary parts, or the other lines. */
// @ts-ignore: decorator
@inline function half2<T>(place: i32, at: usize, line: usize): v128 {
  if (place != APART) return v128.load(at, 16);
  if (sizeof<T>() == 8) return v128.load(at + line);
  return v128.load64_lane(at + 3 * line, v128.load64_zero(at + 2 * line), 1);
}

// @ts-ignore: decorator
@inline function realParts<T>(place: i32, first: v128, second: v128): v128 {
  if (place == WORK) return first;
  return sizeof<T>() == 8 ? v128.shuffle<f64>(first, second, 0, 2) : v128.shuffle<f32>(first, second, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline function imaginaryParts<T>(place: i32, first: v128, second: v128): v128 {
  if (place == WORK) return second;
  return sizeof<T>() == 8 ? v128.shuffle<f64>(first, second, 1, 3) : v128.shuffle<f32>(first, second, 1, 3, 5, 7);
}

/** Bytes from one pair to the next. */
// @ts-ignore: decorator
@inline function pairStep<T>(place: i32, line: usize): usize {
  return place == APART ? (VECTOR / sizeof<T>()) * line : PAIR;
}

/** Stores a pair; lines are scaled. */
// @ts-ignore: decorator
@inline function stored<T>(place: i32, at: usize, line: usize, re: v128, im: v128, scale: v128): void {
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
@inline function turned<T>(at: usize, re: v128, im: v128, wr: v128, wi: v128): void {
  v128.store(at, v128.sub<T>(v128.mul<T>(re, wr), v128.mul<T>(im, wi)));
  v128.store(at, v128.add<T>(v128.mul<T>(re, wi), v128.mul<T>(im, wr)), 16);
}

/**
 * Butterflies of all vectors of one sample. `from`, `to`: where samples are found and left, at the addresses a, b, .. and p, q, ..
 * `plain`: the twiddles are all 1.
 */
// @ts-ignore: decorator
@inline function butterfly2<T>(
  from: i32, a: usize, b: usize, fromLine: usize, to: i32, p: usize, q: usize, toLine: usize,
  vectors: usize, w: usize, plain: bool, scale: v128,
): void {
  const fromStep = pairStep<T>(from, fromLine);
  const toStep = pairStep<T>(to, toLine);
  const wr = plain ? scale : splat<T>(w);
  const wi = plain ? scale : splat<T>(w + sizeof<T>());
  for (let v: usize = 0; v < vectors; v++) {
    const a1 = half1<T>(from, a, fromLine);
    const a2 = half2<T>(from, a, fromLine);
    const b1 = half1<T>(from, b, fromLine);
    const b2 = half2<T>(from, b, fromLine);
    const ar = realParts<T>(from, a1, a2);
    const ai = imaginaryParts<T>(from, a1, a2);
    const br = realParts<T>(from, b1, b2);
    const bi = imaginaryParts<T>(from, b1, b2);
    stored<T>(to, p, toLine, v128.add<T>(ar, br), v128.add<T>(ai, bi), scale);
    const dr = v128.sub<T>(ar, br);
    const di = v128.sub<T>(ai, bi);
    if (plain) stored<T>(to, q, toLine, dr, di, scale);
    else turned<T>(q, dr, di, wr, wi);
    a += fromStep;
    b += fromStep;
    p += toStep;
    q += toStep;
  }
}

// @ts-ignore: decorator
@inline function butterfly3<T>(
  from: i32, a: usize, b: usize, c: usize, fromLine: usize, to: i32, p: usize, q: usize, r: usize, toLine: usize,
  vectors: usize, w: usize, plain: bool, scale: v128,
): void {
  const fromStep = pairStep<T>(from, fromLine);
  const toStep = pairStep<T>(to, toLine);
  const sine = fill<T>(0.8660254037844386);
  const half = fill<T>(0.5);
  const w1r = plain ? scale : splat<T>(w);
  const w1i = plain ? scale : splat<T>(w + sizeof<T>());
  const w2r = plain ? scale : splat<T>(w + 2 * sizeof<T>());
  const w2i = plain ? scale : splat<T>(w + 3 * sizeof<T>());
  for (let v: usize = 0; v < vectors; v++) {
    const a1 = half1<T>(from, a, fromLine);
    const a2 = half2<T>(from, a, fromLine);
    const b1 = half1<T>(from, b, fromLine);
    const b2 = half2<T>(from, b, fromLine);
    const c1 = half1<T>(from, c, fromLine);
    const c2 = half2<T>(from, c, fromLine);
    const ar = realParts<T>(from, a1, a2);
    const ai = imaginaryParts<T>(from, a1, a2);
    const br = realParts<T>(from, b1, b2);
    const bi = imaginaryParts<T>(from, b1, b2);
    const cr = realParts<T>(from, c1, c2);
    const ci = imaginaryParts<T>(from, c1, c2);
    const sr = v128.add<T>(br, cr);
    const si = v128.add<T>(bi, ci);
    const dr = v128.mul<T>(v128.sub<T>(br, cr), sine);
    const di = v128.mul<T>(v128.sub<T>(bi, ci), sine);
    const tr = v128.sub<T>(ar, v128.mul<T>(half, sr));
    const ti = v128.sub<T>(ai, v128.mul<T>(half, si));
    stored<T>(to, p, toLine, v128.add<T>(ar, sr), v128.add<T>(ai, si), scale);
    if (plain) {
      stored<T>(to, q, toLine, v128.add<T>(tr, di), v128.sub<T>(ti, dr), scale);
      stored<T>(to, r, toLine, v128.sub<T>(tr, di), v128.add<T>(ti, dr), scale);
    } else {
      turned<T>(q, v128.add<T>(tr, di), v128.sub<T>(ti, dr), w1r, w1i);
      turned<T>(r, v128.sub<T>(tr, di), v128.add<T>(ti, dr), w2r, w2i);
    }
    a += fromStep;
    b += fromStep;
    c += fromStep;
    p += toStep;
    q += toStep;
    r += toStep;
  }
}

// @ts-ignore: decorator
@inline function butterfly4<T>(
  from: i32, a: usize, b: usize, c: usize, d: usize, fromLine: usize,
  to: i32, p: usize, q: usize, r: usize, s: usize, toLine: usize,
  vectors: usize, w: usize, plain: bool, scale: v128,
): void {
  const fromStep = pairStep<T>(from, fromLine);
  const toStep = pairStep<T>(to, toLine);
  const w1r = plain ? scale : splat<T>(w);
  const w1i = plain ? scale : splat<T>(w + sizeof<T>());
  const w2r = plain ? scale : splat<T>(w + 2 * sizeof<T>());
  const w2i = plain ? scale : splat<T>(w + 3 * sizeof<T>());
  const w3r = plain ? scale : splat<T>(w + 4 * sizeof<T>());
  const w3i = plain ? scale : splat<T>(w + 5 * sizeof<T>());
  for (let v: usize = 0; v < vectors; v++) {
    const a1 = half1<T>(from, a, fromLine);
    const a2 = half2<T>(from, a, fromLine);
    const c1 = half1<T>(from, c, fromLine);
    const c2 = half2<T>(from, c, fromLine);
    const ar = realParts<T>(from, a1, a2);
    const ai = imaginaryParts<T>(from, a1, a2);
    const cr = realParts<T>(from, c1, c2);
    const ci = imaginaryParts<T>(from, c1, c2);
    const acr = v128.add<T>(ar, cr);
    const aci = v128.add<T>(ai, ci);
    const adr = v128.sub<T>(ar, cr);
    const adi = v128.sub<T>(ai, ci);
    const b1 = half1<T>(from, b, fromLine);
    const b2 = half2<T>(from, b, fromLine);
    const d1 = half1<T>(from, d, fromLine);
    const d2 = half2<T>(from, d, fromLine);
    const br = realParts<T>(from, b1, b2);
    const bi = imaginaryParts<T>(from, b1, b2);
    const dr = realParts<T>(from, d1, d2);
    const di = imaginaryParts<T>(from, d1, d2);
    const bdr = v128.add<T>(br, dr);
    const bdi = v128.add<T>(bi, di);
    const bcr = v128.sub<T>(br, dr);
    const bci = v128.sub<T>(bi, di);
    stored<T>(to, p, toLine, v128.add<T>(acr, bdr), v128.add<T>(aci, bdi), scale);
    const fr = v128.sub<T>(acr, bdr);
    const fi = v128.sub<T>(aci, bdi);
    const er = v128.add<T>(adr, bci);
    const ei = v128.sub<T>(adi, bcr);
    const gr = v128.sub<T>(adr, bci);
    const gi = v128.add<T>(adi, bcr);
    if (plain) {
      stored<T>(to, q, toLine, er, ei, scale);
      stored<T>(to, r, toLine, fr, fi, scale);
      stored<T>(to, s, toLine, gr, gi, scale);
    } else {
      turned<T>(q, er, ei, w1r, w1i);
      turned<T>(r, fr, fi, w2r, w2i);
      turned<T>(s, gr, gi, w3r, w3i);
    }
    a += fromStep;
    b += fromStep;
    c += fromStep;
    d += fromStep;
    p += toStep;
    q += toStep;
    r += toStep;
    s += toStep;
  }
}

// @ts-ignore: decorator
@inline function butterfly5<T>(x: usize, step: usize, vectors: usize, w: usize, plain: bool): void {
  const cos1 = fill<T>(0.30901699437494745);
  const cos2 = fill<T>(-0.8090169943749475);
  const sin1 = fill<T>(0.9510565162951535);
  const sin2 = fill<T>(0.5877852522924731);
  for (let v: usize = 0; v < vectors; v++, x += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    const b = x + step;
    const c = x + 2 * step;
    const d = x + 3 * step;
    const e = x + 4 * step;
    const s1r = v128.add<T>(v128.load(b), v128.load(e));
    const s1i = v128.add<T>(v128.load(b, 16), v128.load(e, 16));
    const d1r = v128.sub<T>(v128.load(b), v128.load(e));
    const d1i = v128.sub<T>(v128.load(b, 16), v128.load(e, 16));
    const s2r = v128.add<T>(v128.load(c), v128.load(d));
    const s2i = v128.add<T>(v128.load(c, 16), v128.load(d, 16));
    const d2r = v128.sub<T>(v128.load(c), v128.load(d));
    const d2i = v128.sub<T>(v128.load(c, 16), v128.load(d, 16));
    v128.store(x, v128.add<T>(v128.add<T>(ar, s1r), s2r));
    v128.store(x, v128.add<T>(v128.add<T>(ai, s1i), s2i), 16);
    const t1r = v128.add<T>(v128.add<T>(ar, v128.mul<T>(cos1, s1r)), v128.mul<T>(cos2, s2r));
    const t1i = v128.add<T>(v128.add<T>(ai, v128.mul<T>(cos1, s1i)), v128.mul<T>(cos2, s2i));
    const t2r = v128.add<T>(v128.add<T>(ar, v128.mul<T>(cos2, s1r)), v128.mul<T>(cos1, s2r));
    const t2i = v128.add<T>(v128.add<T>(ai, v128.mul<T>(cos2, s1i)), v128.mul<T>(cos1, s2i));
    const u1r = v128.add<T>(v128.mul<T>(sin1, d1r), v128.mul<T>(sin2, d2r));
    const u1i = v128.add<T>(v128.mul<T>(sin1, d1i), v128.mul<T>(sin2, d2i));
    const u2r = v128.sub<T>(v128.mul<T>(sin2, d1r), v128.mul<T>(sin1, d2r));
    const u2i = v128.sub<T>(v128.mul<T>(sin2, d1i), v128.mul<T>(sin1, d2i));
    turnedOrPlain<T>(b, v128.add<T>(t1r, u1i), v128.sub<T>(t1i, u1r), w, plain);
    turnedOrPlain<T>(c, v128.add<T>(t2r, u2i), v128.sub<T>(t2i, u2r), w + 2 * sizeof<T>(), plain);
    turnedOrPlain<T>(d, v128.sub<T>(t2r, u2i), v128.add<T>(t2i, u2r), w + 4 * sizeof<T>(), plain);
    turnedOrPlain<T>(e, v128.sub<T>(t1r, u1i), v128.add<T>(t1i, u1r), w + 6 * sizeof<T>(), plain);
  }
}

// @ts-ignore: decorator
@inline function turnedOrPlain<T>(at: usize, re: v128, im: v128, w: usize, plain: bool): void {
  if (plain) {
    v128.store(at, re);
    v128.store(at, im, 16);
  } else turned<T>(at, re, im, splat<T>(w), splat<T>(w + sizeof<T>()));
}

/**
 * Any odd radix: three frequencies, and their mirrors, from each reading of the folded samples. `roots` holds for each three frequencies c
 * first cos(b c / radix) for b = 1, 2, .., three by three, and then the sines; a last group that is not full repeats its last frequency.
 */
function butterflyOdd<T>(radix: usize, x: usize, step: usize, vectors: usize, w: usize, roots: usize, plain: bool): void {
  const half = radix >> 1;
  for (let v: usize = 0; v < vectors; v++, x += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    let totalR = ar;
    let totalI = ai;
    let end = folded;
    for (let near = x + step, far = x + (radix - 1) * step; near < far; near += step, far -= step, end += 2 * PAIR) {
      const br = v128.load(near);
      const bi = v128.load(near, 16);
      const cr = v128.load(far);
      const ci = v128.load(far, 16);
      const sr = v128.add<T>(br, cr);
      const si = v128.add<T>(bi, ci);
      v128.store(end, sr);
      v128.store(end, si, 16);
      v128.store(end, v128.sub<T>(br, cr), 32);
      v128.store(end, v128.sub<T>(bi, ci), 48);
      totalR = v128.add<T>(totalR, sr);
      totalI = v128.add<T>(totalI, si);
    }
    v128.store(x, totalR);
    v128.store(x, totalI, 16);
    let table = roots;
    for (let c: usize = 1; c <= half; c += 3) {
      let t1r = ar;
      let t1i = ai;
      let t2r = ar;
      let t2i = ai;
      let t3r = ar;
      let t3i = ai;
      for (let at = folded; at < end; at += 2 * PAIR, table += 3 * sizeof<T>()) {
        const sr = v128.load(at);
        const si = v128.load(at, 16);
        const cos1 = splat<T>(table);
        t1r = v128.add<T>(t1r, v128.mul<T>(cos1, sr));
        t1i = v128.add<T>(t1i, v128.mul<T>(cos1, si));
        const cos2 = splat<T>(table + sizeof<T>());
        t2r = v128.add<T>(t2r, v128.mul<T>(cos2, sr));
        t2i = v128.add<T>(t2i, v128.mul<T>(cos2, si));
        const cos3 = splat<T>(table + 2 * sizeof<T>());
        t3r = v128.add<T>(t3r, v128.mul<T>(cos3, sr));
        t3i = v128.add<T>(t3i, v128.mul<T>(cos3, si));
      }
      let u1r = fill<T>(0);
      let u1i = u1r;
      let u2r = u1r;
      let u2i = u1r;
      let u3r = u1r;
      let u3i = u1r;
      for (let at = folded; at < end; at += 2 * PAIR, table += 3 * sizeof<T>()) {
        const dr = v128.load(at, 32);
        const di = v128.load(at, 48);
        const sin1 = splat<T>(table);
        u1r = v128.add<T>(u1r, v128.mul<T>(sin1, dr));
        u1i = v128.add<T>(u1i, v128.mul<T>(sin1, di));
        const sin2 = splat<T>(table + sizeof<T>());
        u2r = v128.add<T>(u2r, v128.mul<T>(sin2, dr));
        u2i = v128.add<T>(u2i, v128.mul<T>(sin2, di));
        const sin3 = splat<T>(table + 2 * sizeof<T>());
        u3r = v128.add<T>(u3r, v128.mul<T>(sin3, dr));
        u3i = v128.add<T>(u3i, v128.mul<T>(sin3, di));
      }
      mirrored<T>(c, radix, x, step, w, t1r, t1i, u1r, u1i, plain);
      if (c + 1 <= half) mirrored<T>(c + 1, radix, x, step, w, t2r, t2i, u2r, u2i, plain);
      if (c + 2 <= half) mirrored<T>(c + 2, radix, x, step, w, t3r, t3i, u3r, u3i, plain);
    }
  }
}

/** Stores frequency c and its mirror. */
// @ts-ignore: decorator
@inline function mirrored<T>(c: usize, radix: usize, x: usize, step: usize, w: usize, tr: v128, ti: v128, ur: v128, ui: v128, plain: bool): void {
  const complex: usize = 2 * sizeof<T>();
  const mirror = radix - c;
  turnedOrPlain<T>(x + c * step, v128.sub<T>(tr, ui), v128.add<T>(ti, ur), w + complex * (c - 1), plain);
  turnedOrPlain<T>(x + mirror * step, v128.add<T>(tr, ui), v128.sub<T>(ti, ur), w + complex * (mirror - 1), plain);
}

/** Radix 2, 3 or 4 within work. */
// @ts-ignore: decorator
@inline function inPlace<T>(radix: usize, x: usize, step: usize, vectors: usize, w: usize, plain: bool): void {
  const one = fill<T>(1);
  const b = x + step;
  if (radix == 4) {
    const c = b + step;
    const d = c + step;
    butterfly4<T>(WORK, x, b, c, d, 0, WORK, x, b, c, d, 0, vectors, w, plain, one);
  } else if (radix == 2) butterfly2<T>(WORK, x, b, 0, WORK, x, b, 0, vectors, w, plain, one);
  else butterfly3<T>(WORK, x, b, b + step, 0, WORK, x, b, b + step, 0, vectors, w, plain, one);
}

/** One pass in place over all blocks of `radix` m samples. */
function passOf<T>(pass: usize, length: usize, sample: usize, vectors: usize, work: usize): void {
  const radix = <usize>load<u32>(pass);
  const m = <usize>load<u32>(pass, 4);
  const twiddles = <usize>load<u32>(pass, 8);
  const roots = <usize>load<u32>(pass, 12);
  const step = m * sample;
  const next: usize = 2 * sizeof<T>() * (radix - 1);
  const end = work + length * sample;
  if (radix == 4) {
    for (let block = work; block < end; block += 4 * step) {
      inPlace<T>(4, block, step, vectors, twiddles, true);
      for (let x = block + sample, w = twiddles + next; x < block + step; x += sample, w += next) inPlace<T>(4, x, step, vectors, w, false);
    }
  } else if (radix == 2) {
    for (let block = work; block < end; block += 2 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) inPlace<T>(2, x, step, vectors, w, x == block);
    }
  } else if (radix == 3) {
    for (let block = work; block < end; block += 3 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) inPlace<T>(3, x, step, vectors, w, x == block);
    }
  } else if (radix == 5) {
    for (let block = work; block < end; block += 5 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) butterfly5<T>(x, step, vectors, w, x == block);
    }
  } else {
    for (let block = work; block < end; block += radix * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) butterflyOdd<T>(radix, x, step, vectors, w, roots, x == block);
    }
  }
}

/** The first pass, radix 4: from the caller's lines to work. */
// @ts-ignore: decorator
@inline function firstPass<T>(place: i32, pass: usize, sample: usize, from: usize, line: usize, pitch: usize, length: usize, centre: usize, work: usize): void {
  const m = <usize>load<u32>(pass, 4);
  const step = m * sample;
  const end = from + length * pitch;
  const quarter = m * pitch;
  let w = <usize>load<u32>(pass, 8);
  let a = from + centre * pitch;
  let b = wrapped(a + quarter, end, length * pitch);
  let c = wrapped(b + quarter, end, length * pitch);
  let d = wrapped(c + quarter, end, length * pitch);
  const one = fill<T>(1);
  butterfly4<T>(place, a, b, c, d, line, WORK, work, work + step, work + 2 * step, work + 3 * step, 0, VECTORS, w, true, one);
  for (let x = work + sample; x < work + step; x += sample) {
    w += 6 * sizeof<T>();
    a = wrapped(a + pitch, end, length * pitch);
    b = wrapped(b + pitch, end, length * pitch);
    c = wrapped(c + pitch, end, length * pitch);
    d = wrapped(d + pitch, end, length * pitch);
    butterfly4<T>(place, a, b, c, d, line, WORK, x, x + step, x + 2 * step, x + 3 * step, 0, VECTORS, w, false, one);
  }
}

// @ts-ignore: decorator
@inline function wrapped(address: usize, end: usize, period: usize): usize {
  return address < end ? address : address - period;
}

/** Address of the sample of a line that holds a frequency. */
// @ts-ignore: decorator
@inline function placeOf(frequency: usize, length: usize, centre: usize, inverse: bool): usize {
  const place = inverse ? centre + length - frequency : centre + frequency;
  return place < length ? place : place - length;
}

/** The last pass, radix 2 or 4: from work to the caller's lines. */
// @ts-ignore: decorator
@inline function lastPass<T>(
  place: i32, radix: usize, order: usize, sample: usize, work: usize, to: usize, line: usize, pitch: usize,
  length: usize, centre: usize, inverse: bool, scale: v128,
): void {
  const stride = length / radix;
  for (let q: usize = 0, x = work; q < stride; q++, x += radix * sample) {
    const frequency = <usize>load<u32>(order + 4 * q);
    const p = to + pitch * placeOf(frequency, length, centre, inverse);
    const r = to + pitch * placeOf(frequency + stride, length, centre, inverse);
    if (radix == 2) {
      butterfly2<T>(WORK, x, x + sample, 0, place, p, r, line, VECTORS, 0, true, scale);
    } else {
      const s = to + pitch * placeOf(frequency + 2 * stride, length, centre, inverse);
      const t = to + pitch * placeOf(frequency + 3 * stride, length, centre, inverse);
      butterfly4<T>(WORK, x, x + sample, x + 2 * sample, x + 3 * sample, 0, place, p, r, s, t, line, VECTORS, 0, true, scale);
    }
  }
}

/** Reads one sample of `count` lines as pairs; lines beyond the last repeat it. */
// @ts-ignore: decorator
@inline function loadSample<T>(at: usize, line: usize, count: usize, to: usize): void {
  const lanes = VECTOR / sizeof<T>();
  for (let first: usize = 0; first < count; first += lanes, to += PAIR, at += lanes * line) {
    const last = count - first - 1;
    if (last >= lanes - 1) {
      const x = half1<T>(APART, at, line);
      const y = half2<T>(APART, at, line);
      v128.store(to, realParts<T>(APART, x, y));
      v128.store(to, imaginaryParts<T>(APART, x, y), 16);
    } else {
      for (let lane: usize = 0; lane < lanes; lane++) {
        const source = at + line * min<usize>(lane, last);
        store<T>(to + lane * sizeof<T>(), load<T>(source));
        store<T>(to + lane * sizeof<T>(), load<T>(source, sizeof<T>()), 16);
      }
    }
  }
}

/** Writes one sample of `count` lines, scaled. */
// @ts-ignore: decorator
@inline function storeSample<T>(from: usize, at: usize, line: usize, count: usize, scale: v128): void {
  const lanes = VECTOR / sizeof<T>();
  for (let first: usize = 0; first < count; first += lanes, from += PAIR, at += lanes * line) {
    const left = count - first;
    if (left >= lanes) stored<T>(APART, at, line, v128.load(from), v128.load(from, 16), scale);
    else {
      const factor = sizeof<T>() == 8 ? <T>f64x2.extract_lane(scale, 0) : <T>f32x4.extract_lane(scale, 0);
      for (let lane: usize = 0; lane < left; lane++) {
        store<T>(at + line * lane, load<T>(from + lane * sizeof<T>()) * factor);
        store<T>(at + line * lane, load<T>(from + lane * sizeof<T>(), 16) * factor, sizeof<T>());
      }
    }
  }
}

/** Copies lines to work, rotated. */
function gather<T>(from: usize, line: usize, pitch: usize, count: usize, length: usize, centre: usize, sample: usize, work: usize): void {
  for (let index: usize = 0; index < length; index++, work += sample) {
    loadSample<T>(from + pitch * placeOf(index, length, centre, false), line, count, work);
  }
}

/** Copies work to lines: in order, scaled. `radix` is that of the last pass. */
function scatter<T>(
  radix: usize, order: usize, work: usize, to: usize, line: usize, pitch: usize, count: usize, length: usize, centre: usize,
  inverse: bool, scale: v128, sample: usize,
): void {
  const stride = length / radix;
  for (let q: usize = 0; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, work += sample) {
      storeSample<T>(work, to + pitch * placeOf(frequency, length, centre, inverse), line, count, scale);
    }
  }
}

/** Writes source times a complex factor to target, vector by vector; they may be the same. */
// @ts-ignore: decorator
@inline function multiplied<T>(target: usize, source: usize, sample: usize, factor: usize): void {
  const wr = splat<T>(factor);
  const wi = splat<T>(factor + sizeof<T>());
  for (let end = source + sample; source < end; source += PAIR, target += PAIR) {
    turned<T>(target, v128.load(source), v128.load(source, 16), wr, wi);
  }
}

/** All passes in place. */
// @ts-ignore: decorator
@inline function allPasses<T>(plan: usize, sample: usize, vectors: usize, work: usize): void {
  const length = <usize>load<u32>(plan);
  const end = plan + HEAD + PASS * <usize>load<u32>(plan, 4);
  for (let pass = plan + HEAD; pass < end; pass += PASS) passOf<T>(pass, length, sample, vectors, work);
}

/**
 * Bluestein's transform of one block: X[k] = w_k sum_j (x_j w_j) conj(w_(k - j)), a circular convolution at the length of another plan.
 * A plan of no passes holds, after its head, the address of that plan, of the chirp w, and of the response: the spectrum of conj(w).
 */
function bluestein<T>(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: v128, inverse: bool, work: usize,
): void {
  const length = <usize>load<u32>(plan);
  const inner = <usize>load<u32>(plan, HEAD);
  const chirp = <usize>load<u32>(plan, HEAD + 4);
  const response = <usize>load<u32>(plan, HEAD + 8);
  const size = <usize>load<u32>(inner);
  const order = <usize>load<u32>(inner, 8);
  const radix = <usize>load<u32>(inner + HEAD + PASS * (<usize>load<u32>(inner, 4) - 1));
  const stride = size / radix;
  const complex: usize = 2 * sizeof<T>();
  const lanes = VECTOR / sizeof<T>();
  const vectors = (count + lanes - 1) / lanes;
  const sample = vectors * PAIR;
  const other = work + size * sample;
  for (let index: usize = 0; index < length; index++) {
    const at = work + index * sample;
    loadSample<T>(from + fromPitch * placeOf(index, length, centre, false), fromLine, count, at);
    multiplied<T>(at, at, sample, chirp + complex * index);
  }
  memory.fill(work + length * sample, 0, (size - length) * sample);
  allPasses<T>(inner, sample, vectors, work);
  for (let q: usize = 0, at = work; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, at += sample) {
      multiplied<T>(other + frequency * sample, at, sample, response + complex * frequency);
    }
  }
  allPasses<T>(inner, sample, vectors, other);
  for (let q: usize = 0, at = other; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, at += sample) {
      // The inverse of the inner transform is the forward one with its frequencies in reverse.
      const index: usize = frequency == 0 ? 0 : size - frequency;
      if (index < length) {
        multiplied<T>(at, at, sample, chirp + complex * index);
        storeSample<T>(at, to + toPitch * placeOf(index, length, centre, inverse), toLine, count, scale);
      }
    }
  }
}

/** One block of at most VECTORS vectors of lines. */
// @ts-ignore: decorator
@inline function block<T>(
  adjacent: bool, plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  const length = <usize>load<u32>(plan);
  const passes = <usize>load<u32>(plan, 4);
  const order = <usize>load<u32>(plan, 8);
  const lanes = VECTOR / sizeof<T>();
  const factor = fill<T>(scale);
  if (passes == 0) {
    bluestein<T>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, factor, inverse, work);
    return;
  }
  const full = count == VECTORS * lanes && passes > 1;
  const vectors = full ? VECTORS : (count + lanes - 1) / lanes;
  const sample = vectors * PAIR;
  let pass = plan + HEAD;
  let end = pass + passes * PASS;
  const last = end - PASS;
  const lastRadix = <usize>load<u32>(last);
  if (full && load<u32>(pass) == 4) {
    if (adjacent) firstPass<T>(ADJACENT, pass, sample, from, fromLine, fromPitch, length, centre, work);
    else firstPass<T>(APART, pass, sample, from, fromLine, fromPitch, length, centre, work);
    pass += PASS;
  } else gather<T>(from, fromLine, fromPitch, count, length, centre, sample, work);
  const fused = full && (lastRadix == 4 || lastRadix == 2);
  if (fused) end = last;
  for (; pass < end; pass += PASS) passOf<T>(pass, length, sample, vectors, work);
  if (!fused) {
    scatter<T>(lastRadix, order, work, to, toLine, toPitch, count, length, centre, inverse, factor, sample);
    return;
  }
  if (lastRadix == 4) {
    if (adjacent) lastPass<T>(ADJACENT, 4, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
    else lastPass<T>(APART, 4, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
  } else if (adjacent) lastPass<T>(ADJACENT, 2, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
  else lastPass<T>(APART, 2, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
}

// @ts-ignore: decorator
@inline function transform<T>(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  const most = VECTORS * (VECTOR / sizeof<T>());
  const adjacent = fromLine == 2 * sizeof<T>() && toLine == 2 * sizeof<T>();
  for (let start: usize = 0; start < count; start += most) {
    const x = from + start * fromLine;
    const y = to + start * toLine;
    const together = min<usize>(most, count - start);
    if (adjacent) block<T>(true, plan, x, fromLine, fromPitch, y, toLine, toPitch, together, centre, scale, inverse, work);
    else block<T>(false, plan, x, fromLine, fromPitch, y, toLine, toPitch, together, centre, scale, inverse, work);
  }
}

/**
 * Transforms `count` lines: sample s of line l is the complex number at from + l fromLine + s fromPitch (bytes), and goes to `to` alike.
 * `from` and `to` may be the same lines. `work` has room for VECTORS x PAIR bytes a sample, of two inner transforms in Bluestein's case.
 */
export function transform64(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  transform<f64>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, inverse, work);
}

/** The same in 32 bits. */
export function transform32(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  transform<f32>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, inverse, work);
}
