import { describe, expect, it } from "vitest";
import { filterViews } from "../../../generators/ct/detector/filter-views.ts";
import { crosstalk } from "../../../generators/ct/detector-crosstalk.ts";

describe("crosstalk", () => {
  it("spreads one element's light as (1 - c) / (1 + c) c^|n|, which adds up to 1", () => {
    const [binCount, c] = [200, 0.6];
    const data = new Float64Array(binCount);
    data[100] = 1;
    const found = filterViews(data, binCount, crosstalk(c));
    // The filter's period of at least 400 bins folds tails of 0.6^300 back.
    for (let bin = 0; bin < binCount; bin++) expect(found[bin]).toBeCloseTo(((1 - c) / (1 + c)) * c ** Math.abs(bin - 100), 12);
  });
});
