/**
 * The discrete Fourier transform of many lines, each vector lane a line of its own: every lane does what the twin (../fft/passes.ts) does.
 *
 * Work arrays hold sample after sample; a sample holds `width` bytes: for each vector of lines its real parts, then its imaginary parts.
 * The first pass reads its samples from the caller's lines, and the last writes to them, so no line is only copied.
 *
 * A plan is a list of i32: pass count, then for each pass radix, m, stride, address of twiddles, address of roots (see ../fft/plan.ts).
 */

/** Vectors of lines side by side: a sample of four fills two cache lines. */
// @ts-ignore: decorator
@inline const VECTORS: usize = 4;
/** Real and imaginary parts of one vector of lines. */
// @ts-ignore: decorator
@inline const PAIR: usize = 32;
/** Bytes of a pass in a plan. */
// @ts-ignore: decorator
@inline const PASS: usize = 20;
/** The largest radix, and with it the most samples that a butterfly holds. */
// @ts-ignore: decorator
@inline const LARGEST_RADIX: usize = 61;

/** Samples of one butterfly: between the caller's lines and a pass. */
const held = memory.data(<i32>(LARGEST_RADIX * VECTORS * PAIR), 64);
/** Sums and differences of mirrored samples in an odd butterfly. */
const folded = memory.data(<i32>(LARGEST_RADIX * PAIR), 64);


// @ts-ignore: decorator
@inline function splat<T>(address: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(address) : v128.load32_splat(address);
}

// @ts-ignore: decorator
@inline function fill<T>(value: f64): v128 {
  return sizeof<T>() == 8 ? f64x2.splat(value) : f32x4.splat(<f32>value);
}

/** Reads one sample of the lines from `first` on, each vector full: lines beyond the last repeat it. */
// @ts-ignore: decorator
@inline function gather<T>(to: usize, address: usize, line: usize, count: usize, swapped: bool): void {
  const lanes: usize = 16 / sizeof<T>();
  const first: usize = swapped ? 16 : 0;
  const second: usize = 16 - first;
  for (let start: usize = 0; start < count; start += lanes, to += PAIR) {
    const last = count - start - 1;
    const a = address + start * line;
    if (sizeof<T>() == 8) {
      const x = v128.load(a);
      const y = v128.load(a + (last > 0 ? line : 0));
      v128.store(to + first, v128.shuffle<f64>(x, y, 0, 2));
      v128.store(to + second, v128.shuffle<f64>(x, y, 1, 3));
    } else {
      const x = v128.load64_lane(a + (last > 0 ? line : last * line), v128.load64_zero(a), 1);
      const c = a + (last > 1 ? 2 * line : last * line);
      const d = a + (last > 2 ? 3 * line : last * line);
      const y = v128.load64_lane(d, v128.load64_zero(c), 1);
      v128.store(to + first, v128.shuffle<f32>(x, y, 0, 2, 4, 6));
      v128.store(to + second, v128.shuffle<f32>(x, y, 1, 3, 5, 7));
    }
  }
}

/** Writes one sample of the lines. */
// @ts-ignore: decorator
@inline function scatter<T>(from: usize, address: usize, line: usize, count: usize, swapped: bool, scale: v128): void {
  const lanes: usize = 16 / sizeof<T>();
  const first: usize = swapped ? 16 : 0;
  const second: usize = 16 - first;
  for (let start: usize = 0; start < count; start += lanes, from += PAIR) {
    const last = count - start - 1;
    const a = address + start * line;
    const re = v128.mul<T>(v128.load(from + first), scale);
    const im = v128.mul<T>(v128.load(from + second), scale);
    if (sizeof<T>() == 8) {
      v128.store(a, v128.shuffle<f64>(re, im, 0, 2));
      if (last > 0) v128.store(a + line, v128.shuffle<f64>(re, im, 1, 3));
    } else {
      const x = v128.shuffle<f32>(re, im, 0, 4, 1, 5);
      v128.store64_lane(a, x, 0);
      if (last > 0) v128.store64_lane(a + line, x, 1);
      if (last > 1) {
        const y = v128.shuffle<f32>(re, im, 2, 6, 3, 7);
        v128.store64_lane(a + 2 * line, y, 0);
        if (last > 2) v128.store64_lane(a + 3 * line, y, 1);
      }
    }
  }
}

/** Stores (re + i im)(wr + i wi). */
// @ts-ignore: decorator
@inline function rotated<T>(to: usize, re: v128, im: v128, twiddle: usize): void {
  const wr = splat<T>(twiddle);
  const wi = splat<T>(twiddle + sizeof<T>());
  v128.store(to, v128.sub<T>(v128.mul<T>(re, wr), v128.mul<T>(im, wi)));
  v128.store(to, v128.add<T>(v128.mul<T>(re, wi), v128.mul<T>(im, wr)), 16);
}

