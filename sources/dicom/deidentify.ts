/**
 * What may leave a DICOM file: a whitelist of acquisition attributes, and keyed hashes in place of identity. Nothing else is ever read.
 *
 * A whitelist, because no list of what to remove is complete: private tags, overlays, comments and new attributes stay behind by themselves.
 * Text passes only if it looks like a code (capitals, digits and a few signs) and holds no word of an identifying attribute.
 *
 * Source: the attributes that DICOM PS3.15 table E.1-1 marks for removal or replacement are all outside the whitelist.
 */
import type { PlaneGroup } from "../acquisition.ts";
import { keyedHash } from "../identity.ts";
import { millimetres } from "../units.ts";
import { numbersOf, placesOf, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

/** Keyword by tag, and how it is written: numbers, or a code. */
const WHITELIST: Readonly<Record<string, readonly [string, "numbers" | "code"]>> = {
  x00080060: ["Modality", "code"],
  x00080008: ["ImageType", "code"],
  x00180015: ["BodyPartExamined", "code"],
  x00180020: ["ScanningSequence", "code"],
  x00180021: ["SequenceVariant", "code"],
  x00180022: ["ScanOptions", "code"],
  x00180023: ["MRAcquisitionType", "code"],
  x00180050: ["SliceThickness", "numbers"],
  x00180060: ["KVP", "numbers"],
  x00180080: ["RepetitionTime", "numbers"],
  x00180081: ["EchoTime", "numbers"],
  x00180082: ["InversionTime", "numbers"],
  x00180083: ["NumberOfAverages", "numbers"],
  x00180084: ["ImagingFrequency", "numbers"],
  x00180086: ["EchoNumbers", "numbers"],
  x00180087: ["MagneticFieldStrength", "numbers"],
  x00180088: ["SpacingBetweenSlices", "numbers"],
  x00180089: ["NumberOfPhaseEncodingSteps", "numbers"],
  x00180090: ["DataCollectionDiameter", "numbers"],
  x00180091: ["EchoTrainLength", "numbers"],
  x00180093: ["PercentSampling", "numbers"],
  x00180094: ["PercentPhaseFieldOfView", "numbers"],
  x00180095: ["PixelBandwidth", "numbers"],
  x00181100: ["ReconstructionDiameter", "numbers"],
  x00181110: ["DistanceSourceToDetector", "numbers"],
  x00181111: ["DistanceSourceToPatient", "numbers"],
  x00181120: ["GantryDetectorTilt", "numbers"],
  x00181150: ["ExposureTime", "numbers"],
  x00181151: ["XRayTubeCurrent", "numbers"],
  x00181152: ["Exposure", "numbers"],
  x00181210: ["ConvolutionKernel", "code"],
  x00181310: ["AcquisitionMatrix", "numbers"],
  x00181312: ["InPlanePhaseEncodingDirection", "code"],
  x00181314: ["FlipAngle", "numbers"],
  x00189311: ["SpiralPitchFactor", "numbers"],
  x00200037: ["ImageOrientationPatient", "numbers"],
  x00280030: ["PixelSpacing", "numbers"],
  x00281054: ["RescaleType", "code"],
  x00282110: ["LossyImageCompression", "code"],
};

export const DEIDENTIFICATION = `whitelist of ${Object.keys(WHITELIST).length} acquisition attributes; patient, study and series as keyed hashes (HMAC-SHA-256); no attribute of DICOM PS3.15 table E.1-1 kept`;

/** Attributes whose words must not come through in any other attribute. */
const IDENTIFYING =
  "x00100010 x00100020 x00100030 x00101000 x00101001 x00101040 x00101060 x00102160 x00104000 x00080050 x00080080 x00080081 x00080090 x00081010 x00081030 x0008103e x00081040 x00081048 x00081050 x00081060 x00081070 x00180010 x00181000 x00181030 x00200010 x00204000 x00321032 x00321060 x00400254 x00400253".split(
    " ",
  );

const CODE = /^[A-Z0-9][A-Z0-9 _\-./]{0,31}$/;
/** Shorter words occur by chance. */
const WORD_LENGTH = 3;

function identifyingWords(dataSet: DataSet): string[] {
  const texts = IDENTIFYING.map((tag) => dataSet.string(tag) ?? "");
  return texts.flatMap((text) => text.toUpperCase().split(/[^A-Z0-9]+/)).filter((word) => word.length >= WORD_LENGTH);
}

/** @returns what the scanner said about a frame, by keyword, in DICOM's units */
export function scannerOf(dataSet: DataSet, frame: number): Record<string, string | number | number[]> {
  const places = placesOf(dataSet, frame);
  const words = identifyingWords(dataSet);
  const said: Record<string, string | number | number[]> = {};
  for (const [tag, [keyword, kind]] of Object.entries(WHITELIST)) {
    if (kind === "numbers") {
      const values = keyword === "AcquisitionMatrix" ? shorts(dataSet, tag) : numbersOf(places, tag);
      if (values !== undefined && values.length > 0) said[keyword] = values.length === 1 ? values[0] : values;
      continue;
    }
    const codes = (textOf(places, tag) ?? "").split("\\").map((code) => code.trim());
    const safe = codes.filter((code) => CODE.test(code) && !words.some((word) => code.includes(word)));
    if (safe.length > 0 && safe.length === codes.length) said[keyword] = safe.join("\\");
  }
  return said;
}

function shorts(dataSet: DataSet, tag: string): number[] | undefined {
  const count = (dataSet.elements[tag]?.length ?? 0) / 2;
  const values = Array.from({ length: Math.min(count, 4) }, (_, i) => dataSet.uint16(tag, i) ?? 0);
  return values.length > 0 ? values : undefined;
}

/** Whom a frame belongs to, and where it lies along the slice normal. */
export function groupOf(dataSet: DataSet, frame: number, key: Uint8Array): PlaneGroup {
  const places = placesOf(dataSet, frame);
  const study = keyedHash(key, dataSet.string("x0020000d") ?? "");
  const series = keyedHash(key, dataSet.string("x0020000e") ?? "");
  const patient = keyedHash(key, dataSet.string("x00100020")?.trim() || dataSet.string("x00100010")?.trim() || "");
  const orientation = numbersOf(places, "x00200037");
  const position = numbersOf(places, "x00200032");
  const instance = Number(dataSet.intString("x00200013") ?? 0) || 0;
  return {
    // Without a patient the study stands in, then the series: a split must not part what may belong together.
    patient: patient || study || series,
    study,
    series,
    order: [orientation?.length === 6 && position?.length === 3 ? alongNormal(orientation, position) : 0, instance + frame],
  };
}

/** Position along the cross product of the row and column directions [m]. */
function alongNormal([rx, ry, rz, cx, cy, cz]: readonly number[], [x, y, z]: readonly number[]): number {
  return millimetres((ry * cz - rz * cy) * x + (rz * cx - rx * cz) * y + (rx * cy - ry * cx) * z);
}
