/**
 * The body part of an image as one defined term: what Body Part Examined says, whatever its spelling, else the anatomic region's code.
 *
 * Sides are left out. A part that is no term of the lists is unknown: it may be anything, a name too.
 *
 * Sources: DICOM PS3.16 annex L (Body Part Examined) and context groups 4030, 4031 (anatomic regions, in SNOMED CT and its older form);
 * PS3.3 section 10.5 (General Anatomy), C.7.6.16.2.8 (Frame Anatomy).
 */
import { text, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

const TERMS: ReadonlySet<string> = new Set(
  `ABDOMEN ABDOMENPELVIS ACJOINT ADRENAL ANKLE ANUS AORTA ARM AXILLA BACK BILEDUCT BLADDER BRAIN BREAST BRONCHUS BUTTOCK CALCANEUS CALF
  CAROTID CEREBELLUM CERVIX CHEEK CHEST CHESTABDOMEN CHESTABDPELVIS CIRCLEOFWILLIS CLAVICLE COCCYX COLON CORNEA CORONARYARTERY CSPINE CTSPINE
  DUODENUM EAR ELBOW ESOPHAGUS EXTREMITY EYE EYELID FACE FEMUR FIBULA FINGER FOOT FOREARM GALLBLADDER HAND HEAD HEADNECK HEART HIP HUMERUS
  IAC ILEUM ILIUM JAW JEJUNUM KIDNEY KNEE LARYNX LEG LIVER LSPINE LSSPINE LUNG MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST
  NECKCHESTABDOMEN NECKCHESTABDPELV NOSE ORBIT OVARY PANCREAS PAROTID PATELLA PELVIS PENIS PHARYNX PROSTATE RADIUS RADIUSULNA RECTUM RIB SACRUM
  SCALP SCAPULA SCLERA SCROTUM SHOULDER SIJOINT SINUS SKIN SKULL SPINE SPLEEN SSPINE STERNUM STOMACH SUBMANDIBULAR TESTIS THIGH THUMB THYMUS
  THYROID TIBIA TIBIAFIBULA TLSPINE TMJ TOE TONGUE TRACHEA TSPINE ULNA URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY WRIST ZYGOMA`.split(
    /\s+/,
  ),
);

/** Other spellings and code meanings, without their spaces. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ABD: "ABDOMEN",
  ABDOMENANDPELVIS: "ABDOMENPELVIS",
  ABDPEL: "ABDOMENPELVIS",
  ABDPELVIS: "ABDOMENPELVIS",
  ANKLEJOINT: "ANKLE",
  CERVICALSPINE: "CSPINE",
  CHESTABDOMENANDPELVIS: "CHESTABDPELVIS",
  CHESTABDOMENPELVIS: "CHESTABDPELVIS",
  CHESTANDABDOMEN: "CHESTABDOMEN",
  ELBOWJOINT: "ELBOW",
  ENTIREBODY: "WHOLEBODY",
  HEADANDNECK: "HEADNECK",
  HEADBRAIN: "BRAIN",
  HIPJOINT: "HIP",
  KNEEJOINT: "KNEE",
  LUMBARSPINE: "LSPINE",
  LUMBOSACRALSPINE: "LSSPINE",
  LUNGS: "LUNG",
  NECKANDCHEST: "NECKCHEST",
  NECKCHESTABDOMENANDPELVIS: "NECKCHESTABDPELV",
  NECKCHESTANDABDOMEN: "NECKCHESTABDOMEN",
  OESOPHAGUS: "ESOPHAGUS",
  SHOULDERJOINT: "SHOULDER",
  THORACICSPINE: "TSPINE",
  THORAX: "CHEST",
  WRISTJOINT: "WRIST",
};

const REGIONS: ReadonlyMap<string, string> = new Map(
  `ABDOMEN 818981001 113345001 T-D4000; ABDOMENPELVIS 818982008 416949008 R-FAB57; ANKLE 70258002 T-15750; AORTA 15825003 T-42000;
  BRAIN 12738006 T-A0100; BREAST 76752008 T-04000; CAROTID 69105007 T-45010; CHEST 816094009 51185008 T-D3000;
  CHESTABDOMEN 416550000 R-FAB55; CHESTABDPELVIS 416775004 R-FAB56; COLON 71854001 T-59300; CORONARYARTERY 41801008 T-43000;
  CSPINE 122494005 T-11501; ELBOW 16953009 T-15430; ESOPHAGUS 32849002 T-56000; EXTREMITY 66019005 T-D0300; EYE 81745001 T-AA000;
  FACE 89545001 T-D1200; FOOT 56459004 T-D9700; HAND 85562004 T-D8700; HEAD 69536005 T-D1100; HEADNECK 774007 T-D1000;
  HEART 80891009 T-32000; HIP 24136001 29836001 T-15710 T-D2500; KIDNEY 64033007 T-71000; KNEE 72696002 T-D9200; LIVER 10200004 T-62000;
  LSPINE 122496007 T-11503; LUNG 39607008 T-28000; NECK 45048000 T-D1600; NECKCHEST 417437006 R-FAB52; ORBIT 363654007 T-D14AE;
  PANCREAS 15776009 T-65000; PELVIS 816092008 12921003 T-D6000; PROSTATE 41216001 T-92000; SHOULDER 16982005 T-D2220;
  SKULL 89546000 T-11100; SPINE 421060004 T-D04FF; STOMACH 69695003 T-57000; TSPINE 122495006 T-11502; UTERUS 35039007 T-83000;
  WHOLEBODY 38266002 T-D0010; WRIST 74670003 T-15460`
    .split(";")
    .flatMap((entry) => {
      const [term, ...codes] = entry.trim().split(/\s+/);
      return codes.map((code) => [code, term] as const);
    }),
);

const SIDES: ReadonlySet<string> = new Set(["LEFT", "RIGHT", "LT", "RT", "L", "R", "BILATERAL", "BOTH"]);

/** @returns the defined term for other spellings of it: "C-Spine", "Right knee", "CHEST_ABDOMEN" */
function termOf(said: string | undefined): string | undefined {
  const words = (said ?? "").toUpperCase().split(/[^A-Z]+/);
  // "L SPINE" is lumbar before it is left.
  for (const joined of [words.join(""), words.filter((word) => !SIDES.has(word)).join("")]) {
    if (TERMS.has(joined)) return joined;
    if (Object.hasOwn(SYNONYMS, joined)) return SYNONYMS[joined];
  }
  return undefined;
}

/** @param places the data sets in which a frame's attributes may stand @returns a defined term of Body Part Examined */
export function bodyPartOf(places: readonly DataSet[]): string | undefined {
  const stated = termOf(textOf(places, "x00180015"));
  if (stated !== undefined) return stated;
  for (const place of places) {
    const region = place.elements.x00082218?.items?.[0]?.dataSet;
    if (region === undefined) continue;
    const term = REGIONS.get(text(region, "x00080100") ?? "") ?? termOf(text(region, "x00080104"));
    if (term !== undefined) return term;
  }
  return undefined;
}
