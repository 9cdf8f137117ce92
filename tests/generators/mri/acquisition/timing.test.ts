import { describe, expect, it } from "vitest";
import { DEFAULT_TIMING, fatShift, timingOf } from "../../../../generators/mri/acquisition/timing.ts";

describe("timingOf", () => {
  it("takes DICOM's milliseconds as seconds, and hertz and tesla as they are", () => {
    const scanner = {
      RepetitionTime: 2450,
      EchoTime: 14,
      EchoTrainLength: 8,
      PixelBandwidth: 122.07,
      MagneticFieldStrength: 3,
      EchoSpacing: 5,
    };
    expect(timingOf(scanner)).toEqual({
      repetitionTime: 2.45,
      echoTime: 0.014,
      echoSpacing: 0.005,
      echoTrainLength: 8,
      bandwidthPerPixel: 122.07,
      fieldStrength: 3,
    });
  });

  it("takes the default for what is absent, and for numbers that no scanner could mean", () => {
    expect(timingOf({})).toEqual(DEFAULT_TIMING);
    const wrong = { RepetitionTime: 0, EchoTime: -5, EchoTrainLength: 0, PixelBandwidth: Number.NaN, MagneticFieldStrength: "1.5" };
    expect(timingOf(wrong)).toEqual(DEFAULT_TIMING);
  });
});

describe("fatShift", () => {
  it("is about 220 Hz at 1.5 T, the number every protocol quotes", () => {
    expect(fatShift({ ...DEFAULT_TIMING, fieldStrength: 1.5 })).toBeCloseTo(217, 0);
    expect(fatShift({ ...DEFAULT_TIMING, fieldStrength: 3 })).toBeCloseTo(434, 0);
  });
});
