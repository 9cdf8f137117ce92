/**
 * Baseline JPEG: the exact pixels that a decoder shows after an encoder threw detail away. Entropy coding is lossless, so only its length is estimated.
 *
 *   code -> Y Cb Cr (BT.601, full range) -> chroma halved both ways (4:2:0) -> 8x8 DCT C -> k = round(C / q) -> q k -> inverse DCT -> back
 *
 * Steps q: the tables of Annex K times S / 100, with S = 5000 / Q below quality Q = 50 and 200 - 2 Q from there on, each 1 .. 255.
 * Chroma keeps its full resolution from quality 90 on, as common encoders do. Sizes that fill no whole block are padded with their edge.
 * Halved chroma returns by triangle interpolation (weights 9, 3, 3, 1 of 16).
 *
 * Not modelled: progressive scans (the same pixels), trellis quantisation, tables of single vendors, 12-bit JPEG.
 * Sources: ITU-T T.81 (1992) A.3.3, Annex F.1.2, Annex K.1; T.871 (2011) section 7; the quality scale is that of the Independent JPEG Group.
 */
import type { Plane } from "../plane.ts";
import { cosTurns, log2 } from "./math.ts";

/** Annex K, table K.1: luminance steps, row-major by vertical then horizontal frequency. */
export const LUMINANCE_STEPS: readonly number[] = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();

/** Annex K, table K.2: chrominance steps. */
export const CHROMINANCE_STEPS: readonly number[] = [
  [17, 18, 24, 47, 99, 99, 99, 99],
  [18, 21, 26, 66, 99, 99, 99, 99],
  [24, 26, 56, 99, 99, 99, 99, 99],
  [47, 66, 99, 99, 99, 99, 99, 99],
  ...Array.from({ length: 4 }, () => Array.from({ length: 8 }, () => 99)),
].flat();

/** Chroma is halved below this quality. */
const FULL_CHROMA_QUALITY = 90;

/** Scales a table of Annex K. @param quality whole number 1 .. 100 @returns 64 whole steps, 1 .. 255 */
export function scaledSteps(steps: readonly number[], quality: number): number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return steps.map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
}

/** Orthonormal DCT-II basis: 8 frequencies x 8 samples. */
const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const frequency = i >> 3;
  return Math.sqrt(frequency === 0 ? 1 / 8 : 1 / 4) * cosTurns((((2 * (i & 7) + 1) * frequency) % 32) / 32);
});

const TRANSPOSED = BASIS.map((_, i) => BASIS[(i & 7) * 8 + (i >> 3)]);

/** One axis of the transform of 8 x 8 values, transposed on the way, so that two calls do both axes. */
function alongRows(from: Float64Array, to: Float64Array, basis: Float64Array): void {
  for (let row = 0; row < 64; row += 8) {
    for (let out = 0; out < 64; out += 8) {
      let sum = 0;
      for (let i = 0; i < 8; i++) sum += from[row + i] * basis[out + i];
      to[out + (row >> 3)] = sum;
    }
  }
}

const scratch = new Float64Array(64);

/** DCT of one block, in place: 8 x 8 samples to 8 x 8 coefficients, vertical then horizontal frequency; orthonormal. */
export function dct8x8(block: Float64Array): void {
  alongRows(block, scratch, BASIS);
  alongRows(scratch, block, BASIS);
}

/** The inverse of dct8x8, in place. */
export function inverseDct8x8(block: Float64Array): void {
  alongRows(block, scratch, TRANSPOSED);
  alongRows(scratch, block, TRANSPOSED);
}

/** Positions of the 64 coefficients from low to high frequency, along alternating diagonals. */
const ZIGZAG: readonly number[] = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => {
  const [diagonalA, diagonalB] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  if (diagonalA !== diagonalB) return diagonalA - diagonalB;
  return diagonalA % 2 === 0 ? b - a : a - b;
});

