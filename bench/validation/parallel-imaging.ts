import { keepLines } from "../../generators/mri/acquisition/acquired.ts";
import { receivedBy } from "../../generators/mri/acquisition/coil-array.ts";
import { compressedSensing } from "../../generators/mri/reconstruction/compressed-sensing.ts";
import { zeroFilled } from "../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { sense } from "../../generators/mri/reconstruction/sense.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { magnitudeImage, toKSpace } from "../harness/mri.ts";
import { defineValidation } from "../harness/validation.ts";

const [ROWS, COLUMNS, COILS] = [192, 160, 8];
const CALIBRATION = 24;

export default defineValidation({
  title: "SENSE and compressed sensing",
  about: `Eight coils, every R-th line and ${CALIBRATION} in the centre, no noise; sigpy gets our k-space and our sensitivities. SENSE: relative L2 difference of the magnitudes
from the object's and between both, at most 1e-3: both stop their conjugate gradients after 30 steps. Compressed sensing: both weigh db2 wavelets alike;
ours moves the wavelets' grid between its steps and leaves the coarsest band alone, so both are held against the object and not against each other: ours
must halve the error that zeros in place of the missing lines leave, sigpy's lower it.`,
  async *findings(theirs) {
    const full = receivedBy(toKSpace(magnitudeImage(ROWS, COLUMNS)), COILS);
    const object = zeroFilled(full);
    for (const acceleration of [2, 3, 4]) {
      const near = (line: number): boolean => Math.abs(line - ROWS / 2) < CALIBRATION / 2;
      const keep = Uint8Array.from({ length: ROWS }, (_, line) => ((line - ROWS / 2) % acceleration === 0 || near(line) ? 1 : 0));
      const samples = keepLines(full, keep);
      const arrays = {
        samples: { shape: [COILS, ROWS, COLUMNS], dtype: "c16" as const, data: samples.data },
        sensitivities: { shape: [COILS, ROWS, COLUMNS], dtype: "c16" as const, data: full.sensitivities! },
      };
      const of = (name: string): string => `${name}, R = ${acceleration}`;
      const ours = sense(samples);
      const sigpy = Float64Array.from(await theirs<number[]>("sense", arrays));
      yield { of: of("SENSE, against the object"), whose: "ours", measured: relativeDifference(ours, object), atMost: 1e-3 };
      yield { of: of("SENSE, against the object"), whose: "sigpy SenseRecon", measured: relativeDifference(sigpy, object), atMost: 1e-3 };
      yield { of: of("SENSE"), whose: "ours and sigpy", measured: relativeDifference(ours, sigpy), atMost: 1e-3 };
      const half = relativeDifference(zeroFilled(samples), object) / 2;
      const missing = 1 - keep.reduce((sum, kept) => sum + kept, 0) / ROWS;
      const few = Float64Array.from(await theirs<number[]>("wavelets", arrays, { missing }));
      const found = relativeDifference(compressedSensing(samples), object);
      yield { of: of("compressed sensing, against the object"), whose: "ours", measured: found, atMost: half };
      yield {
        of: of("compressed sensing, against the object"),
        whose: "sigpy L1WaveletRecon",
        measured: relativeDifference(few, object),
        atMost: 2 * half,
      };
    }
  },
});
