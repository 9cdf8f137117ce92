/** How well a pair of operators is adjoint. */

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index], 0);

/** @returns |<A x, y> - <x, A' y>| / (||A x|| ||y||); complex numbers count as pairs of real ones, which gives the real part */
export function adjointError(x: Float64Array, Ax: Float64Array, y: Float64Array, Aty: Float64Array): number {
  return Math.abs(dot(Ax, y) - dot(x, Aty)) / Math.sqrt(dot(Ax, Ax) * dot(y, y));
}
