/** What a CT image may show, in words that hold for any of its sections, and by which DICOM terms a file says so. */
import type { Acquisition } from "../../../sources/acquisition.ts";
import { type Anatomy, sectionPlane } from "../../modality.ts";

const anatomy = (place: string, fine: string, coarse: string, structures: readonly string[] = []): Anatomy => ({
  title: place.replace(/^an? /, "the "),
  view: `CT image of ${place}`,
  fine,
  coarse,
  structures,
});

export const anatomies = {
  head: anatomy("the head", "the thin bones and the fine borders between soft tissues", "the skull and the outline of the head"),
  neck: anatomy("the neck", "the small vessels and the fat planes between the muscles", "the bones and the outline of the neck"),
  chest: anatomy("the chest", "the small vessels and the fat planes between the muscles", "the bones and the outline of the body", [
    "the vertebra",
    "the paraspinal muscles",
    "the subcutaneous fat",
  ]),
  abdomen: anatomy(
    "the abdomen",
    "the small vessels and the fat planes between the organs",
    "the large organs and the outline of the body",
    ["the vertebra", "the paraspinal muscles", "the abdominal wall"],
  ),
  pelvis: anatomy("the pelvis", "the small vessels and the fat planes between the muscles", "the bones and the outline of the body"),
  spine: anatomy("the spine", "the thin cortex of the bones and the fat planes between the muscles", "the vertebrae and the large muscles"),
  extremity: anatomy("an extremity", "the thin trabeculae and the fat planes between the muscles", "the bones and the outline of the limb"),
  region: {
    title: "the imaged region",
    view: "CT image",
    fine: "the fine structures and the thin borders between tissues",
    coarse: "the coarse outlines",
    structures: [],
  },
} satisfies Record<string, Anatomy>;

const TERMS: Readonly<Record<keyof typeof anatomies, string>> = {
  head: "HEAD BRAIN CEREBELLUM SKULL FACE ORBIT EYE EAR IAC JAW MANDIBLE MAXILLA MOUTH NOSE SINUS TMJ TONGUE",
  neck: "NECK CAROTID LARYNX THYROID",
  chest: "CHEST LUNG MEDIASTINUM HEART RIB STERNUM THYMUS BRONCHUS TRACHEA",
  abdomen: "ABDOMEN ADRENAL GALLBLADDER KIDNEY LIVER PANCREAS SPLEEN STOMACH DUODENUM",
  pelvis: "PELVIS BLADDER HIP OVARY PROSTATE RECTUM UTERUS VAGINA",
  spine: "SPINE CSPINE TSPINE LSPINE SSPINE TLSPINE LSSPINE COCCYX",
  extremity: "EXTREMITY ANKLE ARM CALF ELBOW FEMUR FINGER FOOT FOREARM HAND HUMERUS KNEE LEG PATELLA SHOULDER THIGH THUMB TIBIA TOE WRIST",
  region: "",
};

export const bodyParts = Object.fromEntries(
  Object.entries(TERMS).flatMap(([name, terms]) => terms.split(" ").map((term): [string, string] => [term, name])),
);

/** The section's plane, where the file tells it; a scan whose Image Type (PS3.3 C.8.2.1.1.1) is AXIAL has axial sections. */
export function qualifiers(scanner: Acquisition["scanner"]): string[] {
  const { ImageType } = scanner;
  const plane =
    sectionPlane(scanner) ??
    (String(ImageType ?? "")
      .split("\\")
      .includes("AXIAL")
      ? "axial"
      : undefined);
  return plane === undefined ? [] : [plane];
}
