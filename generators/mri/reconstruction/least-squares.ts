/**
 * Regularised least squares for complex numbers, through the normal equations and Cholesky's factors.
 *
 *   minimise |A w - b|^2 + r |w|^2        A^H A + r I = L L^H        r = regularisation * mean diagonal of A^H A
 */

interface Size {
  readonly equations: number;
  readonly unknowns: number;
  /** Right-hand sides. */
  readonly sides: number;
  readonly regularisation: number;
}

/** out[i, j] += sum over equations of conj(a[e, i]) b[e, j], for j <= i where `lower`. */
function correlate(out: Float64Array, a: Float64Array, b: Float64Array, equations: number, rows: number, columns: number, lower: boolean) {
  for (let e = 0; e < equations; e++) {
    const from = 2 * e * columns;
    for (let i = 0; i < rows; i++) {
      const re = a[2 * (e * rows + i)];
      const im = a[2 * (e * rows + i) + 1];
      const end = from + 2 * (lower ? i + 1 : columns);
      for (let k = from, to = 2 * i * columns; k < end; k += 2, to += 2) {
        out[to] += re * b[k] + im * b[k + 1];
        out[to + 1] += re * b[k + 1] - im * b[k];
      }
    }
  }
}

/** Replaces the lower triangle by Cholesky's factor; its diagonal is real. */
function factor(m: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let re = m[2 * (i * n + j)];
      let im = m[2 * (i * n + j) + 1];
      for (let k = 0, a = 2 * i * n, b = 2 * j * n; k < j; k++, a += 2, b += 2) {
        re -= m[a] * m[b] + m[a + 1] * m[b + 1];
        im -= m[a + 1] * m[b] - m[a] * m[b + 1];
      }
      if (i === j) {
        m[2 * (i * n + i)] = Math.sqrt(Math.max(re, Number.MIN_VALUE));
        m[2 * (i * n + i) + 1] = 0;
      } else {
        const diagonal = m[2 * (j * n + j)];
        m[2 * (i * n + j)] = re / diagonal;
        m[2 * (i * n + j) + 1] = im / diagonal;
      }
    }
  }
}

/** Solves L x = b, then L^H x = b, in place: b is n x sides. */
function substitute(l: Float64Array, b: Float64Array, n: number, sides: number): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtract(b, i, k, l[2 * (i * n + k)], l[2 * (i * n + k) + 1], sides);
    divide(b, i, l[2 * (i * n + i)], sides);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtract(b, i, k, l[2 * (k * n + i)], -l[2 * (k * n + i) + 1], sides);
    divide(b, i, l[2 * (i * n + i)], sides);
  }
}

function subtract(b: Float64Array, row: number, other: number, re: number, im: number, sides: number): void {
  for (let s = 0, to = 2 * row * sides, from = 2 * other * sides; s < sides; s++, to += 2, from += 2) {
    b[to] -= re * b[from] - im * b[from + 1];
    b[to + 1] -= re * b[from + 1] + im * b[from];
  }
}

function divide(b: Float64Array, row: number, by: number, sides: number): void {
  for (let at = 2 * row * sides; at < 2 * (row + 1) * sides; at++) b[at] /= by;
}

/**
 * @param matrix equations x unknowns complex
 * @param wanted equations x sides complex
 * @returns unknowns x sides complex; 0 where the matrix is
 */
export function leastSquares(
  matrix: Float64Array,
  wanted: Float64Array,
  { equations, unknowns, sides, regularisation }: Size,
): Float64Array {
  const square = new Float64Array(2 * unknowns * unknowns);
  const solution = new Float64Array(2 * unknowns * sides);
  correlate(square, matrix, matrix, equations, unknowns, unknowns, true);
  correlate(solution, matrix, wanted, equations, unknowns, sides, false);
  let trace = 0;
  for (let i = 0; i < unknowns; i++) trace += square[2 * (i * unknowns + i)];
  if (trace === 0) return solution;
  for (let i = 0; i < unknowns; i++) square[2 * (i * unknowns + i)] += (regularisation * trace) / unknowns;
  factor(square, unknowns);
  substitute(square, solution, unknowns, sides);
  return solution;
}
