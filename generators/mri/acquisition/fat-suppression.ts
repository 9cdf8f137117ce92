/**
 * Whether a scan suppressed the signal of fat, by what its header says.
 *
 * Three ways to say so: a word in Scan Options (FS, WE for water excitation, or a maker's own), Spectrally Selected Suppression of an enhanced image, and an inversion
 * so short that it nulls fat: its T1 of 250 to 400 ms passes through zero after 0.7 T1, 170 to 280 ms (STIR). Where nothing is said fat
 * counts as bright.
 *
 * Sources: DICOM PS3.3, C.8.3.1 (Scan Options) and C.8.13.5.5 (MR Modifier); Bydder and Young, J. Comput. Assist. Tomogr. 9 (1985) 659.
 */
import type { Acquisition } from "../../../sources/acquisition.ts";

/** Makers write them apart, joined by "_" or "-", or with a number behind. */
const WORDS = /(^|[^A-Z])(FS|FAT[ _-]?SAT\w*|FATSUP\w*|SPIR|SPAIR|STIR|SPECIAL|CHESS|WE|WATER[ _-]?EXC\w*)($|[^A-Z])/;
/** [ms] */
const LONGEST_INVERSION = 300;

const textOf = (value: Acquisition["scanner"][string] | undefined): string => (value === undefined ? "" : String(value).toUpperCase());

/** @param scanner DICOM attributes by keyword; a list of values as one text with backslashes or as an array */
export function fatSuppressed(scanner: Acquisition["scanner"]): boolean {
  const spectral = textOf(scanner.SpectrallySelectedSuppression);
  if (spectral.includes("FAT") || WORDS.test(textOf(scanner.ScanOptions)) || WORDS.test(textOf(scanner.SequenceVariant))) return true;
  const inverted = /(^|[^A-Z])IR($|[^A-Z])/.test(textOf(scanner.ScanningSequence)) || textOf(scanner.InversionRecovery) === "YES";
  const times = [scanner.InversionTime, scanner.InversionTimes].flat().filter((time) => typeof time === "number");
  return inverted && times.some((time) => time > 0 && time < LONGEST_INVERSION);
}
