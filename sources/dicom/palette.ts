/**
 * Palette colour: each stored value is looked up in three tables, plain or segmented.
 *
 *   colour = table[clamp(stored - first, 0, count - 1)]
 *
 * A segmented table is a list of instructions of 16- or 8-bit words: 0 count values (as they are), 1 count end (a straight line to `end`),
 * 2 count address (repeat that many earlier instructions).
 *
 * Source: DICOM PS3.3 sections C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9.2.
 */
import { MedqError } from "../../manifests/error.ts";
import { short } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";

interface Table {
  readonly values: Float64Array;
  /** The stored value of the first entry. */
  readonly first: number;
  readonly bits: 8 | 16;
}

/** As many as there can be entries. */
const INSTRUCTION_LIMIT = 65536;

const CHANNELS = [
  { descriptor: "x00281101", plain: "x00281201", segmented: "x00281221" },
  { descriptor: "x00281102", plain: "x00281202", segmented: "x00281222" },
  { descriptor: "x00281103", plain: "x00281203", segmented: "x00281223" },
];

const incomplete = (got: string, where: string): MedqError =>
  new MedqError("E_FORMAT", `Expected three palette tables, got ${got}`, where, "Convert the image to RGB.");

/**
 * @param indices stored values of a plane
 * @param signed whether stored values are, and with them the first entry's
 * @returns pixels x 3 code values and their bits
 * @throws MedqError E_FORMAT or E_TRUNCATED
 */
export function paletteToRgb(
  indices: Float64Array,
  dataSet: DataSet,
  encoding: { readonly bigEndian: boolean; readonly signed: boolean },
  where: string,
): { data: Float64Array; bits: 8 | 16 } {
  const tables = CHANNELS.map((channel) => readTable(dataSet, channel, encoding, where));
  // Entries of 16 bits may hold 8-bit colours; they are wide only where some channel is.
  const bits = tables.some(({ values, bits: width }) => width === 16 && values.some((value) => value > 255)) ? 16 : 8;
  const data = new Float64Array(3 * indices.length);
  tables.forEach(({ values, first }, channel) => {
    for (let i = 0; i < indices.length; i++) data[3 * i + channel] = values[Math.min(Math.max(indices[i] - first, 0), values.length - 1)];
  });
  return { data, bits };
}

function readTable(
  dataSet: DataSet,
  { descriptor, plain, segmented }: (typeof CHANNELS)[number],
  { bigEndian, signed }: { readonly bigEndian: boolean; readonly signed: boolean },
  where: string,
): Table {
  const [declared, start, bits] = [0, 1, 2].map((index) => short(dataSet, descriptor, index));
  if (declared === undefined || start === undefined || (bits !== 8 && bits !== 16)) throw incomplete("an incomplete descriptor", where);
  const count = declared === 0 ? 65536 : declared;
  const first = signed && start > 32767 ? start - 65536 : start;
  const element = dataSet.elements[plain] ?? dataSet.elements[segmented];
  if (element === undefined) throw incomplete("fewer", where);
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  if (dataSet.elements[plain] === undefined) return { values: expand(wordsOf(bytes, bits / 8, bigEndian), count, where), first, bits };
  // 8-bit entries may stand two in a word, or one.
  const width = bytes.length >= 2 * count ? 2 : 1;
  if (bytes.length < width * count)
    throw new MedqError("E_TRUNCATED", `Expected ${count} palette entries, got ${bytes.length}`, where, "Convert the image to RGB.");
  return { values: wordsOf(bytes.subarray(0, width * count + ((width * count) % 2)), width, bigEndian).subarray(0, count), first, bits };
}

/** @param width bytes of a word; bytes of big-endian data stand in swapped pairs */
function wordsOf(bytes: Uint8Array, width: number, bigEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Float64Array(Math.floor(bytes.length / width));
  for (let i = 0; i < words.length; i++) {
    const swapped = bigEndian && (i ^ 1) < words.length ? i ^ 1 : i;
    words[i] = width === 2 ? view.getUint16(2 * i, !bigEndian) : bytes[swapped];
  }
  return words;
}

interface Expansion {
  readonly words: Float64Array;
  readonly values: Float64Array;
  filled: number;
  steps: number;
  readonly where: string;
}

/** Carries out the instructions of a segmented table. */
function expand(words: Float64Array, count: number, where: string): Float64Array {
  const state: Expansion = { words, values: new Float64Array(count), filled: 0, steps: 0, where };
  for (let at = 0; at + 1 < words.length && state.filled < count; ) at = carryOut(state, at, false);
  if (state.filled < count || state.values.some(Number.isNaN)) throw incomplete("a segmented one that ends early", where);
  return state.values;
}

/** @returns where the next instruction stands */
function carryOut(state: Expansion, at: number, nested: boolean): number {
  const { words, values, where } = state;
  if (++state.steps > INSTRUCTION_LIMIT) throw incomplete("a segmented one without end", where);
  const [code, length] = [words[at], words[at + 1]];
  const room = Math.min(length, values.length - state.filled);
  if (code === 0) {
    for (let i = 0; i < room; i++) values[state.filled++] = words[at + 2 + i];
    return at + 2 + length;
  }
  if (code === 1) {
    const from = state.filled === 0 ? 0 : values[state.filled - 1];
    const end = words[at + 2];
    for (let i = 1; i <= room; i++) values[state.filled++] = Math.floor(from + ((end - from) * i) / length + 0.5);
    return at + 3;
  }
  if (code !== 2 || nested) throw incomplete("an unknown instruction in one", where);
  let source = words[at + 2] + 65536 * words[at + 3];
  for (let i = 0; i < length && state.filled < values.length; i++) source = carryOut(state, source, true);
  return at + 4;
}
