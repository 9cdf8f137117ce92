/**
 * Hands a change of the line integrals over to the reconstruction so that it shows at full sharpness.
 *
 *   p' = p + C * (q - p),   C(f) = min(1 / T(f), 12),   T(f) = hann(f) sinc(f)^2 sinc(0.9 f)^2,   f in turns a bin
 *
 * Leaving the sinogram adds the Hann-filtered change to the clean image. T is what that chain keeps of a detail of the image: the Hann
 * apodisation, linear interpolation between bins (sinc^2) and the projector's between pixels (sinc^2 of the pixel's breadth, 0.9 of a bin
 * on average over the directions). Adding noise or streaks needs no more; but what a blur takes away must be taken from the clean image's
 * own sharpness, or a ghost of its finest edges stays on top of the blurred image. The limit 12 is met at f = 0.36; what little an image
 * holds beyond it fades out of the change.
 *
 * Source of sinc^2: linear interpolation is a convolution with a triangle (Bracewell, The Fourier Transform and Its Applications, 1978).
 */
import { cosTurns, PI, sinTurns } from "../../signal/math.ts";
import type { FanReadings, Sinogram } from "../modality.ts";
import { filterViews } from "./filter-views.ts";

const LIMIT = 12;

const squaredSinc = (turns: number): number => {
  if (turns === 0) return 1;
  const sinc = sinTurns(turns / 2) / (PI * turns);
  return sinc * sinc;
};

/** @returns C(f) for a frequency in turns a bin */
function wholeBandGain(turns: number): number {
  const kept = (0.5 + 0.5 * cosTurns(turns)) * squaredSinc(turns) * squaredSinc(0.9 * turns);
  return kept * LIMIT > 1 ? 1 / kept : LIMIT;
}

/**
 * @param before line integrals as measured, views x bins
 * @param after what they become, views x bins
 * @returns what the reconstruction needs in order to show it, views x bins
 */
export function throughWholeBand(before: Float64Array, after: Float64Array, binCount: number): Float64Array {
  const change = new Float64Array(before.length);
  for (let at = 0; at < change.length; at++) change[at] = after[at] - before[at];
  const shown = filterViews(change, binCount, { real: wholeBandGain });
  for (let at = 0; at < change.length; at++) shown[at] += before[at];
  return shown;
}

/** @param after the sample's line integrals as they become @returns the sample, of fans or parallel views, that shows them */
export const shownSharp = <Sample extends Sinogram | FanReadings>(sample: Sample, after: Float64Array): Sample => ({
  ...sample,
  data: throughWholeBand(sample.data, after, sample.geometry.binCount),
  wholeBand: true,
});
