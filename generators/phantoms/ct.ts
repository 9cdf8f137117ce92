/**
 * Axial CT phantom of the trunk: a chest at the level of the heart or the great vessels, or an upper abdomen, with or without contrast
 * medium, on the scanner's table. 512 x 512 pixels in Hounsfield units; the patient's right is at the image's left.
 *
 * The seed draws the build, every organ's place and shape, the branching of vessels, contents of the bowel, contrast and spacing.
 * Like every full-dose scan it has a fine grain (8 to 12 HU, ct/grain.ts) and the blur of a standard kernel.
 *
 * Not modelled: pathology, arms, implants, beam hardening, respiratory and cardiac motion.
 */
import { definePhantom, type Structure } from "../phantom.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { paintAbdomen } from "./ct/abdomen.ts";
import { paintChest } from "./ct/chest.ts";
import { scanGrain } from "./ct/grain.ts";
import type { Canvas, Shape } from "./ct/shape.ts";
import { drawTissues, HU } from "./ct/tissue.ts";
import { paintTable } from "./ct/trunk.ts";

const SIZE = 512;
/** Every so many pixels a shape is asked for its extent. */
const STRIDE = 4;

/** @returns the box around what lies inside the shape, as fractions of the image */
function extent(shape: Shape, { size, pixel, row: originRow, column: originColumn }: Canvas): Structure {
  let top = size;
  let bottom = 0;
  let left = size;
  let right = 0;
  for (let row = 0; row < size; row += STRIDE) {
    for (let column = 0; column < size; column += STRIDE) {
      if (shape.distance((column - originColumn) * pixel, (row - originRow) * pixel) > 0) continue;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  return {
    row: (top + bottom + 1) / 2 / size,
    column: (left + right + 1) / 2 / size,
    halfHeight: (bottom - top + STRIDE) / 2 / size,
    halfWidth: (right - left + STRIDE) / 2 / size,
  };
}

/** @returns half the width and the lowest edge of the body [mm] */
function reach(outline: Shape, pixel: number): { bottom: number; halfWidth: number } {
  let bottom = 0;
  let halfWidth = 0;
  for (let at = 0; at < 256; at++) {
    if (outline.distance(0, at * pixel) < 0) bottom = at * pixel;
    if (outline.distance(at * pixel, 0) < 0) halfWidth = at * pixel;
  }
  return { bottom, halfWidth };
}

export default definePhantom({
  version: 2,
  draw(random) {
    const stream = random.stream("slice");
    const chest = stream.uniform() < 0.5;
    const pixel = stream.range(0.74, 0.82);
    const centre = (SIZE - 1) / 2;
    // Nobody lies exactly in the gantry's centre.
    const canvas: Canvas = {
      size: SIZE,
      pixel,
      row: centre + stream.range(-6, 22),
      column: centre + stream.range(-12, 12),
      data: new Float64Array(SIZE * SIZE).fill(HU.air),
    };
    const tissues = drawTissues(random, SIZE, pixel);
    const { outline, parts } = chest ? paintChest(canvas, tissues, random) : paintAbdomen(canvas, tissues, random);
    const { bottom, halfWidth } = reach(outline, pixel);
    paintTable(canvas, random.stream("table"), bottom, halfWidth);
    const blurred = convolve({ rows: SIZE, columns: SIZE, channels: 1, data: canvas.data }, gaussianSpread(0.8)).data;
    const grain = stream.range(8, 12);
    const noise = scanGrain(blurred, SIZE, pixel / 1000, random.stream("grain"));
    return {
      acquisition: {
        quantity: "hounsfield",
        coils: 1,
        rows: SIZE,
        columns: SIZE,
        channels: 1,
        complex: false,
        // A scanner stores whole numbers from -1024 upwards.
        data: blurred.map((value, n) => Math.max(Math.floor(value + grain * noise[n] + 0.5), -1024)),
        spacing: { row: pixel / 1000, column: pixel / 1000 },
        scanner: { ImageOrientationPatient: [1, 0, 0, 0, 1, 0] },
      },
      anatomy: chest ? "chest" : "abdomen",
      structures: Object.fromEntries(Object.entries(parts).map(([name, shape]) => [name, extent(shape, canvas)])),
    };
  },
});
