/**
 * Huffman-coded DCT JPEG of 8 or 12 bits, sequential or progressive, one component: what DICOM's retired 12-bit processes hold.
 *
 *   coefficient = huffman(scan)         sample = round(IDCT(coefficient x step)) + 2^(P-1), clamped to 0 .. 2^P - 1
 *
 * No maintained library reads these; 8-bit colour goes to libjpeg-turbo instead.
 *
 * Not read: arithmetic coding, hierarchical frames, several components.
 *
 * Source: ITU-T T.81 (1992), annexes A, F and G.
 */
import { MedqError } from "../../manifests/error.ts";
import { Bits, type Huffman, readHuffman } from "./entropy.ts";
import { endsWithItsData } from "./scan-end.ts";
import { DHT, DQT, DRI, incomplete, isFrame, lost, SOS, walkSegments } from "./segments.ts";

interface Frame {
  readonly progressive: boolean;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  /** Blocks in the image and, padded to whole blocks, per row. */
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly table: number;
  readonly coefficients: Int32Array;
}

/** Order of coefficients in the stream: zig-zag index to row-major index. */
const ZIGZAG = Uint8Array.from(
  "0 1 8 16 9 2 3 10 17 24 32 25 18 11 4 5 12 19 26 33 40 48 41 34 27 20 13 6 7 14 21 28 35 42 49 56 57 50 43 36 29 22 15 23 30 37 44 51 58 59 52 45 38 31 39 46 53 60 61 54 47 55 62 63".split(
    " ",
  ),
  Number,
);

/** cos(i pi / 16) for i = 0 .. 8. */
const COSINES = [
  1,
  0.9807852804032304,
  0.9238795325112867,
  0.8314696123025452,
  Math.SQRT1_2,
  0.5555702330196022,
  0.3826834323650898,
  0.19509032201612825,
  0,
];

function cosineSixteenth(i: number): number {
  const turn = i % 32;
  const folded = turn > 16 ? 32 - turn : turn;
  return folded > 8 ? -COSINES[16 - folded] : COSINES[folded];
}

/** Orthonormal inverse DCT matrix, samples x frequencies. */
const BASIS = Float64Array.from({ length: 64 }, (_, i) => {
  const x = Math.floor(i / 8);
  const u = i % 8;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * cosineSixteenth((2 * x + 1) * u);
});

interface Scan {
  readonly dc: Huffman | undefined;
  readonly ac: Huffman | undefined;
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
}

/**
 * @returns rows x columns samples, unsigned
 * @throws MedqError E_UNSUPPORTED, E_FORMAT or E_TRUNCATED
 */
export function decodeExtendedJpeg(bytes: Uint8Array, rows: number, columns: number, where: string): Uint16Array {
  const steps: Int32Array[] = [];
  const dc: Huffman[] = [];
  const ac: Huffman[] = [];
  let frame: Frame | undefined;
  let restartInterval = 0;
  walkSegments(bytes, (marker, start, end) => {
    if (marker === DQT) readSteps(bytes, start, end, steps);
    else if (marker === DHT) readHuffman(bytes, start, end, dc, ac);
    else if (marker === DRI) restartInterval = (bytes[start] << 8) | bytes[start + 1];
    else if (marker >= 0xc0 && marker <= 0xc2) frame = readFrame(bytes, start, marker === 0xc2, rows, columns, where);
    else if (isFrame(marker)) throw unsupported(where);
    else if (marker === SOS && frame !== undefined) {
      const [tables, from, to, approximation] = bytes.subarray(start + 2, start + 6);
      const scan = {
        dc: dc[tables >> 4],
        ac: ac[tables & 15],
        from,
        to: Math.min(to, 63),
        high: approximation >> 4,
        low: approximation & 15,
        restartInterval,
      };
      return readScan(bytes, end, frame, scan, where);
    }
    return end;
  });
  const table = frame === undefined ? undefined : steps[frame.table];
  if (frame === undefined || table === undefined) throw incomplete(where);
  if (!endsWithItsData(bytes)) throw lost(where);
  return reconstruct(frame, table);
}

const unsupported = (where: string): MedqError =>
  new MedqError(
    "E_UNSUPPORTED",
    "Expected Huffman-coded JPEG of one component, got another kind",
    where,
    "Convert the file to an uncompressed transfer syntax.",
  );

function readSteps(bytes: Uint8Array, start: number, end: number, steps: Int32Array[]): void {
  for (let at = start; at < end; ) {
    const wide = bytes[at] >> 4 !== 0;
    const table = new Int32Array(64);
    for (let i = 0; i < 64; i++) table[ZIGZAG[i]] = wide ? (bytes[at + 1 + 2 * i] << 8) | bytes[at + 2 + 2 * i] : bytes[at + 1 + i];
    steps[bytes[at] & 15] = table;
    at += wide ? 129 : 65;
  }
}

function readFrame(bytes: Uint8Array, start: number, progressive: boolean, rows: number, columns: number, where: string): Frame {
  const declaredRows = (bytes[start + 1] << 8) | bytes[start + 2];
  const declaredColumns = (bytes[start + 3] << 8) | bytes[start + 4];
  if (bytes[start + 5] !== 1) throw unsupported(where);
  if (declaredRows !== rows || declaredColumns !== columns) {
    throw new MedqError(
      "E_FORMAT",
      `Expected a JPEG of ${rows} x ${columns}, got ${declaredRows} x ${declaredColumns}`,
      where,
      "The header contradicts the pixels: export the file again.",
    );
  }
  const blockRows = Math.ceil(rows / 8);
  const blockColumns = Math.ceil(columns / 8);
  return {
    progressive,
    precision: bytes[start],
    rows,
    columns,
    blockRows,
    blockColumns,
    table: bytes[start + 8],
    coefficients: new Int32Array(64 * blockRows * blockColumns),
  };
}

