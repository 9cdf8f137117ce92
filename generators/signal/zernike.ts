/**
 * Zernike polynomials in Noll's order: the errors of a wavefront over a round pupil, each with root mean square 1, each at right angles to all others.
 *
 *   Z_j = sqrt(n + 1) R_n^0(rho)                       m = 0
 *   Z_j = sqrt(2 (n + 1)) R_n^m(rho) cos(m theta)      even j          x = rho cos(theta), y = rho sin(theta)
 *   Z_j = sqrt(2 (n + 1)) R_n^m(rho) sin(m theta)      odd j
 *   R_n^m(rho) = rho^m P_k^(0, m)(2 rho^2 - 1),        k = (n - m) / 2
 *
 * 1 is piston, 2 and 3 tilt, 4 defocus, 5 and 6 astigmatism, 7 and 8 coma, 9 and 10 trefoil, 11 spherical aberration.
 * The Jacobi polynomials P come from their recurrence, which stays accurate at high orders; no angle is ever taken.
 *
 * Sources: Noll, J. Opt. Soc. Am. 66 (1976) 207; Abramowitz and Stegun 22.7.1 (recurrence).
 */

/** Radial order n, azimuthal order m >= 0, and which of cosine and sine. */
export interface ZernikeOrder {
  readonly radial: number;
  readonly azimuthal: number;
  readonly sine: boolean;
}

/** @returns the orders of Noll's index j = 1, 2, ..; @throws RangeError for another index */
export function nollOrder(index: number): ZernikeOrder {
  if (!(Number.isInteger(index) && index >= 1 && index <= 1e6)) throw new RangeError(`Expected a Noll index of 1 or more, got ${index}`);
  let radial = 0;
  let before = 0;
  while (before + radial + 1 < index) {
    before += radial + 1;
    radial++;
  }
  // Within one radial order |m| rises: 0, 2, 2, 4, 4, .. or 1, 1, 3, 3, ..
  const place = index - before;
  const azimuthal = radial % 2 === 0 ? 2 * Math.floor(place / 2) : 2 * Math.floor((place - 1) / 2) + 1;
  return { radial, azimuthal, sine: azimuthal > 0 && index % 2 === 1 };
}

/** @returns Z_j at a place of the pupil, whose radius is 1 and whose centre is (0, 0); defined beyond the rim too */
export function zernike(index: number, y: number, x: number): number {
  const { radial, azimuthal, sine } = nollOrder(index);
  // rho^m times cosine and sine: the parts of (x + i y)^m.
  let re = 1;
  let im = 0;
  for (let power = 0; power < azimuthal; power++) [re, im] = [re * x - im * y, re * y + im * x];
  const norm = Math.sqrt((azimuthal === 0 ? 1 : 2) * (radial + 1));
  return norm * jacobi((radial - azimuthal) / 2, azimuthal, 2 * (x * x + y * y) - 1) * (sine ? im : re);
}

/** @returns P_k^(0, b)(t) */
function jacobi(k: number, b: number, t: number): number {
  let before = 0;
  let value = 1;
  for (let i = 1; i <= k; i++) {
    const s = 2 * i + b;
    const next =
      i === 1
        ? 0.5 * ((b + 2) * t - b)
        : ((s - 1) * (s * (s - 2) * t - b * b) * value - 2 * (i - 1) * (i + b - 1) * s * before) / (2 * i * (i + b) * (s - 2));
    before = value;
    value = next;
  }
  return value;
}
