/**
 * An ellipse and its Fourier transform in closed form: the oracle for everything that moves or samples an object in k-space.
 *
 *   F(u, v) = amplitude * a b J1(2 pi q) / q * exp(-2 pi i (u row + v column))      q = sqrt((a u')^2 + (b v')^2),  F(0) = amplitude pi a b
 *
 * u', v' are the frequencies [cycles/sample] along the ellipse's own axes.
 * Sources: Van de Walle et al., IEEE Trans. Med. Imaging 19 (2000) 1160; Guerquin-Kern et al., IEEE Trans. Med. Imaging 31 (2012) 626.
 */
export interface Ellipse {
  /** Centre, in samples from the image centre floor(N/2): down and right. */
  readonly row: number;
  readonly column: number;
  /** Half axes along the ellipse's own directions [samples]: down and right where angle is 0. */
  readonly a: number;
  readonly b: number;
  /** Turned from the row axis (down) towards the column axis (right) [rad]. */
  readonly angle: number;
  readonly amplitude: number;
}

/** Bessel's J1 by its integral; the trapezoid rule on a periodic integrand converges faster than any power. */
export function besselJ1(x: number): number {
  const points = Math.ceil(Math.abs(x)) + 40;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const t = ((i + 0.5) * 2 * Math.PI) / points;
    sum += Math.cos(t - x * Math.sin(t));
  }
  return sum / points;
}

/** @param u, v frequencies down and across [cycles/sample] @returns re, im */
export function ellipseSpectrum(e: Ellipse, u: number, v: number): [number, number] {
  const along = u * Math.cos(e.angle) + v * Math.sin(e.angle);
  const across = v * Math.cos(e.angle) - u * Math.sin(e.angle);
  const q = Math.hypot(e.a * along, e.b * across);
  const magnitude = e.amplitude * e.a * e.b * (q === 0 ? Math.PI : besselJ1(2 * Math.PI * q) / q);
  const phase = -2 * Math.PI * (u * e.row + v * e.column);
  return [magnitude * Math.cos(phase), magnitude * Math.sin(phase)];
}

/** Centred orthonormal k-space of ellipses, rows x columns complex, times a weight of (k / N) that the caller may give. */
export function ellipseKSpace(
  ellipses: readonly Ellipse[],
  rows: number,
  columns: number,
  weight = (_u: number, _v: number): number => 1,
): Float64Array {
  const data = new Float64Array(2 * rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const u = (row - Math.floor(rows / 2)) / rows;
      const v = (column - Math.floor(columns / 2)) / columns;
      const scale = weight(u, v) / Math.sqrt(rows * columns);
      for (const each of ellipses) {
        const [re, im] = ellipseSpectrum(each, u, v);
        data[2 * (row * columns + column)] += scale * re;
        data[2 * (row * columns + column) + 1] += scale * im;
      }
    }
  }
  return data;
}
