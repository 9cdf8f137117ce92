import { describe, expect, it } from "vitest";
import { groupSeries } from "../../sources/series.ts";

describe("groupSeries", () => {
  it("groups by series and orders by position, then by instance number", () => {
    const plane = (item: string, series: string, position: number, instance: number) => ({
      item,
      series,
      order: [position, instance] as const,
    });
    const planes = [
      plane("b2", "b", 0, 2),
      plane("a3", "a", 0.01, 1),
      plane("a1", "a", -0.02, 3),
      plane("b1", "b", 0, 1),
      plane("a2", "a", 0, 2),
    ];
    expect(groupSeries(planes)).toEqual([
      ["b1", "b2"],
      ["a1", "a2", "a3"],
    ]);
  });
});
