/** The two image axes of samples, exchanged. */
import type { CoilSamples } from "../modality.ts";

/** @param data coils x rows x columns complex @returns coils x columns x rows complex */
export function transpose(data: Float64Array, coils: number, rows: number, columns: number): Float64Array {
  const swapped = new Float64Array(data.length);
  for (let coil = 0; coil < coils; coil++) {
    const start = coil * rows * columns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = 2 * (start + row * columns + column);
        const to = 2 * (start + column * rows + row);
        swapped[to] = data[from];
        swapped[to + 1] = data[from + 1];
      }
    }
  }
  return swapped;
}

function transposedMask(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const swapped = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) swapped[(i % columns) * rows + Math.floor(i / columns)] = mask[i];
  return swapped;
}

/**
 * The same samples with phase encoding along the other axis; in k-space as in the image, for the transform exchanges with it.
 * Zero frequency stays at floor(N / 2) of either axis.
 */
export function exchanged(samples: CoilSamples): CoilSamples {
  const { coils, phase, readout, spacing, transposed, acquired, sensitivities } = samples;
  return {
    ...samples,
    phase: readout,
    readout: phase,
    data: transpose(samples.data, coils, phase, readout),
    spacing: { phase: spacing.readout, readout: spacing.phase },
    transposed: !transposed,
    ...(acquired !== undefined && { acquired: transposedMask(acquired, phase, readout) }),
    ...(sensitivities !== undefined && { sensitivities: transpose(sensitivities, coils, phase, readout) }),
  };
}
