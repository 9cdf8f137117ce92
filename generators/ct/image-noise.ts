/**
 * Image noise by its power spectrum: the quick model of a lower dose, for an image whose projections are gone.
 *
 *   mu' = mu + s F^-1(sqrt(NPS) F n) / rms        NPS(f) ~ |f| H(f)^2,   H(f) = cos^2(pi f / 2 f_N) up to f_N = 1 / (2 pixel), 0 beyond
 *
 * Filtered back-projection of white noise in the projections gives a spectrum that rises with |f| and is cut off by the filter's window, here
 * Hann's; n is white. The noise is the same all over the section: that is how it differs from a real low dose, whose grain is finer and
 * stronger along the longest paths and which has streaks. One field of noise serves every severity.
 *
 * Not modelled: noise that varies over the section or has a direction, the object's own effect on it.
 *
 * Sources: Riederer, Pelc, Chesler, Phys. Med. Biol. 23 (1978) 446; Kijewski and Judy, Phys. Med. Biol. 32 (1987) 565.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { type Attenuation, object, WATER_ATTENUATION } from "./modality.ts";

/** @returns noise of that spectrum and unit root mean square, rows x columns */
export function rampNoise({ rows, columns, pixel }: Pick<Attenuation, "rows" | "columns" | "pixel">, stream: RandomStream): Float64Array {
  const count = rows * columns;
  const white = stream.fillNormal(new Float64Array(count));
  const spectrum = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) spectrum[2 * i] = white[i];
  fft2c(spectrum, rows, columns);
  const highest = 0.5 / Math.max(pixel.row, pixel.column);
  for (let row = 0, at = 0; row < rows; row++) {
    const v = (row - Math.floor(rows / 2)) / (rows * pixel.row);
    for (let column = 0; column < columns; column++, at += 2) {
      const u = (column - Math.floor(columns / 2)) / (columns * pixel.column);
      const frequency = Math.sqrt(u * u + v * v) / highest;
      const cosine = frequency < 1 ? cosTurns(frequency / 4) : 0;
      const gain = Math.sqrt(frequency) * cosine * cosine;
      spectrum[at] *= gain;
      spectrum[at + 1] *= gain;
    }
  }
  ifft2c(spectrum, rows, columns);
  let energy = 0;
  for (let i = 0; i < count; i++) energy += spectrum[2 * i] * spectrum[2 * i];
  const scale = energy > 0 ? Math.sqrt(count / energy) : 0;
  for (let i = 0; i < count; i++) white[i] = scale * spectrum[2 * i];
  return white;
}

export default defineDegradation({
  version: 2,
  title: "even image noise of the shape that filtered back-projection gives",
  attribute: "low-dose noise",
  domain: object,
  parameters: {
    deviation: ladder({ unit: "HU", none: 0, mild: 15, moderate: 32, severe: 75, means: "standard deviation of the noise added" }),
  },
  effective: { deviation: { unit: "HU", means: "standard deviation of the change, where attenuation stayed above 0" } },
  looksLike: {
    sign: "fine grainy noise that is equally strong everywhere in the section",
    mild: "slight fine grain in the uniform soft tissues",
    moderate: "plain grain all over the section, coarse enough to blur the borders between soft tissues",
    severe: "heavy grain all over the section in which soft tissues can hardly be told apart",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through the grain",
    moderate: "{fine} are partly hidden by the grain, while {coarse} stay clear",
    severe: "{fine} are lost in noise and even {coarse} have ragged borders",
  },
  confusedWith: ["ct/tube-current-modulation", "ct/bow-tie-miscentring", "ct/sharp-kernel"],
  references: [
    "Riederer, Pelc, Chesler, Phys. Med. Biol. 23 (1978) 446. doi:10.1088/0031-9155/23/3/008",
    "Kijewski and Judy, Phys. Med. Biol. 32 (1987) 565. doi:10.1088/0031-9155/32/5/003",
  ],
  degrade(sample, { deviation }, random) {
    const noise = rampNoise(sample, random.stream("noise"));
    const strength = (deviation * WATER_ATTENUATION) / 1000;
    const data = new Float64Array(noise.length);
    let energy = 0;
    let count = 0;
    for (let i = 0; i < data.length; i++) {
      // Attenuation is never negative: air's noise is cut off, as the object's own was.
      data[i] = Math.max(sample.data[i] + strength * noise[i], 0);
      if (sample.data[i] === 0 || data[i] === 0) continue;
      const change = (1000 * (data[i] - sample.data[i])) / WATER_ATTENUATION;
      energy += change * change;
      count++;
    }
    return {
      sample: { ...sample, data },
      drawn: { noise: "one field of normal numbers, the same at every strength" },
      effective: { deviation: count === 0 ? 0 : Math.sqrt(energy / count) },
    };
  },
});
