/** The file says what it is: a positron emission scan among MR images is refused, a file that says nothing is taken. */
import { MedqError } from "../manifests/error.ts";
import type { Scan } from "./acquisition.ts";

/**
 * @param terms the DICOM Modality terms of the files that are taken
 * @param name of what takes them: "MRI"
 * @throws MedqError E_MODALITY
 */
export function requireModality({ says }: Pick<Scan, "says">, terms: readonly string[], name: string, where: string): void {
  if (says === undefined || terms.includes(says)) return;
  throw new MedqError(
    "E_MODALITY",
    `Expected a file of ${name} (Modality ${terms.join(", ")}), got one that says ${says}`,
    where,
    "Take it out, or name the modality that it is of.",
  );
}
