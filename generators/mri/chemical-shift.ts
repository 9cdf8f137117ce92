/**
 * Chemical shift of the first kind: fat precesses more slowly than water, and the readout takes its frequency for a place.
 *
 *   y = F (w + T_d f)      w = (1 - q) x      f = q x      F T_d f (k) = exp(-2 pi i k d / N) F f (k)      d = df / BW
 *
 * df is the difference of frequency, 3.4 ppm of the Larmor frequency, 217 Hz at 1.5 T and 434 Hz at 3 T; BW the receiver bandwidth of a
 * pixel, the lower the better for noise: what an image was acquired with has moved its fat already, and counts as none here. q the fat fraction as the
 * magnitude shows it (tissue/fat.ts). Where fat moves off water a dark rim is left, where it moves onto water a bright one.
 *
 * Frequency rises along the readout, so fat, which precesses more slowly, goes towards the first sample.
 *
 * Not modelled: the six spectral lines of fat, its shift through the section; what leaves the field of view returns on the other side.
 *
 * Sources: Soila, Viamonte, Starewicz, Radiology 153 (1984) 819; Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { fatShift } from "./acquisition/timing.ts";
import { type CoilSamples, object } from "./modality.ts";
import { fatFraction } from "./tissue/fat.ts";

/** Blur of the fat mask [px]: sections of ordinary thickness. */
const BORDER = 0.7;

/** Shifts complex lines in place, by the phase of their transform. */
function shiftLines(lines: Float64Array, count: number, length: number, pixels: number): void {
  fft2c(lines, 1, length, count);
  for (let sample = 0; sample < length; sample++) {
    const turns = (-(sample - Math.floor(length / 2)) * pixels) / length;
    const re = cosTurns(turns);
    const im = sinTurns(turns);
    for (let line = 0, at = 2 * sample; line < count; line++, at += 2 * length) {
      const value = lines[at];
      lines[at] = value * re - lines[at + 1] * im;
      lines[at + 1] = value * im + lines[at + 1] * re;
    }
  }
  ifft2c(lines, 1, length, count);
}

/** @param fraction of fat, phase x readout @param pixels along the readout @returns new images, in which fat has moved and water stayed */
export function shiftFat(images: CoilSamples, fraction: Float64Array, pixels: number): CoilSamples {
  const { coils, phase, readout } = images;
  const data = new Float64Array(images.data.length);
  const size = phase * readout;
  for (let at = 0; at < data.length; at++) data[at] = images.data[at] * fraction[(at >> 1) % size];
  shiftLines(data, coils * phase, readout, pixels);
  for (let at = 0; at < data.length; at++) data[at] += images.data[at] * (1 - fraction[(at >> 1) % size]);
  return { ...images, data };
}

export default defineDegradation({
  version: 2,
  title: "chemical shift of fat along the readout",
  attribute: "chemical-shift artefacts",
  domain: object,
  parameters: {
    bandwidth: ladder({
      unit: "Hz/px",
      scale: "reciprocal",
      none: Number.POSITIVE_INFINITY,
      mild: 200,
      moderate: 110,
      severe: 60,
      means: "receiver bandwidth of a pixel along the readout",
    }),
  },
  effective: {
    shift: { unit: "px", means: "displacement of fat against water along the readout: difference of frequency / bandwidth" },
    fat: { unit: "%", means: "share of the image's pixels that counts as fat" },
  },
  looksLike: {
    sign: "bright rims on one side of fat and dark rims on the other side, along one direction only",
    mild: "thin bright and dark rims where fat borders on other tissue, on opposite sides",
    moderate: "plain bright and dark bands where fat borders on other tissue, on opposite sides",
    severe: "fat displaced as a whole along one direction, with a wide dark gap on one side and a bright overlap on the other",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with thin false rims next to fat",
    moderate: "borders next to fat are hidden by bright and dark bands, while {coarse} remain visible",
    severe: "borders next to fat are covered by the displaced fat, while {fine} away from fat remain visible",
  },
  confusedWith: ["mri/keyhole", "mri/truncation-ringing", "mri/india-ink", "mri/epi-distortion"],
  references: ["Soila, Viamonte, Starewicz, Radiology 153 (1984) 819", "Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004)"],
  degrade(images: CoilSamples, { bandwidth }) {
    const fraction = fatFraction(images, BORDER);
    const shift = fatShift(images.timing) / bandwidth;
    let fat = 0;
    for (let i = 0; i < fraction.length; i++) fat += fraction[i];
    return {
      sample: shiftFat(images, fraction, -shift),
      drawn: {},
      effective: {
        shift,
        fat: (100 * fat) / fraction.length,
      },
    };
  },
});