// @ts-ignore: decorator
@inline function stored(to: usize, re: v128, im: v128): void {
  v128.store(to, re);
  v128.store(to, im, 16);
}

// @ts-ignore: decorator
@inline function butterfly2<T>(x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, plain: bool): void {
  for (let end = x + width; x < end; x += PAIR, y += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    const br = v128.load(x + step);
    const bi = v128.load(x + step, 16);
    stored(y, v128.add<T>(ar, br), v128.add<T>(ai, bi));
    const dr = v128.sub<T>(ar, br);
    const di = v128.sub<T>(ai, bi);
    if (plain) stored(y + next, dr, di);
    else rotated<T>(y + next, dr, di, w);
  }
}

// @ts-ignore: decorator
@inline function butterfly3<T>(x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, plain: bool): void {
  const sine = fill<T>(0.8660254037844386);
  const half = fill<T>(0.5);
  for (let end = x + width; x < end; x += PAIR, y += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    const br = v128.load(x + step);
    const bi = v128.load(x + step, 16);
    const cr = v128.load(x + 2 * step);
    const ci = v128.load(x + 2 * step, 16);
    const sr = v128.add<T>(br, cr);
    const si = v128.add<T>(bi, ci);
    const dr = v128.mul<T>(v128.sub<T>(br, cr), sine);
    const di = v128.mul<T>(v128.sub<T>(bi, ci), sine);
    const tr = v128.sub<T>(ar, v128.mul<T>(half, sr));
    const ti = v128.sub<T>(ai, v128.mul<T>(half, si));
    stored(y, v128.add<T>(ar, sr), v128.add<T>(ai, si));
    const er = v128.add<T>(tr, di);
    const ei = v128.sub<T>(ti, dr);
    const fr = v128.sub<T>(tr, di);
    const fi = v128.add<T>(ti, dr);
    if (plain) {
      stored(y + next, er, ei);
      stored(y + 2 * next, fr, fi);
    } else {
      rotated<T>(y + next, er, ei, w);
      rotated<T>(y + 2 * next, fr, fi, w + 2 * sizeof<T>());
    }
  }
}

// @ts-ignore: decorator
@inline function butterfly4<T>(x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, plain: bool): void {
  for (let end = x + width; x < end; x += PAIR, y += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    const br = v128.load(x + step);
    const bi = v128.load(x + step, 16);
    const cr = v128.load(x + 2 * step);
    const ci = v128.load(x + 2 * step, 16);
    const dr = v128.load(x + 3 * step);
    const di = v128.load(x + 3 * step, 16);
    const acr = v128.add<T>(ar, cr);
    const aci = v128.add<T>(ai, ci);
    const bdr = v128.add<T>(br, dr);
    const bdi = v128.add<T>(bi, di);
    stored(y, v128.add<T>(acr, bdr), v128.add<T>(aci, bdi));
    const fr = v128.sub<T>(acr, bdr);
    const fi = v128.sub<T>(aci, bdi);
    if (plain) stored(y + 2 * next, fr, fi);
    else rotated<T>(y + 2 * next, fr, fi, w + 2 * sizeof<T>());
    const adr = v128.sub<T>(ar, cr);
    const adi = v128.sub<T>(ai, ci);
    const bcr = v128.sub<T>(br, dr);
    const bci = v128.sub<T>(bi, di);
    const er = v128.add<T>(adr, bci);
    const ei = v128.sub<T>(adi, bcr);
    const gr = v128.sub<T>(adr, bci);
    const gi = v128.add<T>(adi, bcr);
    if (plain) {
      stored(y + next, er, ei);
      stored(y + 3 * next, gr, gi);
    } else {
      rotated<T>(y + next, er, ei, w);
      rotated<T>(y + 3 * next, gr, gi, w + 4 * sizeof<T>());
    }
  }
}

