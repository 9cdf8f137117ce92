/** The centred orthonormal transform by its definition: X[k] = N^-1/2 sum x[n] exp(sign 2 pi i (n - c)(k - c) / N), c = floor(N / 2). */
export function dft(x: ArrayLike<number>, sign: 1 | -1): Float64Array {
  const length = x.length / 2;
  const centre = Math.floor(length / 2);
  const result = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    for (let n = 0; n < length; n++) {
      const angle = (sign * 2 * Math.PI * (n - centre) * (k - centre)) / length;
      const [c, s] = [Math.cos(angle) / Math.sqrt(length), Math.sin(angle) / Math.sqrt(length)];
      result[2 * k] += c * x[2 * n]! - s * x[2 * n + 1]!;
      result[2 * k + 1] += s * x[2 * n]! + c * x[2 * n + 1]!;
    }
  }
  return result;
}
