/**
 * MONOCHROME1: the least value is shown white.
 *
 * It says nothing about a unit: Hounsfield units are what the rescale gives, and stay so. A signal without a unit is turned round,
 *
 *   signal = greatest - value
 *
 * so that its darkest pixel shows no signal. Some programs turn the stored values of a CT slice round within their bits and leave the
 * rescale as it was. Then what surrounds the body is as dense as bone, which no slice shows, and turned back it is air:
 *
 *   HU = slope (C - stored) + intercept     C = 2^bits - 1, of signed values -1
 *
 * Source: DICOM PS3.3 section C.7.6.3.1.2.
 */
import { MedqError } from "../../manifests/error.ts";

/** Nothing around a body is as dense, nor is tissue that fills the slice [HU]. */
const DENSE = 300;
/** What surrounds a body is less dense [HU]. */
const AIR = -500;

/** @param inside 0 where nothing was measured @param samples changed in place */
export function turnSignalRound(samples: Float64Array, inside: Uint8Array | undefined): void {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < samples.length; i++) if (inside?.[i] !== 0) greatest = Math.max(greatest, samples[i]);
  for (let i = 0; i < samples.length; i++) samples[i] = greatest - samples[i];
}

/**
 * @param hounsfield rows x columns as the rescale gives them, changed in place
 * @param turned HU + turned HU of any stored value: slope C + 2 intercept
 * @throws MedqError E_UNSUPPORTED where they are Hounsfield units neither way
 */
export function checkHounsfield(
  hounsfield: Float64Array,
  inside: Uint8Array | undefined,
  columns: number,
  turned: number,
  where: string,
): void {
  const around = border(hounsfield, inside, columns);
  if (!(around > DENSE)) return;
  if (turned - around > AIR) {
    throw new MedqError(
      "E_UNSUPPORTED",
      "Expected CT numbers in HU, got ones whose surroundings are as dense as bone",
      where,
      "Its grey scale was turned round: give the slice in Hounsfield units.",
    );
  }
  for (let i = 0; i < hounsfield.length; i++) hounsfield[i] = turned - hounsfield[i];
}

/** @returns the median of the outermost pixels that were measured; NaN where none was */
function border(samples: Float64Array, inside: Uint8Array | undefined, columns: number): number {
  const last = samples.length - columns;
  const outermost = samples.filter(
    (_, at) => inside?.[at] !== 0 && (at < columns || at >= last || at % columns === 0 || at % columns === columns - 1),
  );
  return outermost.sort()[Math.floor(outermost.length / 2)] ?? Number.NaN;
}