/** @returns where the entropy-coded segment ends */
function readScan(bytes: Uint8Array, start: number, frame: Frame, scan: Scan, where: string): number {
  const bits = new Bits(bytes, start);
  const state = { predictor: 0, endOfBand: 0 };
  const decodeBlock = frame.progressive ? progressiveBlock : sequentialBlock;
  const blockCount = frame.blockRows * frame.blockColumns;
  try {
    for (let block = 0; block < blockCount; block++) {
      if (scan.restartInterval > 0 && block > 0 && block % scan.restartInterval === 0) {
        bits.restart();
        state.predictor = 0;
        state.endOfBand = 0;
      }
      decodeBlock(bits, scan, state, frame.coefficients.subarray(64 * block, 64 * block + 64));
      if (bits.invented > 64)
        throw new MedqError(
          "E_TRUNCATED",
          "Expected every block of a JPEG scan, got the end of the data",
          where,
          "Fetch or export the file again.",
        );
    }
  } catch (error) {
    if (error instanceof MedqError) throw error;
    throw new MedqError("E_FORMAT", "Expected a decodable JPEG scan, got a damaged one", where, "Fetch or export the file again.", error);
  }
  return bits.at;
}

interface State {
  predictor: number;
  endOfBand: number;
}

function sequentialBlock(bits: Bits, { dc, ac }: Scan, state: State, block: Int32Array): void {
  state.predictor += bits.signed(bits.symbol(dc!));
  block[0] = state.predictor;
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac!);
    const size = symbol & 15;
    if (size === 0 && symbol !== 0xf0) return;
    k += symbol >> 4;
    if (size > 0 && k < 64) block[ZIGZAG[k]] = bits.signed(size);
  }
}

function progressiveBlock(bits: Bits, scan: Scan, state: State, block: Int32Array): void {
  if (scan.from === 0) {
    if (scan.high === 0) {
      state.predictor += bits.signed(bits.symbol(scan.dc!));
      block[0] = state.predictor * (1 << scan.low);
    } else if (bits.bit() === 1) block[0] |= 1 << scan.low;
  } else if (scan.high === 0) firstAc(bits, scan, state, block);
  else refineAc(bits, scan, state, block);
}

function firstAc(bits: Bits, { ac, from, to, low }: Scan, state: State, block: Int32Array): void {
  if (state.endOfBand > 0) {
    state.endOfBand--;
    return;
  }
  for (let k = from; k <= to; k++) {
    const symbol = bits.symbol(ac!);
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run < 15) {
      state.endOfBand = (1 << run) - 1 + bits.bits(run);
      return;
    }
    k += run;
    if (size > 0 && k < 64) block[ZIGZAG[k]] = bits.signed(size) * (1 << low);
  }
}

/** Refines the coefficients already there by one bit, and places new ones of that bit (T.81, G.1.2.3). */
function refineAc(bits: Bits, { ac, from, to, low }: Scan, state: State, block: Int32Array): void {
  const step = 1 << low;
  let k = from;
  while (k <= to && state.endOfBand === 0) {
    const symbol = bits.symbol(ac!);
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run < 15) {
      state.endOfBand = (1 << run) + bits.bits(run);
      break;
    }
    const value = size === 0 ? 0 : bits.bit() === 1 ? step : -step;
    k = refineRun(bits, block, k, to, run, step);
    if (k <= to) block[ZIGZAG[k]] = value;
    k++;
  }
  if (state.endOfBand === 0) return;
  refineRun(bits, block, k, to, 64, step);
  state.endOfBand--;
}

/** Corrects the coefficients on the way past `run` zeros. @returns the place of the zero after them, or beyond `to` */
function refineRun(bits: Bits, block: Int32Array, from: number, to: number, run: number, step: number): number {
  let zeros = run;
  for (let k = from; k <= to; k++) {
    const index = ZIGZAG[k];
    if (block[index] === 0) {
      if (zeros-- === 0) return k;
    } else if (bits.bit() === 1 && (Math.abs(block[index]) & step) === 0) block[index] += block[index] > 0 ? step : -step;
  }
  return to + 1;
}

function reconstruct({ rows, columns, blockColumns, blockRows, precision, coefficients }: Frame, steps: Int32Array): Uint16Array {
  const samples = new Uint16Array(rows * columns);
  const half = 1 << (precision - 1);
  const block = new Float64Array(64);
  for (let i = 0; i < blockRows * blockColumns; i++) {
    for (let k = 0; k < 64; k++) block[k] = coefficients[64 * i + k] * steps[k];
    inverseDct(block);
    const top = 8 * Math.floor(i / blockColumns);
    const left = 8 * (i % blockColumns);
    for (let y = 0; y < Math.min(8, rows - top); y++) {
      for (let x = 0; x < Math.min(8, columns - left); x++) {
        samples[(top + y) * columns + left + x] = Math.min(Math.max(Math.floor(block[8 * y + x] + half + 0.5), 0), 2 * half - 1);
      }
    }
  }
  return samples;
}

/** Along the rows, then along the columns, in place. */
function inverseDct(block: Float64Array): void {
  const line = new Float64Array(8);
  for (const [next, step] of [
    [8, 1],
    [1, 8],
  ]) {
    for (let start = 0; start < 8 * next; start += next) {
      for (let x = 0; x < 8; x++) {
        let sum = 0;
        for (let u = 0; u < 8; u++) sum += BASIS[8 * x + u] * block[start + u * step];
        line[x] = sum;
      }
      for (let x = 0; x < 8; x++) block[start + x * step] = line[x];
    }
  }
}
