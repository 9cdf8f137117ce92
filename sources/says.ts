/** The file says what it is: a positron emission scan among MR images is refused, a file that says nothing is taken. */
import { MedqError } from "../manifests/error.ts";
import type { Scan } from "./acquisition.ts";

/**
 * @param modality what takes the file: its title ("MRI") and the DICOM Modality terms of the files that it takes
 * @throws MedqError E_MODALITY
 */
export function requireModality(
  { says }: Pick<Scan, "says">,
  { title, terms }: { readonly title: string; readonly terms: readonly string[] },
  where: string,
): void {
  if (says === undefined || terms.includes(says)) return;
  throw new MedqError(
    "E_MODALITY",
    `Expected a file of ${title} (Modality ${terms.join(", ")}), got one that says ${says}`,
    where,
    "Take it out, or name the modality that it is of.",
  );
}
