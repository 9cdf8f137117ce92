/**
 * Refuses what is no magnitude image or slice of the patient alone: burned-in annotations, phase images, localizers.
 *
 * Source: DICOM PS3.3 sections C.7.6.1.1.2 and C.8.3.1.1.1 (Image Type), C.8.13.3.1.1 (Complex Image Component); GE's MR conformance
 * statement for the image type in (0043,102F): 1 phase, 2 real, 3 imaginary.
 */
import { MedqError } from "../../manifests/error.ts";
import { short, text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

const MODALITIES =
  "AU BI CR CT DG DMS DX ECG EPS ES GM IO IVUS KO LS MG MR NM OAM OCT OP OPM OPT OPTBSV OPTENF OPV OT PR PT PX REG RF RTDOSE RTIMAGE RTPLAN RTSTRUCT RWV SC SEG SM SR TG US XA XC".split(
    " ",
  );

/** @returns the Modality, where it is one of the standard's terms */
export function modalityOf(dataSet: DataSet): string | undefined {
  const said = text(dataSet, "x00080060");
  return MODALITIES.find((modality) => modality === said);
}

/** @throws MedqError E_UNSUPPORTED */
export function requireUsable(dataSet: DataSet, modality: string | undefined, where: string): void {
  const refuse = (got: string, advice: string): never => {
    throw new MedqError("E_UNSUPPORTED", `Expected a magnitude image of the patient alone, got ${got}`, where, advice);
  };
  if (text(dataSet, "x00280301")?.toUpperCase() === "YES")
    refuse("one with burned-in annotations", "Its pixels may show who the patient is: take it out or clean it.");
  const type = (text(dataSet, "x00080008") ?? "").toUpperCase().split("\\");
  if (modality === "CT" && type.includes("LOCALIZER")) refuse("a localizer", "A CT localizer is a projection, not a slice: take it out.");
  if (modality !== "MR") return;
  const component = text(dataSet, "x00089208") ?? "MAGNITUDE";
  const inVendorTerms = (text(dataSet, "x00080070") ?? "").toUpperCase().startsWith("GE") ? (short(dataSet, "x0043102f") ?? 0) : 0;
  const isPart = type.slice(2).some((part) => /^(P|R|I|REAL|IMAGINARY)$|PHASE|VELOCITY/.test(part));
  if (isPart || component !== "MAGNITUDE" || (inVendorTerms >= 1 && inVendorTerms <= 3))
    refuse("a phase, real or imaginary image", "Give its magnitude, or both parts as one complex file.");
}
