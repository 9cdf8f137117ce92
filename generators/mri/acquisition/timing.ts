/**
 * When and how fast the scanner measured: from the file's own statements, or a documented default.
 *
 * Defaults are those of a 2-D brain scan at 1.5 T: TR 500 ms, TE 15 ms, 200 Hz a pixel, one line each repetition, and between the echoes of a
 * train the 10 ms of fast spin echo. Raw data may state that, DICOM has no attribute for it.
 *
 * Sources: DICOM PS3.3, C.8.3 (MR Image Module); Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), sections 11 and 16.4.
 */
import type { Acquisition } from "../../../sources/acquisition.ts";

export interface Timing {
  /** From one excitation to the next [s]. */
  readonly repetitionTime: number;
  /** From excitation to the (effective) echo [s]. */
  readonly echoTime: number;
  /** From one echo of a train to the next [s]. */
  readonly echoSpacing: number;
  /** Phase-encoding lines acquired after each excitation. */
  readonly echoTrainLength: number;
  /** Receiver bandwidth of one image sample along the readout [Hz]. */
  readonly bandwidthPerPixel: number;
  /** [T] */
  readonly fieldStrength: number;
}

export const DEFAULT_TIMING: Timing = {
  repetitionTime: 0.5,
  echoTime: 0.015,
  echoSpacing: 0.01,
  echoTrainLength: 1,
  bandwidthPerPixel: 200,
  fieldStrength: 1.5,
};

const MILLISECOND = 1e-3;

/** @param scanner whitelisted DICOM attributes; a number that no scanner could mean counts as absent */
export function timingOf(scanner: Acquisition["scanner"]): Timing {
  const stated = (keyword: string, unit: number, least: number, most: number): number | undefined => {
    const value = scanner[keyword];
    return typeof value === "number" && value * unit >= least && value * unit <= most ? value * unit : undefined;
  };
  return {
    repetitionTime: stated("RepetitionTime", MILLISECOND, 1e-3, 60) ?? DEFAULT_TIMING.repetitionTime,
    echoTime: stated("EchoTime", MILLISECOND, 1e-5, 2) ?? DEFAULT_TIMING.echoTime,
    echoSpacing: stated("EchoSpacing", MILLISECOND, 1e-5, 1) ?? DEFAULT_TIMING.echoSpacing,
    echoTrainLength: Math.round(stated("EchoTrainLength", 1, 1, 1024) ?? DEFAULT_TIMING.echoTrainLength),
    bandwidthPerPixel: stated("PixelBandwidth", 1, 1, 1e5) ?? DEFAULT_TIMING.bandwidthPerPixel,
    fieldStrength: stated("MagneticFieldStrength", 1, 0.01, 30) ?? DEFAULT_TIMING.fieldStrength,
  };
}

/** Difference of the Larmor frequencies of fat and water, 3.4 ppm of 42.577 MHz/T [Hz]; fat precesses more slowly. */
export const fatShift = ({ fieldStrength }: Timing): number => 3.4e-6 * 42.577e6 * fieldStrength;
