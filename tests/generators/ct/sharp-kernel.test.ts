import { describe, expect, it } from "vitest";
import { sharpenedViews } from "../../../generators/ct/sharp-kernel.ts";

describe("sharpenedViews", () => {
  it("is 1 plus g/4 of the negative second difference: sin^2(pi f) = (2 - 2 cos 2 pi f) / 4", () => {
    const [binCount, boost] = [90, 3];
    const data = new Float64Array(binCount);
    for (let bin = 30; bin < 60; bin++) data[bin] = 1 + ((bin * 37) % 11) / 10;
    const found = sharpenedViews(data, binCount, boost);
    const at = (bin: number): number => data[bin] ?? 0;
    for (let bin = 0; bin < binCount; bin++) {
      expect(found[bin]).toBeCloseTo(at(bin) + (boost / 4) * (2 * at(bin) - at(bin - 1) - at(bin + 1)), 12);
    }
  });
});
