/**
 * Rotation and shift of a complex image by the Fourier transform: exact for band-limited periodic images, no smoothing.
 *
 *   shift by t:     multiply k-space by exp(-2 pi i k t / N)
 *   rotation by a:  three shears,  R(a) = X(-tan(a/2)) Y(sin a) X(-tan(a/2)),  each a shift of one line by its distance from the centre
 *
 * The centre of rotation is sample floor(N/2) of both axes. What leaves the field of view on one side returns on the other.
 *
 * Source: Unser, Thevenaz, Yaroslavsky, IEEE Trans. Image Process. 4 (1995) 1371; Eddy, Fitzgerald, Noll, Magn. Reson. Med. 36 (1996) 923.
 */
import { fftc } from "./fft.ts";
import { cosTurns, sin, sinTurns, tan } from "./math.ts";

/** Multiplies the centred spectrum of one line, `count` samples `stride` apart, by the phase ramp of a shift [samples]. */
function shiftSpectrum(data: Float64Array, start: number, stride: number, count: number, shift: number): void {
  const centre = Math.floor(count / 2);
  for (let k = 0; k < count; k++) {
    // The Nyquist sample of an even length has no partner: half of it moves each way, which is its cosine.
    const nyquist = count % 2 === 0 && k === 0;
    const turns = (-(k - centre) * shift) / count;
    const re = cosTurns(turns);
    const im = nyquist ? 0 : sinTurns(turns);
    const at = 2 * (start + k * stride);
    const a = data[at];
    const b = data[at + 1];
    data[at] = a * re - b * im;
    data[at + 1] = a * im + b * re;
  }
}

/** Shifts every row along the columns by `slope` times its distance from the centre row. data: batch x rows x columns complex, in place. */
function shearRows(data: Float64Array, batch: number, rows: number, columns: number, slope: number): void {
  fftc(data, batch * rows, columns, 1);
  for (let line = 0; line < batch * rows; line++) shiftSpectrum(data, line * columns, 1, columns, slope * ((line % rows) - Math.floor(rows / 2)));
  fftc(data, batch * rows, columns, 1, true);
}

function shearColumns(data: Float64Array, batch: number, rows: number, columns: number, slope: number): void {
  fftc(data, batch, rows, columns);
  for (let image = 0; image < batch; image++) {
    for (let column = 0; column < columns; column++) {
      shiftSpectrum(data, image * rows * columns + column, columns, rows, slope * (column - Math.floor(columns / 2)));
    }
  }
  fftc(data, batch, rows, columns, true);
}

/**
 * Rotates images about their centre sample.
 * @param data batch x rows x columns complex, interleaved; not changed
 * @param angle [rad], from the row axis (down) towards the column axis (right); at most a quarter turn either way
 * @param aspect row spacing / column spacing: pixels need not be square
 */
export function rotate(data: Float64Array, batch: number, rows: number, columns: number, angle: number, aspect = 1): Float64Array {
  const turned = data.slice();
  if (angle === 0) return turned;
  const half = tan(angle / 2) * aspect;
  shearRows(turned, batch, rows, columns, half);
  shearColumns(turned, batch, rows, columns, -sin(angle) / aspect);
  shearRows(turned, batch, rows, columns, half);
  return turned;
}
