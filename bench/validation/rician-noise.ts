import thermalNoise from "../../generators/mri/thermal-noise.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { toImage, toKSpace, withoutPhase } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
const SNR = 2;

export default defineValidation({
  title: "Rician noise",
  about: `An even square of signal A in an empty field, SNR A / s = ${SNR}. In the square E[m^2] = A^2 + 2 s^2, in the field the mean is s sqrt(pi / 2)
(Gudbjartsson and Patz 1995). Measured is the relative deviation; at most four standard errors of the mean over so many pixels, Var[m^2] = 4 s^2 A^2 + 4 s^4 and
Var[m] = (2 - pi / 2) s^2. The last finding is a mean of noise that took the real part, as torchio's Noise on a magnitude image does: 0, not s sqrt(pi / 2).`,
  async *findings(theirs) {
    const inside = (i: number): boolean => {
      const [row, column] = [Math.floor(i / SIDE), i % SIDE];
      return row >= SIDE / 4 && row < (3 * SIDE) / 4 && column >= SIDE / 4 && column < (3 * SIDE) / 4;
    };
    const image = Float64Array.from({ length: SIDE * SIDE }, (_, i) => (inside(i) ? 1 : 0));
    const acquisition = {
      quantity: "mr-magnitude",
      coils: 1,
      rows: SIDE,
      columns: SIDE,
      channels: 1,
      complex: false,
      scanner: {},
      data: image,
    } as const;
    const sigma = 1 / SNR;
    const random = randomSource({ seed: "validation", image: "rician", operation: "mri/thermal-noise", stage: "degrade" });
    const { sample } = thermalNoise.degrade(toKSpace(withoutPhase(acquisition)), { snr: SNR }, random);
    const arrays = { image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: image } };
    const monai = Float64Array.from(await theirs<number[]>("rician", arrays, { sigma }));
    const count = image.reduce((sum, value) => sum + value, 0);
    const [signalSquare, background] = [1 + 2 * sigma ** 2, sigma * Math.sqrt(Math.PI / 2)];
    const squareError = (4 * Math.sqrt((4 * sigma ** 2 + 4 * sigma ** 4) / count)) / signalSquare;
    const meanError = (4 * Math.sqrt((2 - Math.PI / 2) / (image.length - count))) / Math.sqrt(Math.PI / 2);
    for (const [whose, result] of [
      ["ours", toImage(acquisition, sample)],
      ["monai RandRicianNoise", monai],
    ] as const) {
      let [squares, magnitudes] = [0, 0];
      for (const [i, value] of result.entries()) {
        if (inside(i)) squares += value * value;
        else magnitudes += value;
      }
      yield { of: "mean square of the signal", whose, measured: Math.abs(squares / count / signalSquare - 1), atMost: squareError };
      yield {
        of: "mean of the background",
        whose,
        measured: Math.abs(magnitudes / (image.length - count) / background - 1),
        atMost: meanError,
      };
    }
    const real = Float64Array.from(await theirs<number[]>("gaussian", arrays, { sigma }));
    const mean = real.reduce((sum, value, i) => sum + (inside(i) ? 0 : value), 0) / (image.length - count);
    yield { of: "mean of the background", whose: "torchio Noise", measured: Math.abs(mean / background - 1), atLeast: 0.9 };
  },
});
