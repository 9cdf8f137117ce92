/** What every reader of k-space demands of a plane. */
import { MedqError } from "../../manifests/error.ts";

/** @throws MedqError E_SAMPLES where all samples are 0: nothing can be reconstructed from it */
export function requireSignal(data: Float64Array, where: string): void {
  if (data.some((value) => value !== 0)) return;
  throw new MedqError(
    "E_SAMPLES",
    "Expected k-space with a signal, got zeros only",
    where,
    "Leave the file out, or export the raw data again.",
  );
}
