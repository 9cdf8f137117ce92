/** The pictures on a sheet, as samples: the display, the signed difference, a detail before and after. */
import type { AnyDegradation } from "../../generators/catalogue.ts";
import type { Degraded, Observed } from "../../generators/degrade.ts";
import type { Modality } from "../../generators/modality.ts";
import type { Mask } from "../../generators/plane.ts";
import { number } from "./words.ts";

/** Samples of a picture, 8 bits, rows x columns x channels. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  /** Height of a sample / its width. */
  readonly aspect: number;
}

export interface Tile {
  readonly picture: Picture;
  /** What stands beneath: the first line in bold, the second ones plain. */
  readonly title: string;
  readonly lines: readonly string[];
  /** A frame on it: left, top, width and height in parts of the picture. */
  readonly frame?: Region;
}

export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const aspectOf = ({ acquisition: { spacing } }: Observed): number => (spacing === undefined ? 1 : spacing.row / spacing.column);

export function shown(clean: Observed, pixels: Uint8Array): Picture {
  const { rows, columns, channels } = clean.shown;
  return { rows, columns, channels: channels as 1 | 3, data: pixels, aspect: 1 };
}

/** Mean over the channels of after - before: rows x columns. */
function meanDifference(before: ArrayLike<number>, after: ArrayLike<number>, channels: number): Float64Array {
  const difference = new Float64Array(before.length / channels);
  for (let at = 0; at < before.length; at++) difference[Math.floor(at / channels)] += (after[at]! - before[at]!) / channels;
  return difference;
}

interface Difference {
  readonly data: Float64Array;
  readonly unit: string;
  /** The window's width in that unit: beyond it all is black or white anyway, and metal must not hide its streaks. */
  readonly window: number;
}

/** In the modality's unit; where that says little, or where the display itself was degraded, in parts of the window. */
function differenceOf(
  { quantity: { unit }, stations }: Modality,
  model: AnyDegradation,
  clean: Observed,
  { plane, pixels }: Degraded,
): Difference {
  const { channels } = plane;
  const { low, high } = clean.window;
  const onDisplay = stations.every(({ domain }) => domain !== model.domain);
  const data = onDisplay ? meanDifference(clean.pixels, pixels, channels) : meanDifference(clean.plane.data, plane.data, channels);
  if (!onDisplay && unit !== "1" && unit !== "arbitrary") return { data, unit, window: high - low };
  const percent = 100 / (onDisplay ? 255 : high - low);
  return { data: data.map((value) => value * percent), unit: "% of window", window: 100 };
}

/** The next of 1, 2, 5, 10 ... at or above a number. */
function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * ([1, 2, 5].find((step) => step * decade >= value * 0.999) ?? 10);
}

/** Most of the changed samples lie within the scale; changed is what has more than this part of the largest change. */
const SHOWN_SHARE = 0.96;
const CHANGED = 0.02;

export function scaleOf(difference: Float64Array): number {
  const sizes = difference.map(Math.abs).sort();
  const most = sizes.at(-1)!;
  const first = sizes.findIndex((size) => size > CHANGED * most);
  return most > 0 ? roundUp(sizes[first + Math.floor(SHOWN_SHARE * (sizes.length - 1 - first))]!) : 1;
}

/** As a subtraction image: grey where nothing changed, white where it became brighter, black where darker, by the scale or more. */
export const signedGreys = (values: Float64Array, scale: number): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round(127.5 * (1 + Math.min(Math.max(value / scale, -1), 1))));

const OUTLINE = [255, 212, 121] as const;

/** @returns the grey picture with the rim of the mask drawn over it */
function outlined(picture: Picture, mask: Mask): Picture {
  const { rows, columns } = picture;
  const data = new Uint8Array(3 * picture.data.length);
  for (let at = 0; at < mask.length; at++) {
    const row = Math.floor(at / columns);
    const column = at % columns;
    const inner =
      row > 0 &&
      mask[at - columns] &&
      row < rows - 1 &&
      mask[at + columns] &&
      column > 0 &&
      mask[at - 1] &&
      column < columns - 1 &&
      mask[at + 1];
    if (mask[at] && !inner) data.set(OUTLINE, 3 * at);
    else data.fill(picture.data[at]!, 3 * at, 3 * at + 3);
  }
  return { ...picture, channels: 3, data };
}

