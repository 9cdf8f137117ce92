/**
 * Lossless JPEG (process 14): each sample is its prediction from the neighbours plus a Huffman-coded difference, modulo 2^16.
 *
 *   Ra left, Rb above, Rc above left     1: Ra  2: Rb  3: Rc  4: Ra + Rb - Rc  5: Ra + (Rb - Rc)/2  6: Rb + (Ra - Rc)/2  7: (Ra + Rb)/2
 *
 * The first row predicts from the left, the first column from above, the first sample from 2^(P - Pt - 1).
 *
 * Not read: subsampled components.
 *
 * Source: ITU-T T.81 (1992), annex H.
 */
import { MedqError } from "../../manifests/error.ts";
import { Bits, type Huffman, readHuffman } from "./entropy.ts";
import { DHT, DRI, incomplete, isFrame, SOS, walkSegments } from "./segments.ts";

interface Frame {
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
}

/**
 * @param components samples per pixel that the data set declares
 * @returns rows x columns x components samples, as 16-bit patterns
 * @throws MedqError E_UNSUPPORTED, E_FORMAT or E_TRUNCATED
 */
export function decodeLosslessJpeg(bytes: Uint8Array, rows: number, columns: number, components: number, where: string): Uint16Array {
  const tables: Huffman[] = [];
  let frame: Frame | undefined;
  let restartInterval = 0;
  let samples: Uint16Array | undefined;
  walkSegments(bytes, (marker, start, end) => {
    if (marker === DHT) readHuffman(bytes, start, end, tables, []);
    else if (marker === DRI) restartInterval = (bytes[start] << 8) | bytes[start + 1];
    else if (isFrame(marker)) frame = readFrame(bytes, start, marker, { rows, columns, components }, where);
    else if (marker === SOS && frame !== undefined) {
      const count = bytes[start];
      if (count !== frame.components) throw unsupported("all components in one scan", where);
      const chosen = Array.from({ length: count }, (_, i) => tables[bytes[start + 2 + 2 * i] >> 4]);
      const [predictor, , approximation] = bytes.subarray(start + 1 + 2 * count, start + 4 + 2 * count);
      samples = readScan(new Bits(bytes, end), frame, chosen, predictor, approximation & 15, restartInterval, where);
      return bytes.length;
    }
    return end;
  });
  if (samples === undefined) throw incomplete(where);
  return samples;
}

const unsupported = (expected: string, where: string): MedqError =>
  new MedqError(
    "E_UNSUPPORTED",
    `Expected lossless JPEG with ${expected}, got another kind`,
    where,
    "Convert the file to an uncompressed transfer syntax.",
  );

function readFrame(bytes: Uint8Array, start: number, marker: number, declared: Omit<Frame, "precision">, where: string): Frame {
  if (marker !== 0xc3) throw unsupported("Huffman codes", where);
  const components = bytes[start + 5];
  if (components !== declared.components) {
    throw new MedqError(
      "E_FORMAT",
      `Expected ${declared.components} components, got ${components}`,
      where,
      "The header contradicts the pixels: export the file again.",
    );
  }
  for (let i = 0; i < components; i++)
    if (bytes[start + 7 + 3 * i] !== 0x11) throw unsupported("full resolution in every component", where);
  return { ...declared, precision: bytes[start] };
}

function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}

function readScan(
  bits: Bits,
  frame: Frame,
  tables: readonly Huffman[],
  predictor: number,
  transform: number,
  restartInterval: number,
  where: string,
): Uint16Array {
  const { rows, columns, components, precision } = frame;
  const values = new Uint16Array(rows * columns * components);
  const width = columns * components;
  const start = 1 << (precision - transform - 1);
  // After a restart prediction begins anew, as on the first row.
  let restartedAt = 0;
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    if (restartInterval > 0 && pixel > 0 && pixel % restartInterval === 0) {
      bits.restart();
      restartedAt = pixel;
    }
    const firstRow = pixel - restartedAt < columns;
    const firstColumn = pixel % columns === 0;
    for (let c = 0; c < components; c++) {
      const at = pixel * components + c;
      let prediction = start;
      if (firstRow && pixel !== restartedAt) prediction = values[at - components];
      else if (!firstRow && firstColumn) prediction = values[at - width];
      else if (!firstRow) prediction = predict(predictor, values[at - components], values[at - width], values[at - width - components]);
      values[at] = prediction + difference(bits, tables[c], where);
    }
    if (bits.invented > 64) throw incomplete(where);
  }
  return transform === 0 ? values : values.map((value) => value << transform);
}

function difference(bits: Bits, table: Huffman, where: string): number {
  try {
    const size = bits.symbol(table);
    return size === 16 ? 32768 : bits.signed(size);
  } catch (error) {
    throw new MedqError(
      "E_FORMAT",
      "Expected a decodable lossless JPEG scan, got a damaged one",
      where,
      "Fetch or export the file again.",
      error,
    );
  }
}
