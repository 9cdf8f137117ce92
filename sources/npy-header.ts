/**
 * The header of a .npy file: a Python dict literal, parsed by its grammar and checked against the bytes that follow it.
 *
 *   header := "{" (key ":" value ","?)* "}"     key := 'descr' | 'fortran_order' | 'shape'
 *   value  := string | True | False | "(" (integer ","?)* ")"
 *
 * Nothing is evaluated. Each token is matched once from the left, so the time is linear in the header's length.
 */
import { MedqError } from "../manifests/error.ts";
import { byteCount, type NumberType } from "./numbers.ts";

/** What a .npy header says, once the file's length has confirmed it. */
export interface NpyHeader {
  /** Slowest axis first (as NumPy prints it, whatever the order in the file). */
  readonly shape: readonly number[];
  /** The type of a number; a complex element has two. */
  readonly type: NumberType;
  readonly parts: 1 | 2;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly elementCount: number;
  /** Where the elements begin [bytes]. */
  readonly dataOffset: number;
}

const HEADER_LIMIT = 65536;
/** Bytes from the start of a file that hold any header. */
export const NPY_HEAD_LENGTH = HEADER_LIMIT + 12;
const SAVE_AGAIN = "Save the array again with numpy.save.";

/** @returns whether the file begins with the magic string of .npy */
export function isNpy(head: Uint8Array): boolean {
  return head[0] === 0x93 && String.fromCharCode(...head.subarray(1, 6)) === "NUMPY";
}

type Value = string | boolean | number[];

/** @throws string: what was expected, got */
function parseDict(text: string): Map<string, Value> {
  let position = 0;
  const take = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = position;
    const match = sticky.exec(text);
    if (match) position = sticky.lastIndex;
    return match?.[1];
  };
  const need = (pattern: RegExp, what: string): string => {
    const token = take(pattern);
    if (token === undefined) throw `Expected ${what} in the header, got ${JSON.stringify(text.slice(position, position + 24))}`;
    return token;
  };
  const sizes = (): number[] => {
    const list: number[] = [];
    for (;;) {
      if (take(/\s*(\))/)) return list;
      list.push(Number(need(/\s*([+-]?\d+)L?\s*,?/, "an integer of shape")));
    }
  };
  const value = (): Value => {
    if (take(/\s*(\()/)) return sizes();
    const token = need(/\s*('[^']*'|"[^"]*"|True|False)/, "a string, True, False or a tuple");
    return token === "True" || token === "False" ? token === "True" : token.slice(1, -1);
  };
  const dict = new Map<string, Value>();
  need(/\s*(\{)/, "a dict");
  while (!take(/\s*(\})/)) {
    const key = need(/\s*('[^']*'|"[^"]*")\s*:/, "a key").slice(1, -1);
    if (dict.has(key)) throw `Expected the key ${key} once in the header, got it twice`;
    dict.set(key, value());
    take(/\s*(,)/);
  }
  return dict;
}

function parseType(descr: string, where: string): Pick<NpyHeader, "type" | "parts" | "littleEndian"> {
  const [, order, kind, size] = /^([<>|=]?)([a-zA-Z?])(\d*)$/.exec(descr) ?? [];
  const complex = kind === "c";
  const type = (kind === "?" ? "b1" : complex ? `f${Number(size) / 2}` : `${kind}${size}`) as NumberType;
  const known: NumberType[] = complex ? ["f4", "f8"] : ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"];
  if (known.includes(type)) return { type, parts: complex ? 2 : 1, littleEndian: order !== ">" };
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected an array of booleans, integers, floats (16 to 64 bits) or complex numbers (64 or 128 bits), got dtype ${JSON.stringify(descr)}`,
    where,
    kind === "O" || kind === "V"
      ? "Object arrays hold pickled Python programs and are never loaded; save a plain numeric array: numpy.save(path, array.astype('float32'), allow_pickle=False)."
      : "Convert it first, for example array.astype('float32').",
  );
}

function elementCountOf(shape: readonly number[], where: string): number {
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new MedqError("E_FORMAT", `Expected sizes from 0 to 2^53 in shape, got (${shape.join(", ")})`, where, SAVE_AGAIN);
    }
    count *= size;
  }
  return count;
}

/** @returns the dict's text and where it ends [bytes] */
function headerText(bytes: Uint8Array, where: string): { text: string; end: number } {
  if (!isNpy(bytes)) throw new MedqError("E_FORMAT", "Expected the magic string \\x93NUMPY, got other bytes", where, SAVE_AGAIN);
  const version = bytes[6];
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new MedqError("E_UNSUPPORTED", `Expected .npy version 1, 2 or 3, got ${version}`, where, SAVE_AGAIN);
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < start ? 0 : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > HEADER_LIMIT) {
    throw new MedqError("E_FORMAT", `Expected a header of at most ${HEADER_LIMIT} bytes, got ${length}`, where, SAVE_AGAIN);
  }
  const end = start + length;
  if (bytes.length < end) {
    throw new MedqError("E_TRUNCATED", `Expected a header of ${end} bytes, got a file of ${bytes.length}`, where, "Fetch the file again.");
  }
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString(version === 3 ? "utf8" : "latin1"), end };
}

/**
 * Parses the header and checks that the file holds exactly the elements it declares.
 * @param bytes the file, or its first NPY_HEAD_LENGTH bytes
 * @param size of the file [bytes]
 * @throws MedqError E_FORMAT, E_TRUNCATED or E_UNSUPPORTED
 */
export function parseNpyHeader(bytes: Uint8Array, where: string, size = bytes.length): NpyHeader {
  const { text, end } = headerText(bytes, where);
  if (/'descr'\s*:\s*\[/.test(text)) {
    throw new MedqError(
      "E_UNSUPPORTED",
      "Expected an array of plain numbers, got a structured dtype",
      where,
      "Save one field at a time: numpy.save(path, array['field']).",
    );
  }
  let dict: Map<string, Value>;
  try {
    dict = parseDict(text);
  } catch (problem) {
    throw new MedqError("E_FORMAT", String(problem), where, SAVE_AGAIN);
  }
  const [descr, fortranOrder, shape] = [dict.get("descr"), dict.get("fortran_order"), dict.get("shape")];
  if (typeof descr !== "string" || typeof fortranOrder !== "boolean" || !Array.isArray(shape) || dict.size !== 3) {
    throw new MedqError(
      "E_FORMAT",
      `Expected descr, fortran_order and shape in the header, got ${[...dict.keys()].join(", ")}`,
      where,
      SAVE_AGAIN,
    );
  }
  const element = parseType(descr, where);
  const elementCount = elementCountOf(shape, where);
  const expected = elementCount * element.parts * byteCount(element.type);
  const got = size - end;
  if (expected !== got) {
    throw new MedqError(
      expected > got ? "E_TRUNCATED" : "E_FORMAT",
      `Expected ${expected} bytes for shape (${shape.join(", ")}) of ${descr}, got ${got}`,
      where,
      expected > got ? "Fetch the file again; it ends early or its header lies." : "Save one array per file, with numpy.save.",
    );
  }
  return { shape, ...element, fortranOrder, elementCount, dataOffset: end };
}
