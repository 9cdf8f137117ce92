import { describe, expect, it } from "vitest";
import equispaced from "../../../generators/mri/equispaced-undersampling.ts";
import { acsBand, equispacedLines } from "../../../generators/mri/undersampling/lines.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, mismatch, randomSamples } from "./coil-samples.ts";

describe("equispaced lines", () => {
  it.each([2, 3, 4])("at %i without a band fold the image onto itself: copies N / R lines apart, turned by the offset", (spacing) => {
    // The comb of lines o + R j is 1 / R times the sum over m of exp(2 pi i m (l - o) / R); each term moves the image by m N / R lines
    // and turns it by exp(2 pi i m (c - o) / R), c = N / 2 the central line.
    const [coils, phase, readout] = [2, 24, 9];
    const samples = randomSamples(coils, phase, readout);
    const { sample, drawn } = equispaced.degrade(samples, { acceleration: spacing, acsFraction: 0 }, draws("fold"));
    const images = ifft2c(samples.data.slice(), phase, readout, coils);
    const expected = new Float64Array(images.length);
    for (let coil = 0; coil < coils; coil++) {
      for (let line = 0; line < phase; line++) {
        for (let m = 0; m < spacing; m++) {
          const angle = (2 * Math.PI * m * (phase / 2 - (drawn.offset as number))) / spacing;
          const [c, s] = [Math.cos(angle) / spacing, Math.sin(angle) / spacing];
          const from = 2 * (coil * phase + ((line + (m * phase) / spacing) % phase)) * readout;
          const to = 2 * (coil * phase + line) * readout;
          for (let i = 0; i < 2 * readout; i += 2) {
            expected[to + i]! += images[from + i]! * c - images[from + i + 1]! * s;
            expected[to + i + 1]! += images[from + i + 1]! * c + images[from + i]! * s;
          }
        }
      }
    }
    const folded = ifft2c(sample.data.slice(), phase, readout, coils);
    expect(mismatch(folded, expected)).toBeLessThan(1e-13);
  });

  it("lie where mask[offset::R] = 1 puts them, and the band around k = 0", () => {
    expect([...equispacedLines(11, 4, 2)]).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect([...acsBand(11, 0.3)]).toEqual([0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]);
    expect([...acsBand(8, 0.5)]).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);
    expect(acsBand(7, 1).every((kept) => kept === 1)).toBe(true);
  });
});

describe("the accelerations", () => {
  it("are two: the nominal one is the lines' spacing, the effective one counts the band in", () => {
    const { effective, drawn } = equispaced.degrade(randomSamples(1, 100, 4), { acceleration: 4, acsFraction: 0.1 }, draws("a"));
    const offset = drawn.offset as number;
    // 25 lines of the comb, 10 of the band 45 .. 54, of which those of the comb count once.
    const both = Array.from({ length: 10 }, (_, i) => 45 + i).filter((line) => line % 4 === offset).length;
    expect(effective).toEqual({ effectiveAcceleration: 100 / (35 - both), nominalAcceleration: 4, lines: 35 - both, acsLines: 10 });
  });

  it("draw every offset alike, and one that follows the draw whatever the spacing is", () => {
    const counts = [0, 0, 0];
    for (let seed = 0; seed < 600; seed++) {
      const { drawn } = equispaced.degrade(randomSamples(1, 6, 1), { acceleration: 3, acsFraction: 0 }, draws(`${seed}`));
      counts[drawn.offset as number]!++;
    }
    // Four standard errors of a share of 1/3 in 600.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(4 * Math.sqrt((600 * 2) / 9));
  });

  it("are at least 1", () => {
    expect(() => equispaced.degrade(randomSamples(1, 6, 1), { acceleration: 0.5, acsFraction: 0 }, draws("a"))).toThrow(
      "Expected an acceleration of at least 1, got 0.5",
    );
  });
});
