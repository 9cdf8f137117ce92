/**
 * The butterflies of radix 2, 3, 4 and 5. Those of 2, 3 and 4 also read from lines (the first pass) or write to lines (the last).
 */
import { fill, half1, half2, imaginaryParts, PAIR, pairStep, realParts, splat, stored, turned, turnedOrPlain } from "./pairs";

/**
 * Butterflies of all vectors of one sample. `from`, `to`: where samples are found and left, at the addresses a, b, .. and p, q, ..
 * `plain`: the twiddles are all 1.
 */
// @ts-ignore: decorator
@inline export function butterfly2<T>(
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
@inline export function butterfly3<T>(
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
@inline export function butterfly4<T>(
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
@inline export function butterfly5<T>(x: usize, step: usize, vectors: usize, w: usize, plain: bool): void {
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