/** The difference as a tile, and the place where a detail shows most of it. */
export function differenceTile(
  modality: Modality,
  model: AnyDegradation,
  clean: Observed,
  degraded: Degraded,
  severity: number,
): { tile: Tile; region: Region } {
  const { rows, columns } = clean.plane;
  const { data, unit, window } = differenceOf(modality, model, clean, degraded);
  const scale = scaleOf(data.map((value) => Math.min(Math.max(value, -window), window)));
  const grey: Picture = { rows, columns, channels: 1, data: signedGreys(data, scale), aspect: aspectOf(clean) };
  const { mask } = degraded;
  const tile: Tile = {
    picture: mask === undefined ? grey : outlined(grey, mask),
    title: `difference at ${severity}`,
    lines: [`black to white ±${number(scale)} ${unit}`, ...(mask === undefined ? [] : ["yellow: the mask of the defect"])],
  };
  return { tile, region: detailRegion(clean, data, scale) };
}

/** A detail is that part of the longer side high, and half as wide. */
const DETAIL = 0.26;

/** A place whose middle lies within the middle half of the image counts this often: the rim shows the least. */
const MIDDLE = 3;

/** @returns the place, half as wide as high, where most has changed, up to the limit, within what the clean image shows */
function detailRegion(clean: Observed, difference: Float64Array, limit: number): Region {
  const { rows, columns } = clean.plane;
  const height = Math.min(Math.round(DETAIL * Math.max(rows, columns)), rows);
  const width = Math.min(Math.max(Math.round((height * aspectOf(clean)) / 2), 1), columns);
  const sums = new Float64Array((rows + 1) * (columns + 1));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const channels = clean.plane.channels;
      // Mid-tones weigh most: on black and on white nothing is read.
      const code = clean.pixels[at * channels + (channels >> 1)]! / 255;
      const value = Math.min(Math.abs(difference[at]), limit) * (code * (1 - code) + 0.02);
      sums[(row + 1) * (columns + 1) + column + 1] =
        value + sums[row * (columns + 1) + column + 1] + sums[(row + 1) * (columns + 1) + column] - sums[row * (columns + 1) + column];
    }
  }
  let best = { sum: -1, row: 0, column: 0 };
  const corner = (row: number, column: number): number => sums[row * (columns + 1) + column]!;
  const within = (row: number, column: number, height: number, width: number): number =>
    corner(row + height, column + width) - corner(row, column + width) - corner(row + height, column) + corner(row, column);
  const inMiddle = (from: number, extent: number, count: number): boolean => Math.abs(from + extent / 2 - count / 2) <= count / 4;
  for (let row = 0; row <= rows - height; row++) {
    for (let column = 0; column <= columns - width; column++) {
      const worth = inMiddle(row, height, rows) && inMiddle(column, width, columns) ? MIDDLE : 1;
      // What lies in the middle of a detail counts twice.
      const sum =
        worth * (within(row, column, height, width) + within(row + (height >> 2), column + (width >> 2), height >> 1, width >> 1));
      if (sum > best.sum) best = { sum, row, column };
    }
  }
  return { left: best.column / columns, top: best.row / rows, width: width / columns, height: height / rows };
}

function cut(picture: Picture, region: Region): Picture {
  const top = Math.round(region.top * picture.rows);
  const left = Math.round(region.left * picture.columns);
  const rows = Math.round(region.height * picture.rows);
  const columns = Math.round(region.width * picture.columns);
  const data = new Uint8Array(rows * columns * picture.channels);
  for (let row = 0; row < rows; row++) {
    const from = ((top + row) * picture.columns + left) * picture.channels;
    data.set(picture.data.subarray(from, from + columns * picture.channels), row * columns * picture.channels);
  }
  return { ...picture, rows, columns, data };
}

/** Two pictures of one size side by side, a dark line between them. */
export function beside(left: Picture, right: Picture): Picture {
  const { rows, channels } = left;
  const columns = left.columns + right.columns;
  const data = new Uint8Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    const start = row * columns * channels;
    data.set(left.data.subarray(row * left.columns * channels, (row + 1) * left.columns * channels), start);
    data.set(right.data.subarray(row * right.columns * channels, (row + 1) * right.columns * channels), start + left.columns * channels);
  }
  return { ...left, columns, data };
}

export function detailTile(clean: Observed, degraded: Degraded, region: Region, severity: number): Tile {
  return {
    picture: beside(cut(shown(clean, clean.pixels), region), cut(shown(clean, degraded.pixels), region)),
    title: `detail: clean | ${severity}`,
    lines: ["the framed part, enlarged"],
  };
}