// @ts-ignore: decorator
@inline function butterfly5<T>(x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, plain: bool): void {
  const cos1 = fill<T>(0.30901699437494745);
  const cos2 = fill<T>(-0.8090169943749475);
  const sin1 = fill<T>(0.9510565162951535);
  const sin2 = fill<T>(0.5877852522924731);
  for (let end = x + width; x < end; x += PAIR, y += PAIR) {
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
    stored(y, v128.add<T>(v128.add<T>(ar, s1r), s2r), v128.add<T>(v128.add<T>(ai, s1i), s2i));
    const t1r = v128.add<T>(v128.add<T>(ar, v128.mul<T>(cos1, s1r)), v128.mul<T>(cos2, s2r));
    const t1i = v128.add<T>(v128.add<T>(ai, v128.mul<T>(cos1, s1i)), v128.mul<T>(cos2, s2i));
    const t2r = v128.add<T>(v128.add<T>(ar, v128.mul<T>(cos2, s1r)), v128.mul<T>(cos1, s2r));
    const t2i = v128.add<T>(v128.add<T>(ai, v128.mul<T>(cos2, s1i)), v128.mul<T>(cos1, s2i));
    const u1r = v128.add<T>(v128.mul<T>(sin1, d1r), v128.mul<T>(sin2, d2r));
    const u1i = v128.add<T>(v128.mul<T>(sin1, d1i), v128.mul<T>(sin2, d2i));
    const u2r = v128.sub<T>(v128.mul<T>(sin2, d1r), v128.mul<T>(sin1, d2r));
    const u2i = v128.sub<T>(v128.mul<T>(sin2, d1i), v128.mul<T>(sin1, d2i));
    if (plain) {
      stored(y + next, v128.add<T>(t1r, u1i), v128.sub<T>(t1i, u1r));
      stored(y + 2 * next, v128.add<T>(t2r, u2i), v128.sub<T>(t2i, u2r));
      stored(y + 3 * next, v128.sub<T>(t2r, u2i), v128.add<T>(t2i, u2r));
      stored(y + 4 * next, v128.sub<T>(t1r, u1i), v128.add<T>(t1i, u1r));
    } else {
      rotated<T>(y + next, v128.add<T>(t1r, u1i), v128.sub<T>(t1i, u1r), w);
      rotated<T>(y + 2 * next, v128.add<T>(t2r, u2i), v128.sub<T>(t2i, u2r), w + 2 * sizeof<T>());
      rotated<T>(y + 3 * next, v128.sub<T>(t2r, u2i), v128.add<T>(t2i, u2r), w + 4 * sizeof<T>());
      rotated<T>(y + 4 * next, v128.sub<T>(t1r, u1i), v128.add<T>(t1i, u1r), w + 6 * sizeof<T>());
    }
  }
}

/** Any odd radix, two outputs from one pass over the folded pairs. */
function butterflyOdd<T>(radix: usize, x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, roots: usize): void {
  const bytes: usize = 2 * sizeof<T>();
  for (let end = x + width; x < end; x += PAIR, y += PAIR) {
    const ar = v128.load(x);
    const ai = v128.load(x, 16);
    let totalR = ar;
    let totalI = ai;
    let to = folded;
    for (let near = x + step, far = x + (radix - 1) * step; near < far; near += step, far -= step, to += 2 * PAIR) {
      const sr = v128.add<T>(v128.load(near), v128.load(far));
      const si = v128.add<T>(v128.load(near, 16), v128.load(far, 16));
      v128.store(to, sr);
      v128.store(to, si, 16);
      v128.store(to, v128.sub<T>(v128.load(near), v128.load(far)), 32);
      v128.store(to, v128.sub<T>(v128.load(near, 16), v128.load(far, 16)), 48);
      totalR = v128.add<T>(totalR, sr);
      totalI = v128.add<T>(totalI, si);
    }
    stored(y, totalR, totalI);
    for (let c: usize = 1; c + c < radix; c++) {
      let tr = ar;
      let ti = ai;
      let ur = fill<T>(0);
      let ui = fill<T>(0);
      let index = c;
      for (let from = folded; from < to; from += 2 * PAIR) {
        const cosine = splat<T>(roots + bytes * index);
        const sine = splat<T>(roots + bytes * index + sizeof<T>());
        tr = v128.add<T>(tr, v128.mul<T>(cosine, v128.load(from)));
        ti = v128.add<T>(ti, v128.mul<T>(cosine, v128.load(from, 16)));
        ur = v128.add<T>(ur, v128.mul<T>(sine, v128.load(from, 32)));
        ui = v128.add<T>(ui, v128.mul<T>(sine, v128.load(from, 48)));
        index += c;
        if (index >= radix) index -= radix;
      }
      rotated<T>(y + c * next, v128.sub<T>(tr, ui), v128.add<T>(ti, ur), w + bytes * (c - 1));
      rotated<T>(y + (radix - c) * next, v128.add<T>(tr, ui), v128.sub<T>(ti, ur), w + bytes * (radix - c - 1));
    }
  }
}

