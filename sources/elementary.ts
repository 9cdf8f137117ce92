/**
 * The few elementary functions that readers need, with the same bits on every machine: from + - * / alone.
 *
 *   ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)),   x = m 2^e, m in [1 / sqrt 2, sqrt 2)
 *   cos and sin of a fraction of a turn: reduced to an eighth in whole numbers, then Taylor's series
 *
 * Series are cut where the next term is below 2^-54 of the sum.
 */
const TWO_PI = 2 * Math.PI;

const bits = new DataView(new ArrayBuffer(8));

/** @param x positive and normal */
export function ln(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1022;
  bits.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  let m = bits.getFloat64(0);
  if (m < Math.SQRT1_2) {
    m *= 2;
    exponent--;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return exponent * Math.LN2 + 2 * s * sum;
}

/** cos and sin of x in 0 .. pi / 4. */
function eighth(x: number): readonly [number, number] {
  const square = x * x;
  let cosine = 1;
  let sine = 1;
  for (let n = 18; n >= 2; n -= 2) {
    cosine = 1 - (cosine * square) / (n * (n - 1));
    sine = 1 - (sine * square) / (n * (n + 1));
  }
  return [cosine, x * sine];
}

/** @returns cos and sin of 2 pi k / n; k may be any whole number */
export function turn(k: number, n: number): readonly [number, number] {
  const steps = 8 * (((k % n) + n) % n);
  const octant = Math.floor(steps / n);
  const rest = steps - octant * n;
  const odd = octant % 2 === 1;
  const [near, far] = eighth((TWO_PI * (odd ? n - rest : rest)) / (8 * n));
  const [c, s] = odd ? [far, near] : [near, far];
  switch (octant >> 1) {
    case 0:
      return [c, s];
    case 1:
      return [-s, c];
    case 2:
      return [-c, -s];
    default:
      return [s, -c];
  }
}
