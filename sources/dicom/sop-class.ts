/**
 * What a DICOM object is of, by its SOP class and its Modality: the scanner whose images the class holds, a photograph, a captured screen.
 *
 * A class of the standard that is not listed holds no image (reports, documents, waveforms, presentation states, plans and doses,
 * segmentations, parametric maps, raw data). Private classes and files without one are taken by their Modality alone.
 *
 * Sources: DICOM PS3.4 annex B.5 (SOP classes); PS3.3 section C.7.3.1.1.1 (Modality).
 */
import { MedqError } from "../../manifests/error.ts";
import { text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

const STORAGE = "1.2.840.10008.5.1.4.1.1.";
/** The classes of each scanner, below the root of storage classes. */
const SCANNERS: Readonly<Record<string, string>> = {
  CT: "2 2.1 2.2",
  MR: "4 4.1 4.3 4.4",
  PT: "128 128.1 130",
  NM: "5 20",
  US: "3 3.1 6 6.1 6.2 6.3",
  CR: "1",
  DX: "1.1 1.1.1 13.1.2",
  MG: "1.2 1.2.1 13.1.3 13.1.4 13.1.5",
  IO: "1.3 1.3.1",
  XA: "12.1 12.1.1 12.3 13.1.1",
  RF: "12.2 12.2.1",
  RTIMAGE: "481.1 481.23",
  OPT: "77.1.5.4 77.1.5.7",
  IVOCT: "14.1 14.2",
};
/** These go by one Modality term, measure, and store their own images: a captured screen of them shows text and frames, and no measurement. */
const SECTIONS = ["CT", "MR", "PT", "NM"];
/** Visible light: the Modality says which instrument. */
const PHOTOGRAPHS = /^77\.([12]|1\.([1-4](\.1)?|5\.[1256]|[6-9]))$/;
const CAPTURES = /^7(\.[1-4])?$/;

const CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries(SCANNERS).flatMap(([modality, list]) => list.split(" ").map((suffix) => [suffix, modality] as const)),
);

export const MODALITIES: ReadonlySet<string> = new Set(
  `ANN AR ASMT AU BDUS BI BMD CFM CR CT CTPROTOCOL DG DMS DOC DX ECG EEG EMG EOG EPS ES FID GM HC HD IO IOL IVOCT IVUS KER KO LEN LS MG M3D
  MR NM OAM OCT OP OPM OPT OPTBSV OPTENF OPV OSS OT PA PHOTO PLAN POS PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD
  RTSEGANN RTSTRUCT RWV SC SEG SM SMR SR SRF STAIN TEXTUREMAP TG US VA XA XAPROTOCOL XC
  AS CD CF CP CS DD DF DM DS EC FA FS LP MA MS OPR ST VF`.split(/\s+/),
);

/**
 * @returns what the object is of, in the standard's Modality terms; undefined where neither class nor Modality says
 * @throws MedqError E_UNSUPPORTED for what is no image, for captured screens of scanners, and where class and Modality contradict each other
 */
export function modalityOf(dataSet: DataSet, where: string): string | undefined {
  const stated = text(dataSet, "x00080060")?.toUpperCase();
  const said = stated !== undefined && MODALITIES.has(stated) ? stated : undefined;
  const uid = text(dataSet, "x00080016") ?? "";
  if (!uid.startsWith(STORAGE)) return said;
  const suffix = uid.slice(STORAGE.length);
  if (CAPTURES.test(suffix)) {
    if (said !== undefined && SECTIONS.includes(said))
      throw refused(
        `a secondary capture of ${said}`,
        "A captured screen may show names and numbers: give the scanner's own images.",
        where,
      );
    return said ?? "OT";
  }
  if (PHOTOGRAPHS.test(suffix)) return said;
  const own = CLASSES.get(suffix);
  if (own === undefined)
    throw refused(
      "an object of a class that holds none",
      "Reports, documents, plans, doses, maps and raw data are no images: take it out.",
      where,
    );
  if (said !== undefined && said !== own && (SECTIONS.includes(own) || SECTIONS.includes(said)))
    throw refused(`Modality ${said} and the SOP class of ${own}`, "The header contradicts itself: export the file again.", where);
  return said ?? own;
}

const refused = (got: string, advice: string, where: string): MedqError =>
  new MedqError("E_UNSUPPORTED", `Expected an image as its scanner or camera made it, got ${got}`, where, advice);
