import { describe, expect, it } from "vitest";
import { acquisitionTimes, type Ordering, viewOrder } from "../../../../generators/mri/acquisition/view-order.ts";

const PLAIN: Ordering = { profile: "linear", echoTrainLength: 1, interleaves: 1 };

/** Lines in the order of time. */
function linesInTime(lineCount: number, ordering: Ordering): number[] {
  const times = acquisitionTimes(viewOrder(lineCount, ordering), { repetitionTime: 1, echoSpacing: 1e-3 });
  return [...times.keys()].sort((a, b) => times[a]! - times[b]!);
}

describe("view order", () => {
  it("is sequential, interleaved or centre-out for single echoes", () => {
    expect(linesInTime(6, PLAIN)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(linesInTime(7, { ...PLAIN, interleaves: 3 })).toEqual([0, 3, 6, 1, 4, 2, 5]);
    expect(linesInTime(6, { ...PLAIN, profile: "centre-out" })).toEqual([3, 2, 4, 1, 5, 0]);
    expect(linesInTime(5, { ...PLAIN, profile: "centre-out" })).toEqual([2, 1, 3, 0, 4]);
  });

  it("gives each echo of a train its band of k-space", () => {
    // 12 lines, trains of 4: 3 trains, bands of 3 neighbouring lines.
    expect(linesInTime(12, { ...PLAIN, echoTrainLength: 4 })).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
    // Centre-out: the first echoes take the centre 6 and its neighbours 5 and 7.
    const { echoOf, shotCount } = viewOrder(12, { ...PLAIN, profile: "centre-out", echoTrainLength: 4 });
    expect(shotCount).toBe(3);
    expect([...echoOf]).toEqual([3, 3, 2, 1, 1, 0, 0, 0, 1, 2, 2, 3]);
  });

  it("acquires every line once, at a time of its own, whatever the numbers", () => {
    for (const lineCount of [1, 2, 7, 16, 97, 256]) {
      for (const profile of ["linear", "centre-out"] as const) {
        for (const echoTrainLength of [1, 3, 8, 300]) {
          for (const interleaves of [1, 2, 5]) {
            const ordering = { profile, echoTrainLength, interleaves };
            const { shotCount, shotOf, echoOf } = viewOrder(lineCount, ordering);
            const events = new Set(Array.from(shotOf, (shot, line) => `${shot},${echoOf[line]}`));
            expect(events.size).toBe(lineCount);
            expect(Math.max(...shotOf)).toBe(shotCount - 1);
            expect(Math.max(...echoOf)).toBeLessThan(echoTrainLength);
          }
        }
      }
    }
  });

  it("lets a repetition pass from shot to shot and an echo spacing from echo to echo", () => {
    const views = viewOrder(8, { ...PLAIN, echoTrainLength: 2 });
    expect([...acquisitionTimes(views, { repetitionTime: 2, echoSpacing: 0.01 })]).toEqual([0, 2, 4, 6, 0.01, 2.01, 4.01, 6.01]);
  });
});
