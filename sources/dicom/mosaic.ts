/**
 * Siemens mosaics: the slices of a volume side by side in one image, k x k tiles, row by row; tiles that are left over are empty.
 *
 *   k = ceil(sqrt(slices))      position of slice i = position + i spacing between slices, along the CSA header's normal
 *
 * The number of slices stands in Siemens' private header (0019,xx0A) or in its CSA header. Where both were taken out, the acquisition
 * matrix gives the tile, and empty tiles at the end are no slices. The CSA header's normal may be opposite to that of rows and columns.
 * The stated position is the corner of an image as large as the mosaic, in the first slice's plane. Enhanced objects, and what syngo MR XA
 * exports as single slices, keep the word MOSAIC without being one.
 *
 * Sources: Siemens' MR conformance statements (CSA header "SV10", private attributes); rordenlab/dcm2niix issues 482, 550, 553 (the word
 * without the thing).
 */
import { MedqError } from "../../manifests/error.ts";
import { millimetres } from "../units.ts";
import { numbersOf, short, text } from "./attributes.ts";
import { csaNumbers } from "./csa.ts";
import type { DataSet } from "./data-set.ts";
import { alongNormal } from "./geometry.ts";
import type { PixelHeader } from "./header.ts";

export interface Mosaic {
  /** Tiles along each side. */
  readonly side: number;
  /** Slices; undefined: as many as there are tiles up to the last that is not empty. */
  readonly count: number | undefined;
  readonly rows: number;
  readonly columns: number;
  /** From one slice to the next, along the normal of rows and columns; negative: against it [m]. */
  readonly step: number;
}

const ENHANCED = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.4\.[1-4]$/;

/** More slices in one image were never made. */
const MOST_SIDE = 32;

const unknown = (got: string, where: string): MedqError =>
  new MedqError(
    "E_UNSUPPORTED",
    `Expected a mosaic that says how many slices it holds, got ${got}`,
    where,
    "Its private header was taken out: export it as single slices, or with that header.",
  );

/** @returns undefined for an image that is none @throws MedqError E_UNSUPPORTED where it cannot be told into how many tiles to cut */
export function mosaicOf(dataSet: DataSet, header: PixelHeader, where: string): Mosaic | undefined {
  const { rows, columns, frameCount } = header;
  const values = (text(dataSet, "x00080008") ?? "")
    .toUpperCase()
    .split("\\")
    .map((value) => value.trim());
  const enhanced =
    ENHANCED.test(text(dataSet, "x00080016") ?? "") || dataSet.elements.x52009229 !== undefined || dataSet.elements.x52009230 !== undefined;
  if (!values.includes("MOSAIC") || enhanced || frameCount !== 1 || header.samplesPerPixel !== 1) return undefined;
  const count = statedCount(dataSet);
  const side = count === undefined ? sideByMatrix(dataSet, header, where) : ceilRoot(count);
  if (side <= 1) return undefined;
  if (side > MOST_SIDE || rows % side !== 0 || columns % side !== 0)
    throw unknown(`${side} x ${side} tiles in ${rows} x ${columns}`, where);
  return { side, count, rows: rows / side, columns: columns / side, step: stepOf(dataSet) };
}

function ceilRoot(count: number): number {
  let side = 0;
  while (side * side < count) side++;
  return side;
}

function statedCount(dataSet: DataSet): number | undefined {
  const [csa] = csaNumbers(dataSet, "NumberOfImagesInMosaic");
  const count = privateCount(dataSet) ?? csa;
  return count !== undefined && Number.isInteger(count) && count >= 1 && count <= MOST_SIDE * MOST_SIDE ? count : undefined;
}

/** (0019,xx0A) of the block that SIEMENS MR HEADER reserves. */
function privateCount(dataSet: DataSet): number | undefined {
  for (let block = 0x10; block <= 0xff; block++) {
    const name = block.toString(16).padStart(2, "0");
    if (text(dataSet, `x001900${name}`) !== "SIEMENS MR HEADER") continue;
    const number = short(dataSet, `x0019${name}0a`);
    // Some exporters write it as text: two digits are no number that a mosaic could have.
    return number !== undefined && number <= MOST_SIDE * MOST_SIDE ? number : numbersOf([dataSet], `x0019${name}0a`)?.[0];
  }
  return undefined;
}

/** By the acquisition matrix (frequency rows, frequency columns, phase rows, phase columns): readout is never sampled in part. */
function sideByMatrix(dataSet: DataSet, { rows, columns }: PixelHeader, where: string): number {
  const [frequencyRows = 0, frequencyColumns = 0, phaseRows = 0, phaseColumns = 0] = [0, 1, 2, 3].map(
    (i) => short(dataSet, "x00181310", i) ?? 0,
  );
  const [whole, tile] = frequencyRows > 0 ? [rows, frequencyRows] : [columns, frequencyColumns];
  // Some writers put the matrix of both directions into the wrong pair.
  const side = whole / (tile || Math.max(phaseRows, phaseColumns));
  const isNew = /\bXA\d\d/.test(text(dataSet, "x00181020") ?? "");
  if (side === 1 || isNew) return 1;
  // Twice the matrix may as well be one interpolated slice.
  if (!Number.isInteger(side) || side === 2) throw unknown("none of its numbers", where);
  return side;
}

function stepOf(dataSet: DataSet): number {
  const [spacing = 1] = numbersOf([dataSet], "x00180088") ?? numbersOf([dataSet], "x00180050") ?? [];
  const normal = csaNumbers(dataSet, "SliceNormalVector");
  const orientation = numbersOf([dataSet], "x00200037");
  const opposite = normal.length === 3 && orientation?.length === 6 && alongNormal(orientation, normal) < 0;
  return millimetres(opposite ? -spacing : spacing);
}

/** @returns the samples of slice `index`, rows x columns */
export function tileOf(samples: Float64Array, { side, rows, columns }: Mosaic, index: number): Float64Array {
  const tile = new Float64Array(rows * columns);
  const start = Math.floor(index / side) * rows * side * columns + (index % side) * columns;
  for (let row = 0; row < rows; row++) {
    const from = start + row * side * columns;
    tile.set(samples.subarray(from, from + columns), row * columns);
  }
  return tile;
}

/** @returns the number of slices: as stated, or without the empty tiles at the end, which hold one and the same value */
export function sliceCount(samples: Float64Array, mosaic: Mosaic): number {
  if (mosaic.count !== undefined) return mosaic.count;
  let count = mosaic.side * mosaic.side;
  while (count > 1 && tileOf(samples, mosaic, count - 1).every((value, _, tile) => value === tile[0])) count--;
  return count;
}
