/** Code values of display-referred images, as far as reading needs them. */

/**
 * Lays an image with opacity over white, as a viewer shows it: c' = a c + (1 - a) white, on code values, rounded.
 * @param samples rows x columns x (channels + 1), opacity last, code values 0 .. 2^bits - 1
 * @returns rows x columns x channels
 */
export function overWhite(samples: ArrayLike<number>, channels: 1 | 3, bits: 8 | 16): Float64Array {
  const white = bits === 8 ? 255 : 65535;
  const pixelCount = samples.length / (channels + 1);
  const data = new Float64Array(pixelCount * channels);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const from = pixel * (channels + 1);
    const opacity = samples[from + channels] / white;
    for (let channel = 0; channel < channels; channel++) {
      data[pixel * channels + channel] = Math.round(opacity * samples[from + channel] + (1 - opacity) * white);
    }
  }
  return data;
}