/** One butterfly of `width` bytes side by side. The first twiddles of a pass are all 1: `plain`. */
// @ts-ignore: decorator
@inline function butterfly<T>(radix: usize, x: usize, step: usize, y: usize, next: usize, width: usize, w: usize, roots: usize, plain: bool): void {
  if (radix == 4) {
    if (plain) butterfly4<T>(x, step, y, next, width, w, true);
    else butterfly4<T>(x, step, y, next, width, w, false);
  } else if (radix == 2) {
    if (plain) butterfly2<T>(x, step, y, next, width, w, true);
    else butterfly2<T>(x, step, y, next, width, w, false);
  } else if (radix == 3) {
    if (plain) butterfly3<T>(x, step, y, next, width, w, true);
    else butterfly3<T>(x, step, y, next, width, w, false);
  } else if (radix == 5) {
    if (plain) butterfly5<T>(x, step, y, next, width, w, true);
    else butterfly5<T>(x, step, y, next, width, w, false);
  } else butterflyOdd<T>(radix, x, step, y, next, width, w, roots);
}

/** A pass in the middle: from one work array to the other. */
function middlePass<T>(pass: usize, sample: usize, x: usize, y: usize): void {
  const radix = <usize>load<u32>(pass);
  const m = <usize>load<u32>(pass, 4);
  const width = sample * <usize>load<u32>(pass, 8);
  const roots = <usize>load<u32>(pass, 16);
  let w = <usize>load<u32>(pass, 12);
  for (let p: usize = 0; p < m; p++, w += 2 * sizeof<T>() * (radix - 1)) {
    butterfly<T>(radix, x + width * p, width * m, y + width * radix * p, width, width, w, roots, p == 0);
  }
}

/** The first pass: its samples come from the lines, `centre` first. */
function firstPass<T>(pass: usize, sample: usize, from: usize, line: usize, pitch: usize, count: usize, swapped: bool, centre: usize, y: usize): void {
  const radix = <usize>load<u32>(pass);
  const m = <usize>load<u32>(pass, 4);
  const roots = <usize>load<u32>(pass, 16);
  const length = radix * m;
  let w = <usize>load<u32>(pass, 12);
  for (let p: usize = 0; p < m; p++, w += 2 * sizeof<T>() * (radix - 1)) {
    let index = p + centre;
    for (let b: usize = 0; b < radix; b++, index += m) {
      if (index >= length) index -= length;
      gather<T>(held + b * sample, from + index * pitch, line, count, swapped);
    }
    butterfly<T>(radix, held, sample, y + sample * radix * p, sample, sample, w, roots, p == 0);
  }
}

/** The last pass: its samples go to the lines. */
function lastPass<T>(pass: usize, sample: usize, x: usize, to: usize, line: usize, pitch: usize, count: usize, swapped: bool, centre: usize, scale: v128): void {
  const radix = <usize>load<u32>(pass);
  const stride = <usize>load<u32>(pass, 8);
  const w = <usize>load<u32>(pass, 12);
  const roots = <usize>load<u32>(pass, 16);
  const length = radix * stride;
  for (let q: usize = 0; q < stride; q++) {
    butterfly<T>(radix, x + q * sample, stride * sample, held, sample, sample, w, roots, true);
    let index = q + centre;
    for (let c: usize = 0; c < radix; c++, index += stride) {
      if (index >= length) index -= length;
      scatter<T>(held + c * sample, to + index * pitch, line, count, swapped, scale);
    }
  }
}

/**
 * Transforms `count` lines of at least two passes. `first` and `second` are work arrays of length x VECTORS x PAIR bytes.
 */
function transform<T>(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, swapped: bool, first: usize, second: usize,
): void {
  const passes = <usize>load<u32>(plan);
  const lanes: usize = 16 / sizeof<T>();
  for (let start: usize = 0; start < count; start += VECTORS * lanes) {
    const together = min<usize>(VECTORS * lanes, count - start);
    const sample = PAIR * ((together + lanes - 1) / lanes);
    let pass = plan + 4;
    let x = first;
    let y = second;
    firstPass<T>(pass, sample, from + start * fromLine, fromLine, fromPitch, together, swapped, centre, x);
    for (let index: usize = 2; index < passes; index++) {
      pass += PASS;
      middlePass<T>(pass, sample, x, y);
      const other = x;
      x = y;
      y = other;
    }
    lastPass<T>(pass + PASS, sample, x, to + start * toLine, toLine, toPitch, together, swapped, centre, fill<T>(scale));
  }
}

export function transform64(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, swapped: bool, first: usize, second: usize,
): void {
  transform<f64>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, swapped, first, second);
}

export function transform32(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, swapped: bool, first: usize, second: usize,
): void {
  transform<f32>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, swapped, first, second);
}
