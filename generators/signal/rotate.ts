/**
 * Rotation of complex images about their centre by the Fourier transform: exact for band-limited periodic images, no smoothing.
 *
 *   R(a) = X(-tan(a/2)) Y(sin a) X(-tan(a/2))       a shear shifts each line by its distance from the centre times the slope
 *   shift by t: multiply the line's spectrum by exp(-2 pi i k t / N)
 *
 * The centre of rotation is sample floor(N/2) of both axes. Every factor has magnitude 1, so energy is kept exactly.
 *
 * Not modelled: what leaves the field of view on one side returns on the other.
 *
 * Sources: Unser, Thevenaz and Yaroslavsky, IEEE Trans. Image Process. 4 (1995) 1371; Eddy, Fitzgerald and Noll, Magn. Reson. Med. 36
 * (1996) 923.
 */
import { fftc } from "./fft.ts";
import { cosTurns, sin, sinTurns, tan } from "./math.ts";

/** Images before their first shear, ready to be rotated by many angles. */
export interface Rotatable {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** Row spacing / column spacing: pixels need not be square. */
  readonly aspect: number;
  /** Spectra of the rows: batch x rows x columns. */
  readonly spectra: Float64Array;
}

/**
 * Multiplies the spectrum of each line by the ramp of its shift, slope * (line - centre) samples.
 * data: batch x rows x columns complex, in place; the spectrum runs along the columns, or along the rows.
 */
function shear(data: Float64Array, { batch, rows, columns }: Rotatable, slope: number, along: "columns" | "rows"): void {
  const [middleRow, middleColumn] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  const turnsPerSample = -slope / (along === "columns" ? columns : rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const turns = turnsPerSample * (row - middleRow) * (column - middleColumn);
      const re = cosTurns(turns);
      const im = sinTurns(turns);
      for (let image = 0; image < batch; image++) {
        const at = 2 * ((image * rows + row) * columns + column);
        const a = data[at];
        const b = data[at + 1];
        data[at] = a * re - b * im;
        data[at + 1] = a * im + b * re;
      }
    }
  }
}

/** @param images batch x rows x columns complex, interleaved; not changed */
export function rotatable(images: Float64Array, batch: number, rows: number, columns: number, aspect = 1): Rotatable {
  return { batch, rows, columns, aspect, spectra: fftc(images.slice(), batch * rows, columns, 1) };
}

/**
 * Gives the spectra of the rotated images' rows: all but the last inverse transform.
 * @param angle [rad], from the row axis (down) towards the column axis (right); at most a quarter turn either way
 */
function rotatedRows(images: Rotatable, angle: number): Float64Array {
  const { batch, rows, columns, aspect } = images;
  const data = images.spectra.slice();
  if (angle === 0) return data;
  const half = tan(angle / 2) * aspect;
  shear(data, images, half, "columns");
  fftc(data, batch * rows, columns, 1, true);
  fftc(data, batch, rows, columns);
  shear(data, images, -sin(angle) / aspect, "rows");
  fftc(data, batch, rows, columns, true);
  fftc(data, batch * rows, columns, 1);
  shear(data, images, half, "columns");
  return data;
}

/** Rotates images; see rotatedRows. @returns batch x rows x columns complex */
export function rotated(images: Rotatable, angle: number): Float64Array {
  return fftc(rotatedRows(images, angle), images.batch * images.rows, images.columns, 1, true);
}

/** Rotates images. @returns their k-space, centred and orthonormal */
export function rotatedSpectrum(images: Rotatable, angle: number): Float64Array {
  return fftc(rotatedRows(images, angle), images.batch, images.rows, images.columns);
}