/** Counts the symbols that Huffman coding would write: 256 DC categories and 256 AC run-and-size pairs, and the bits that follow them. */
interface SymbolCounts {
  readonly dc: Float64Array;
  readonly ac: Float64Array;
  extraBits: number;
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

function count(symbols: SymbolCounts, levels: Float64Array, previousDc: number): void {
  const dcSize = sizeOf(levels[0] - previousDc);
  symbols.dc[dcSize] = symbols.dc[dcSize] + 1;
  symbols.extraBits += dcSize;
  let run = 0;
  for (let i = 1; i < 64; i++) {
    const level = levels[ZIGZAG[i]];
    if (level === 0) {
      run++;
      continue;
    }
    const size = sizeOf(level);
    symbols.ac[0xf0] = symbols.ac[0xf0] + (run >> 4);
    const symbol = ((run & 15) << 4) | size;
    symbols.ac[symbol] = symbols.ac[symbol] + 1;
    symbols.extraBits += size;
    run = 0;
  }
  if (run > 0) symbols.ac[0] = symbols.ac[0] + 1;
}

/** Bits that an ideal entropy coder needs for symbols so often. */
function entropyBits(counts: Float64Array): number {
  const total = counts.reduce((sum, each) => sum + each, 0);
  return counts.reduce((sum, each) => (each === 0 ? sum : sum + each * log2(total / each)), 0);
}

interface Component {
  readonly rows: number;
  readonly columns: number;
  /** Whole numbers 0 .. 255. */
  readonly data: Float64Array;
}

const toCode = (value: number): number => Math.min(Math.max(Math.floor(value + 0.5), 0), 255);
const roundAway = (value: number): number => (value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5));

/** Codes and decodes one component. */
function codeComponent(component: Component, steps: readonly number[], symbols: SymbolCounts): Component {
  const { rows, columns, data } = component;
  const out = new Float64Array(rows * columns);
  const block = new Float64Array(64);
  let previousDc = 0;
  for (let top = 0; top < rows; top += 8) {
    for (let left = 0; left < columns; left += 8) {
      for (let i = 0; i < 64; i++) {
        const row = Math.min(top + (i >> 3), rows - 1);
        block[i] = data[row * columns + Math.min(left + (i & 7), columns - 1)] - 128;
      }
      dct8x8(block);
      for (let i = 0; i < 64; i++) block[i] = roundAway(block[i] / steps[i]);
      count(symbols, block, previousDc);
      previousDc = block[0];
      for (let i = 0; i < 64; i++) block[i] = block[i] * steps[i];
      inverseDct8x8(block);
      for (let y = top; y < Math.min(top + 8, rows); y++) {
        for (let x = left; x < Math.min(left + 8, columns); x++) out[y * columns + x] = toCode(block[(y - top) * 8 + x - left] + 128);
      }
    }
  }
  return { rows, columns, data: out };
}

/** Means of 2 x 2 samples, the edge repeated where the size is odd. */
function halved({ rows, columns, data }: Component): Component {
  const [halfRows, halfColumns] = [(rows + 1) >> 1, (columns + 1) >> 1];
  const out = new Float64Array(halfRows * halfColumns);
  for (let y = 0; y < halfRows; y++) {
    const [upper, lower] = [2 * y * columns, Math.min(2 * y + 1, rows - 1) * columns];
    for (let x = 0; x < halfColumns; x++) {
      const [left, right] = [2 * x, Math.min(2 * x + 1, columns - 1)];
      const sum = data[upper + left] + data[upper + right] + data[lower + left] + data[lower + right];
      // The half is rounded up in every other column, so that rounding shifts no mean.
      out[y * halfColumns + x] = Math.floor((sum + 1 + (x & 1)) / 4);
    }
  }
  return { rows: halfRows, columns: halfColumns, data: out };
}

