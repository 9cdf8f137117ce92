/**
 * Section plane, fat suppression and weighting, each only where the scanner's statements leave no doubt.
 *
 * Weighting is told of spin echoes alone: a gradient echo's hangs on flip angle and spoiling. Times [ms] that lie between two kinds name none.
 *
 * Source: Bernstein, King and Zhou, Handbook of MRI Pulse Sequences (2004), sections 14.1 and 16.4.
 */
import type { Acquisition } from "../../../sources/acquisition.ts";
import { sectionPlane } from "../../modality.ts";

const SHORT_ECHO = 30;
const LONG_ECHO = 70;
const SHORT_REPETITION = 800;
const LONG_REPETITION = 1800;
/** Inversion times that null fluid, and those that make T1 contrast. */
const FLUID_NULL = 1500;
const T1_INVERSION = { from: 400, to: 1300 };

type Scanner = Acquisition["scanner"];

export function qualifiers(scanner: Scanner): string[] {
  const suppressed = words(scanner.ScanOptions).includes("FS") ? "fat-suppressed" : undefined;
  return [sectionPlane(scanner), suppressed, weighting(scanner)].filter((word) => word !== undefined);
}

const words = (codes: Scanner[string] | undefined): string[] => String(codes ?? "").split(/[\\,\s]+/);

function weighting({ ScanningSequence, RepetitionTime, EchoTime, InversionTime }: Scanner): string | undefined {
  const kinds = words(ScanningSequence);
  const [repetition, echo, inversion] = [RepetitionTime, EchoTime, InversionTime].map((time) =>
    time === undefined ? Number.NaN : Number(time),
  );
  if (kinds.includes("EP") || kinds.includes("GR")) return undefined;
  if (kinds.includes("IR")) {
    if (inversion! >= FLUID_NULL && echo! >= LONG_ECHO) return "FLAIR";
    return inversion! >= T1_INVERSION.from && inversion! <= T1_INVERSION.to && echo! <= SHORT_ECHO ? "T1-weighted" : undefined;
  }
  if (!kinds.includes("SE")) return undefined;
  if (repetition! <= SHORT_REPETITION && echo! <= SHORT_ECHO) return "T1-weighted";
  if (!(repetition! >= LONG_REPETITION)) return undefined;
  if (echo! >= LONG_ECHO) return "T2-weighted";
  return echo! <= SHORT_ECHO ? "proton-density-weighted" : undefined;
}
