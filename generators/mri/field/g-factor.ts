/**
 * How much parallel imaging amplifies noise: the geometry factor of SENSE for every R-th phase-encoding line and uncorrelated coils.
 *
 *   g(r) = sqrt([(S^H S)^-1]_rr (S^H S)_rr)      S: coils x (r and the R - 1 places that fold onto it, phase / R pixels apart)
 *
 * With S^H S = L L^H by Cholesky, r last, [(S^H S)^-1]_rr = 1 / L_rr^2, so g = sqrt((S^H S)_rr) / L_rr.
 * Places without signal are no unknowns, where the support is given. Places between two pixels take the nearer one's sensitivities. Where no combination of the coils tells r from the others g is infinite;
 * here it ends at MOST.
 *
 * Source: Pruessmann et al., Magn. Reson. Med. 42 (1999) 952.
 */

const MOST = 20;

/** First pixel of each line that folds onto `line`, itself last. */
function foldedLines(line: number, phase: number, readout: number, places: Int32Array): void {
  const acceleration = places.length;
  for (let j = 0; j < acceleration; j++) {
    places[j] = readout * (Math.round(line + ((acceleration - 1 - j) * phase) / acceleration) % phase);
  }
}

/** Keeps the places whose pixel is in the support, the last one always. @returns how many */
function keepSupported(places: Int32Array, sample: number, support: Uint8Array | undefined, kept: Int32Array): number {
  let count = 0;
  for (let j = 0; j < places.length; j++) {
    if (j === places.length - 1 || support === undefined || support[places[j] + sample] === 1) kept[count++] = places[j] + sample;
  }
  return count;
}

/** Cholesky's factor of a Hermitian matrix, size x size complex, in place of its lower triangle. @returns the square of its last diagonal element */
function lastPivot(matrix: Float64Array, size: number): number {
  let pivot = 0;
  for (let j = 0; j < size; j++) {
    pivot = matrix[2 * (j * size + j)];
    for (let k = 0; k < j; k++) {
      const at = 2 * (j * size + k);
      pivot -= matrix[at] * matrix[at] + matrix[at + 1] * matrix[at + 1];
    }
    if (!(pivot > 0)) return 0;
    const diagonal = Math.sqrt(pivot);
    matrix[2 * (j * size + j)] = diagonal;
    for (let i = j + 1; i < size; i++) {
      const to = 2 * (i * size + j);
      let re = matrix[to];
      let im = matrix[to + 1];
      for (let k = 0; k < j; k++) {
        const a = 2 * (i * size + k);
        const b = 2 * (j * size + k);
        re -= matrix[a] * matrix[b] + matrix[a + 1] * matrix[b + 1];
        im -= matrix[a + 1] * matrix[b] - matrix[a] * matrix[b + 1];
      }
      matrix[to] = re / diagonal;
      matrix[to + 1] = im / diagonal;
    }
  }
  return pivot;
}

/** Lower triangle of S^H S of the first `order` pixels: element (i, j) = sum over the coils of conj(S_i) S_j. */
function gram(matrix: Float64Array, sensitivities: Float64Array, coils: number, size: number, pixels: Int32Array, order: number): void {
  for (let i = 0; i < order; i++) {
    for (let j = 0; j <= i; j++) {
      let re = 0;
      let im = 0;
      for (let coil = 0; coil < coils; coil++) {
        const a = 2 * (coil * size + pixels[i]);
        const b = 2 * (coil * size + pixels[j]);
        re += sensitivities[a] * sensitivities[b] + sensitivities[a + 1] * sensitivities[b + 1];
        im += sensitivities[a] * sensitivities[b + 1] - sensitivities[a + 1] * sensitivities[b];
      }
      matrix[2 * (i * order + j)] = re;
      matrix[2 * (i * order + j) + 1] = im;
    }
  }
}

/**
 * @param sensitivities coils x phase x readout complex
 * @param acceleration a whole number, not above the number of coils; 1 gives 1 everywhere
 * @param support where there is something to unfold, phase x readout; places beyond it are no unknowns. Left out: everywhere
 * @returns g, phase x readout; 1 where no coil receives anything, and beyond the support
 */
export function geometryFactor(
  sensitivities: Float64Array,
  coils: number,
  phase: number,
  readout: number,
  acceleration: number,
  support?: Uint8Array,
): Float64Array {
  const g = new Float64Array(phase * readout).fill(1);
  const places = new Int32Array(acceleration);
  const pixels = new Int32Array(acceleration);
  const matrix = new Float64Array(2 * acceleration * acceleration);
  for (let line = 0; line < phase; line++) {
    foldedLines(line, phase, readout, places);
    for (let sample = 0; sample < readout; sample++) {
      if (support !== undefined && support[line * readout + sample] === 0) continue;
      const order = keepSupported(places, sample, support, pixels);
      gram(matrix, sensitivities, coils, phase * readout, pixels, order);
      const own = matrix[2 * order * order - 2];
      if (!(own > 0)) continue;
      const pivot = lastPivot(matrix, order);
      g[line * readout + sample] = pivot * MOST * MOST > own ? Math.sqrt(own / pivot) : MOST;
    }
  }
  return g;
}
