/**
 * Luminance and chrominance to RGB.
 *
 *   R = Y + 1.402 (Cr - half)   G = Y - 0.344136 (Cb - half) - 0.714136 (Cr - half)   B = Y + 1.772 (Cb - half)
 *
 * Source: DICOM PS3.3 section C.7.6.3.1.2 (photometric interpretation), after ITU-R BT.601.
 */

/** @param samples pixels x 3, changed in place @param most the largest code value */
export function luminanceToRgb(samples: Float64Array, most: number): void {
  const half = (most + 1) / 2;
  const code = (value: number) => Math.min(Math.max(Math.floor(value + 0.5), 0), most);
  for (let i = 0; i < samples.length; i += 3) {
    const y = samples[i];
    const cb = samples[i + 1] - half;
    const cr = samples[i + 2] - half;
    samples[i] = code(y + 1.402 * cr);
    samples[i + 1] = code(y - 0.344136 * cb - 0.714136 * cr);
    samples[i + 2] = code(y + 1.772 * cb);
  }
}