/** Triangle interpolation to twice the size, cut to rows x columns. */
function doubled({ rows: halfRows, columns: halfColumns, data }: Component, rows: number, columns: number): Component {
  const out = new Float64Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    const near = (y >> 1) * halfColumns;
    const far = Math.min(Math.max((y >> 1) + ((y & 1) === 1 ? 1 : -1), 0), halfRows - 1) * halfColumns;
    for (let x = 0; x < columns; x++) {
      const here = x >> 1;
      const beside = Math.min(Math.max(here + ((x & 1) === 1 ? 1 : -1), 0), halfColumns - 1);
      const sum = 9 * data[near + here] + 3 * (data[near + beside] + data[far + here]) + data[far + beside];
      out[y * columns + x] = Math.floor((sum + 8 - (x & 1)) / 16);
    }
  }
  return { rows, columns, data: out };
}

/** From the code values of R, G, B to one of Y, Cb, Cr: weights and offset (T.871 section 7). */
const FORWARD: readonly (readonly [number, number, number, number])[] = [
  [0.299, 0.587, 0.114, 0],
  [-0.299 / 1.772, -0.587 / 1.772, 0.5, 128],
  [0.5, -0.587 / 1.402, -0.114 / 1.402, 128],
];

function toComponents({ rows, columns, channels, data }: Plane): Component[] {
  const codes = new Float64Array(data.length);
  for (let i = 0; i < codes.length; i++) codes[i] = toCode(data[i]);
  if (channels === 1) return [{ rows, columns, data: codes }];
  return FORWARD.map(([red, green, blue, offset]) => {
    const out = new Float64Array(rows * columns);
    for (let i = 0; i < out.length; i++) out[i] = toCode(red * codes[3 * i] + green * codes[3 * i + 1] + blue * codes[3 * i + 2] + offset);
    return { rows, columns, data: out };
  });
}

function toPlane(components: readonly Component[]): Plane {
  const [luminance, blueDifference, redDifference] = components;
  const { rows, columns } = luminance!;
  if (blueDifference === undefined || redDifference === undefined) return { rows, columns, channels: 1, data: luminance!.data };
  const data = new Float64Array(rows * columns * 3);
  for (let i = 0; i < rows * columns; i++) {
    const y = luminance!.data[i];
    const cb = blueDifference.data[i] - 128;
    const cr = redDifference.data[i] - 128;
    data[3 * i] = toCode(y + 1.402 * cr);
    data[3 * i + 1] = toCode(y - ((0.114 * 1.772) / 0.587) * cb - ((0.299 * 1.402) / 0.587) * cr);
    data[3 * i + 2] = toCode(y + 1.772 * cb);
  }
  return { rows, columns, channels: 3, data };
}

/**
 * Compresses and decompresses an image.
 * @param shown rows x columns x (1 or 3), display code values, rounded here to 0 .. 255
 * @param quality whole number 1 .. 100
 * @returns the decoded image in whole code values, and the estimated length of its entropy-coded data [bits], headers left out
 */
export function throughJpeg(shown: Plane, quality: number): { decoded: Plane; bits: number } {
  const halve = shown.channels === 3 && quality < FULL_CHROMA_QUALITY;
  let bits = 0;
  let symbols: SymbolCounts = { dc: new Float64Array(256), ac: new Float64Array(256), extraBits: 0 };
  const close = (): void => {
    bits += entropyBits(symbols.dc) + entropyBits(symbols.ac) + symbols.extraBits;
    symbols = { dc: new Float64Array(256), ac: new Float64Array(256), extraBits: 0 };
  };
  const decoded = toComponents(shown).map((component, index) => {
    const steps = scaledSteps(index === 0 ? LUMINANCE_STEPS : CHROMINANCE_STEPS, quality);
    const coded = codeComponent(index > 0 && halve ? halved(component) : component, steps, symbols);
    // Luminance has Huffman tables of its own; both chroma components share theirs.
    if (index !== 1) close();
    return index > 0 && halve ? doubled(coded, shown.rows, shown.columns) : coded;
  });
  return { decoded: toPlane(decoded), bits };
}
