/**
 * The butterfly of any odd radix, by sums and differences of mirrored pairs (Singleton).
 */
import { fill, PAIR, splat, turnedOrPlain } from "./pairs";

/** The largest radix. */
// @ts-ignore: decorator
@inline const LARGEST_RADIX: usize = 61;

/** Sums and differences of mirrored samples in an odd butterfly. */
const folded = memory.data(<i32>(LARGEST_RADIX * PAIR), 64);

/**
 * Any odd radix: three frequencies, and their mirrors, from each reading of the folded samples. `roots` holds for each three frequencies c
 * first cos(b c / radix) for b = 1, 2, .., three by three, and then the sines; a last group that is not full repeats its last frequency.
 */
export function butterflyOdd<T>(radix: usize, x: usize, step: usize, vectors: usize, w: usize, roots: usize, plain: bool): void {
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
