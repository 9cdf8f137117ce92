/** What an MR image may show, in words that hold for any of its sections, and by which DICOM terms a file says so. */
import type { Anatomy } from "../../modality.ts";

const anatomy = (place: string, fine: string, coarse: string): Anatomy => ({
  title: place.replace(/^an? /, "the "),
  view: `MR image of ${place}`,
  fine,
  coarse,
  structures: [],
});

export const anatomies = {
  brain: {
    title: "the brain",
    view: "MR image of the brain",
    fine: "the cortical ribbon and the sulci",
    coarse: "the ventricles and the outline of the brain",
    structures: ["the lateral ventricles", "the cortex", "the basal ganglia and thalami"],
  },
  head: anatomy("the head", "the small vessels and the thin borders between tissues", "the large structures and the outline of the head"),
  neck: anatomy("the neck", "the small vessels and the fat planes between the muscles", "the large muscles and the outline of the neck"),
  spine: anatomy("the spine", "the thin nerve roots and the borders of the discs", "the vertebrae and the spinal canal"),
  shoulder: anatomy("the shoulder", "the thin tendons and the borders of cartilage and muscle", "the bones and the large muscles"),
  breast: anatomy("the breast", "the fine strands of glandular tissue and the small vessels", "the fat and the outline of the breast"),
  chest: anatomy("the chest", "the small vessels and the fat planes between the muscles", "the chest wall and the large vessels"),
  heart: anatomy("the heart", "the thin borders of the heart's wall and the small vessels", "the chambers and the outline of the heart"),
  abdomen: anatomy("the abdomen", "the small vessels and the borders between the organs", "the large organs and the outline of the body"),
  pelvis: anatomy("the pelvis", "the small vessels and the borders between the organs", "the bones and the large muscles"),
  hip: anatomy("the hip", "the thin tendons and the borders of cartilage and muscle", "the bones and the large muscles"),
  knee: anatomy("the knee", "the thin tendons and ligaments and the borders of the cartilage", "the bones and the large muscles"),
  extremity: anatomy("an extremity", "the thin tendons and the fat planes between the muscles", "the bones and the outline of the limb"),
  region: {
    title: "the imaged region",
    view: "MR image",
    fine: "the fine structures and the thin borders between tissues",
    coarse: "the coarse outlines",
    structures: [],
  },
} satisfies Record<string, Anatomy>;

const TERMS: Readonly<Record<keyof typeof anatomies, string>> = {
  brain: "BRAIN CEREBELLUM",
  head: "HEAD SKULL FACE ORBIT EYE EAR IAC JAW MANDIBLE MAXILLA MOUTH NOSE SINUS TMJ TONGUE",
  neck: "NECK CAROTID LARYNX THYROID",
  spine: "SPINE CSPINE TSPINE LSPINE SSPINE TLSPINE LSSPINE COCCYX",
  shoulder: "SHOULDER CLAVICLE SCAPULA AXILLA",
  breast: "BREAST",
  chest: "CHEST LUNG MEDIASTINUM RIB STERNUM THYMUS",
  heart: "HEART",
  abdomen: "ABDOMEN ADRENAL GALLBLADDER KIDNEY LIVER PANCREAS SPLEEN STOMACH DUODENUM",
  pelvis: "PELVIS BLADDER OVARY PROSTATE RECTUM UTERUS VAGINA",
  hip: "HIP",
  knee: "KNEE PATELLA",
  extremity: "EXTREMITY ANKLE ARM CALF ELBOW FEMUR FINGER FOOT FOREARM HAND HUMERUS LEG THIGH THUMB TIBIA TOE WRIST",
  region: "",
};

export const bodyParts = Object.fromEntries(
  Object.entries(TERMS).flatMap(([name, terms]) => terms.split(" ").map((term): [string, string] => [term, name])),
);
