/** How bright the object is, as a measure for what is added to it. */
import { ifft2c } from "../../signal/fft.ts";
import { sharedCopy } from "../../signal/parts.ts";
import { type CoilSamples, foreground } from "../modality.ts";
import { rootSumOfSquares } from "../reconstruction/root-sum-of-squares.ts";

/** Unit of effective values that are told as shares of the brightest tissue. */
export const OF_BRIGHTEST = "% of the brightest tissue";

const BRIGHT = 0.99;

export interface Signal {
  /** Mean magnitude of the foreground, root-sum-of-squares over the coils; 0 without signal. */
  readonly mean: number;
  /** The value below which 99 % of the foreground lie: a few bright pixels of fat or flow are no tissue. 0 without signal. */
  readonly brightest: number;
}

/** @param magnitude root-sum-of-squares of the coil images */
export function signalIn(magnitude: Float64Array): Signal {
  const signal = foreground(magnitude);
  if (signal.length === 0) return { mean: 0, brightest: 0 };
  return {
    mean: signal.reduce((sum, value) => sum + value, 0) / signal.length,
    brightest: signal[Math.floor(BRIGHT * (signal.length - 1))],
  };
}

/** @param samples k-space */
export function signalOf({ coils, phase, readout, data }: CoilSamples): Signal {
  return signalIn(rootSumOfSquares(ifft2c(sharedCopy(data), phase, readout, coils), coils, phase * readout));
}

/** @returns the value in OF_BRIGHTEST; 0 without signal */
export const ofBrightest = (value: number, { brightest }: Signal): number => (brightest > 0 ? (100 * value) / brightest : 0);
