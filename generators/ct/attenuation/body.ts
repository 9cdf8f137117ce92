/**
 * The body in a section, without the table that it lies on: the largest region of tissue that is thicker than the table's shell, and all
 * that it encloses, lungs and gas.
 *
 * Tissue attenuates more than half as much as water. What is thinner than `SHELL` is worn away before regions are told apart, and given
 * back to the region that is left.
 */
import type { Mask } from "../../plane.ts";
import { fillRegion, type Labels } from "../../signal/regions.ts";
import { type Attenuation, WATER_ATTENUATION } from "../modality.ts";

export interface Box {
  /** First and last row and column. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A table's top of carbon fibre, and a blanket, are thinner [m]. */
const SHELL = 0.004;

/** @returns 1 where any (or, worn, every) pixel within the reach down and across is 1; beyond the image lies what lies at its border */
function spread(mask: Mask, rows: number, columns: number, down: number, across: number, wear: boolean): Mask {
  const wanted = wear ? 0 : 1;
  const along = (from: Mask, count: number, length: number, reach: number, index: (line: number, at: number) => number): Mask => {
    const to = from.slice();
    for (let line = 0; line < count; line++) {
      let last = Number.NEGATIVE_INFINITY;
      for (let at = 0; at < length; at++) {
        if (from[index(line, at)] === wanted) {
          for (let back = Math.max(at - reach, last + 1, 0); back <= at; back++) to[index(line, back)] = wanted;
          last = at;
        } else if (at - last <= reach) to[index(line, at)] = wanted;
      }
    }
    return to;
  };
  const acrossDone = along(mask, rows, columns, across, (row, column) => row * columns + column);
  return along(acrossDone, columns, rows, down, (column, row) => row * columns + column);
}

/** The region of 1 that has most pixels; all 0 where there is none. */
function largestRegion(mask: Mask, labels: Labels): Mask {
  let best = { name: 0, count: 0 };
  let names = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0 || labels.label[pixel] !== 0) continue;
    names++;
    const count = fillRegion(labels, pixel, names, (other) => mask[other] === 1);
    if (count > best.count) best = { name: names, count };
  }
  return mask.map((_, pixel) => (best.name > 0 && labels.label[pixel] === best.name ? 1 : 0));
}

/** Fills what the border of the image does not reach. */
function filled(mask: Mask, { rows, columns, label }: Labels): Mask {
  const outside = { rows, columns, label };
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const column = pixel % columns;
    const onBorder = column === 0 || column === columns - 1 || pixel < columns || pixel >= (rows - 1) * columns;
    if (onBorder && mask[pixel] === 0 && label[pixel] === 0) fillRegion(outside, pixel, 1, (other) => mask[other] === 0);
  }
  return mask.map((_, pixel) => (label[pixel] === 1 ? 0 : 1));
}

/** @returns 1 within the body: rows x columns; everywhere where nothing is as dense as a body */
export function bodyMask({ rows, columns, pixel, data }: Attenuation): Mask {
  const labels = (): Labels => ({ rows, columns, label: new Uint32Array(rows * columns) });
  const tissue = Uint8Array.from(data, (value) => (value > WATER_ATTENUATION / 2 ? 1 : 0));
  const down = Math.ceil(SHELL / 2 / pixel.row);
  const across = Math.ceil(SHELL / 2 / pixel.column);
  const core = largestRegion(spread(tissue, rows, columns, down, across, true), labels());
  if (!core.includes(1)) return tissue.includes(1) ? filled(largestRegion(tissue, labels()), labels()) : tissue.fill(1);
  const regained = spread(core, rows, columns, down, across, false);
  return filled(
    regained.map((value, at) => value & tissue[at]),
    labels(),
  );
}

/** @returns the body's box */
export function bodyOf(object: Attenuation): Box {
  const { rows, columns } = object;
  const mask = bodyMask(object);
  const box = { top: rows, bottom: 0, left: columns, right: 0 };
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const [row, column] = [Math.floor(at / columns), at % columns];
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row);
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column);
  }
  return box;
}
