import { describe, expect, it } from "vitest";
import { changeOfOne, isBlank, isSeen, type Picture, visibleChange } from "../../generators/visible-change.ts";

const SIZE = 40;
const picture = (at: (row: number, column: number, channel: number) => number, channels = 1): Picture => ({
  rows: SIZE,
  columns: SIZE,
  channels,
  pixels: Uint8Array.from({ length: SIZE * SIZE * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    return at(Math.floor(pixel / SIZE), pixel % SIZE, i % channels);
  }),
});
const grey = picture(() => 100);
/** +-size on alternating pixels. */
const checks = (size: number) => (row: number, column: number) => 100 + ((row + column) % 2 === 0 ? size : -size);

describe("visible change", () => {
  it("is nothing between equal pictures", () => {
    expect(visibleChange(grey, grey)).toEqual({ changed: 0, smoothed: 0 });
    expect(isSeen(visibleChange(grey, grey))).toBe(false);
  });

  it("counts the pixels that change by more than 6 code values, in any channel", () => {
    const colour = picture(() => 100, 3);
    const by = (size: number) => picture((row, column, channel) => (row === 3 && column < 20 && channel === 2 ? 100 - size : 100), 3);
    expect(visibleChange(colour, by(6)).changed).toBe(0);
    expect(visibleChange(colour, by(7)).changed).toBe(20 / (SIZE * SIZE));
  });

  it("sees an even shade of 4 that changes no pixel by more than 6, and not one of 3", () => {
    expect(
      visibleChange(
        grey,
        picture(() => 104),
      ),
    ).toEqual({ changed: 0, smoothed: 4 });
    expect(
      isSeen(
        visibleChange(
          grey,
          picture(() => 104),
        ),
      ),
    ).toBe(true);
    expect(
      isSeen(
        visibleChange(
          grey,
          picture(() => 103),
        ),
      ),
    ).toBe(false);
  });

  it("smooths over 5 x 5 pixels, fewer at the border", () => {
    // One pixel of 100 lies in 25 windows of 25 pixels: 25 of 1600 pixels hold 4, more than the last 0.5 % (8).
    // Of a 5 x 5 corner nine windows lie wholly inside, since none reaches beyond the border.
    expect(
      visibleChange(
        grey,
        picture((row, column) => (row === 20 && column === 20 ? 200 : 100)),
      ).smoothed,
    ).toBe(4);
    expect(
      visibleChange(
        grey,
        picture((row, column) => (row < 5 && column < 5 ? 109 : 100)),
      ).smoothed,
    ).toBe(9);
  });

  it("sets what one link changes against what the others have made", () => {
    const others = picture(checks(10));
    const all = picture((row, column) => checks(10)(row, column) + (checks(4)(row, column) - 100));
    // Both patterns are the same but for their size.
    expect(changeOfOne(grey, others, all).overOthers).toBeCloseTo(0.4, 12);
    expect(isSeen({ changed: 0.5, smoothed: 10, overOthers: 0.4 })).toBe(false);
    expect(isSeen({ changed: 0.5, smoothed: 10, overOthers: 0.5 })).toBe(true);
    // An even shade is not hidden by a fine pattern, whose means over odd windows are 1/25 of it.
    const shaded = picture((row, column) => checks(10)(row, column) + 9);
    expect(changeOfOne(grey, others, shaded).overOthers).toBeGreaterThan(9);
  });

  it("asks twice as much of a change that stands beside others", () => {
    expect(isSeen({ changed: 0.01, smoothed: 0 })).toBe(true);
    expect(isSeen({ changed: 0.01, smoothed: 4, overOthers: 1 })).toBe(false);
    expect(isSeen({ changed: 0.02, smoothed: 4, overOthers: 1 })).toBe(true);
  });
});

describe("a blank picture", () => {
  it("is one even tone, whatever grain lies on it", () => {
    expect(isBlank(grey)).toBe(true);
    expect(isBlank(picture(checks(20)))).toBe(true);
    expect(isBlank(picture((row, column, channel) => 200 + channel * 20 + ((7 * row + 3 * column) % 5), 3))).toBe(true);
  });

  it("is none where tones differ", () => {
    expect(isBlank(picture((row) => 100 + row))).toBe(false);
    expect(isBlank(picture((row, column, channel) => (channel === 1 && row < 10 && column < 10 ? 90 : 100), 3))).toBe(false);
  });
});
