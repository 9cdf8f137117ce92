/**
 * Blur that changes over the field: the point spread function is given at the nodes of a grid and goes over linearly between them.
 *
 *   light is kept         out = sum over nodes k of h_k * (w_k in)        the place that light comes from decides how it spreads
 *   uniform stays uniform out = sum over nodes k of w_k (h_k * in)        the place where light arrives decides from where it is gathered
 *
 * w_k are the grid's bilinear hats, which add up to 1; beyond the outermost nodes their functions stay as they are. Nodes d pixels apart
 * leave an error of at most d^2 / 8 times the function's second derivative along the field, for each axis.
 * Each node's convolution covers only its own cells, so the work grows with the image and not with the number of nodes.
 *
 * Not modelled: magnification that changes over the field (distortion).
 * Sources: Nagy and O'Leary, SIAM J. Sci. Comput. 19 (1998) 1063; Hirsch, Sra, Schoelkopf and Harmeling, CVPR 2010, 607.
 */
import type { Plane } from "../plane.ts";
import { convolve } from "./convolve.ts";
import type { PointSpread, SeparablePointSpread } from "./point-spread.ts";

/** Point spread functions over a field. */
export interface SpreadField {
  /** Places of the nodes [px], rising. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** One for each node, row of nodes by row of nodes. */
  readonly spreads: readonly (PointSpread | SeparablePointSpread)[];
}

/**
 * Blurs every channel. Beyond its edges the image is mirrored.
 *
 * @param plane rows x columns x channels
 * @param keeps "light": the total stays; "uniformity": a constant stays. Where the functions are all equal both stay.
 * @returns a new plane of the same shape
 * @throws RangeError for nodes that do not rise, or a number of functions that is not that of the nodes
 */
export function blurVarying(plane: Plane, field: SpreadField, keeps: "light" | "uniformity" = "light"): Plane {
  checkField(field);
  const { columns, channels } = plane;
  const data = new Float64Array(plane.data.length);
  field.spreads.forEach((spread, node) => {
    const down = hatOf(field.rows, Math.floor(node / field.columns.length), plane.rows);
    const across = hatOf(field.columns, node % field.columns.length, columns);
    if (down.length === 0 || across.length === 0) return;
    const rows = withReach(down, "down" in spread ? spread.down.length : spread.rows, plane.rows);
    const cells = withReach(across, "down" in spread ? spread.across.length : spread.columns, columns);
    const part: Plane = { rows: rows.length, columns: cells.length, channels, data: cropOf(plane, rows, cells) };
    const weigh = (values: Float64Array): void => {
      let at = 0;
      for (let row = rows.first; row < rows.first + rows.length; row++) {
        const weight = down.at(row);
        for (let column = cells.first; column < cells.first + cells.length; column++) {
          const share = weight * across.at(column);
          for (let channel = 0; channel < channels; channel++, at++) values[at] *= share;
        }
      }
    };
    if (keeps === "light") weigh(part.data);
    const blurred = convolve(part, spread).data;
    if (keeps === "uniformity") weigh(blurred);
    const width = cells.length * channels;
    for (let row = 0; row < rows.length; row++) {
      const to = ((rows.first + row) * columns + cells.first) * channels;
      for (let index = 0; index < width; index++) data[to + index] += blurred[row * width + index];
    }
  });
  return { ...plane, data };
}

function checkField({ rows, columns, spreads }: SpreadField): void {
  for (const nodes of [rows, columns]) {
    const rising = nodes.every((node, index) => Number.isFinite(node) && (index === 0 || node > nodes[index - 1]));
    if (nodes.length === 0 || !rising) throw new RangeError(`Expected places of nodes that rise, got ${nodes.join(", ")}`);
  }
  if (spreads.length !== rows.length * columns.length)
    throw new RangeError(`Expected ${rows.length} x ${columns.length} point spread functions, got ${spreads.length}`);
}

/** Pixels of one axis. */
interface Span {
  readonly first: number;
  readonly length: number;
}

/** @returns the pixels where a node's hat is above 0, and the hat's height at each pixel */
function hatOf(nodes: readonly number[], node: number, size: number): Span & { at(pixel: number): number } {
  const here = nodes[node];
  const before = nodes[node - 1] ?? Number.NEGATIVE_INFINITY;
  const after = nodes[node + 1] ?? Number.POSITIVE_INFINITY;
  const first = Math.max(0, Math.floor(before) + 1);
  const last = Math.min(size - 1, Math.ceil(after) - 1);
  const at = (pixel: number): number => {
    if (pixel <= before || pixel >= after) return 0;
    if (pixel < here) return before === Number.NEGATIVE_INFINITY ? 1 : (pixel - before) / (here - before);
    return after === Number.POSITIVE_INFINITY ? 1 : 1 - (pixel - here) / (after - here);
  };
  return { first, length: Math.max(0, last - first + 1), at };
}

/** @returns the span, and around it as far as a function of so many weights reaches, within the image */
function withReach(span: Span, weights: number, size: number): Span {
  const reach = (weights - 1) / 2;
  const first = Math.max(0, span.first - reach);
  return { first, length: Math.min(size, span.first + span.length + reach) - first };
}

function cropOf({ columns, channels, data }: Plane, rows: Span, cells: Span): Float64Array {
  const width = cells.length * channels;
  const crop = new Float64Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    const from = ((rows.first + row) * columns + cells.first) * channels;
    crop.set(data.subarray(from, from + width), row * width);
  }
  return crop;
}
