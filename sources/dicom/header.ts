/**
 * The image pixel attributes of a data set, checked against each other before anything is believed.
 *
 * Source: DICOM PS3.3 section C.7.6.3 (Image Pixel Module).
 */
import { MedqError } from "../../manifests/error.ts";
import { short, text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

export interface PixelHeader {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: 8 | 16 | 32 | 64;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Float or double float pixel data. */
  readonly floating: boolean;
  readonly planar: boolean;
  readonly photometric: string;
  readonly frameCount: number;
}

const PHOTOMETRIC = ["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"];

/** @returns the element that holds the pixels @throws MedqError E_FORMAT where there is none */
export function pixelTag(dataSet: DataSet, where: string): "x7fe00010" | "x7fe00008" | "x7fe00009" {
  for (const tag of ["x7fe00010", "x7fe00008", "x7fe00009"] as const) if (dataSet.elements[tag] !== undefined) return tag;
  throw new MedqError(
    "E_FORMAT",
    "Expected pixel data, got a DICOM object without any",
    where,
    "Reports, plans and structure sets are no images: take the file out.",
  );
}

/** @throws MedqError E_FORMAT or E_UNSUPPORTED naming the attribute */
export function readPixelHeader(dataSet: DataSet, where: string): PixelHeader {
  const tag = pixelTag(dataSet, where);
  const floating = tag !== "x7fe00010";
  const refuse = (attribute: string, expected: string, got: unknown): never => {
    throw contradiction(attribute, expected, got, where);
  };
  const number = (element: string, attribute: string, least: number, most: number, otherwise?: number): number => {
    const value = short(dataSet, element) ?? otherwise;
    if (value === undefined || value < least || value > most) return refuse(attribute, `from ${least} to ${most}`, value ?? "nothing");
    return value;
  };
  const rows = number("x00280010", "Rows", 1, 65535);
  const columns = number("x00280011", "Columns", 1, 65535);
  const samplesPerPixel = number("x00280002", "SamplesPerPixel", 1, 4, 1);
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) return refuse("SamplesPerPixel", "1 or 3", samplesPerPixel);
  const bitsAllocated = floating ? (tag === "x7fe00008" ? 32 : 64) : number("x00280100", "BitsAllocated", 1, 64);
  if (![8, 16, 32, 64].includes(bitsAllocated) || (bitsAllocated === 64 && !floating)) {
    throw new MedqError(
      "E_UNSUPPORTED",
      `Expected 8, 16 or 32 bits allocated, got ${bitsAllocated}`,
      where,
      "Convert segmentations and packed pixels to whole bytes.",
    );
  }
  const bitsStored = floating ? bitsAllocated : number("x00280101", "BitsStored", 1, bitsAllocated, bitsAllocated);
  const highBit = floating ? bitsAllocated - 1 : number("x00280102", "HighBit", bitsStored - 1, bitsAllocated - 1, bitsStored - 1);
  const photometric = text(dataSet, "x00280004") ?? (samplesPerPixel === 1 ? "MONOCHROME2" : "RGB");
  if (!PHOTOMETRIC.includes(photometric)) {
    throw new MedqError(
      "E_UNSUPPORTED",
      "Expected a photometric interpretation of grey, palette, RGB or YBR, got another",
      where,
      "Convert it to RGB or MONOCHROME2.",
    );
  }
  const colour = /^(RGB|YBR)/.test(photometric);
  if (colour !== (samplesPerPixel === 3)) return refuse("SamplesPerPixel", `to fit ${photometric}`, samplesPerPixel);
  const frameLength = rows * columns * (photometric === "YBR_FULL_422" ? 2 : samplesPerPixel) * (bitsAllocated / 8);
  const frameCount = statedFrames(dataSet, where) || framesWithin(dataSet.elements[tag], frameLength);
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated: bitsAllocated as PixelHeader["bitsAllocated"],
    bitsStored,
    highBit,
    signed: !floating && short(dataSet, "x00280103") === 1,
    floating,
    planar: short(dataSet, "x00280006") === 1,
    photometric,
    frameCount,
  };
}

const contradiction = (attribute: string, expected: string, got: unknown, where: string): MedqError =>
  new MedqError(
    "E_FORMAT",
    `Expected ${attribute} ${expected}, got ${got}`,
    where,
    "The header contradicts itself: export the file again.",
  );

/** @returns 1 where the number is absent, 0 where it is empty or 0 */
function statedFrames(dataSet: DataSet, where: string): number {
  if (dataSet.elements.x00280008 === undefined) return 1;
  const frames = Number(text(dataSet, "x00280008") || "0");
  if (Number.isInteger(frames) && frames >= 0 && frames <= 1_000_000) return frames;
  throw contradiction("NumberOfFrames", "from 1 to 1000000", Number.isNaN(frames) ? "no number" : frames, where);
}

/** Where a writer did not know the number: as many whole frames as native pixel data hold, no more than padding apart; else one. */
function framesWithin({ length, encapsulatedPixelData }: DataSet["elements"][string], frameLength: number): number {
  const rest = length % frameLength;
  return encapsulatedPixelData === true || rest > 1 ? 1 : Math.max(Math.floor(length / frameLength), 1);
}
