/** A small DICOM writer: the tests make their own files. */
import { deflateRawSync } from "node:zlib";

export interface Element {
  /** "00280010" */
  readonly tag: string;
  readonly vr: string;
  readonly value: string | number | readonly number[] | Uint8Array | readonly (readonly Element[])[] | Fragments;
}

/** Encapsulated pixel data; `offsets` fills the basic offset table. */
export interface Fragments {
  readonly fragments: readonly Uint8Array[];
  readonly offsets?: readonly number[];
}

export type Encoding = "explicit" | "implicit" | "big" | "deflated";

const SYNTAX: Readonly<Record<Encoding, string>> = {
  explicit: "1.2.840.10008.1.2.1",
  implicit: "1.2.840.10008.1.2",
  big: "1.2.840.10008.1.2.2",
  deflated: "1.2.840.10008.1.2.1.99",
};
const LONG = ["OB", "OW", "OF", "OD", "OV", "SQ", "UN", "UT"];

function valueBytes({ vr, value }: Element, encoding: Encoding): Uint8Array {
  const big = encoding === "big";
  if (typeof value === "string") return new TextEncoder().encode(value.length % 2 === 0 ? value : `${value} `);
  if (value instanceof Uint8Array) return value;
  if (vr === "SQ") {
    return Buffer.concat(
      (value as readonly (readonly Element[])[]).map((item) => {
        const content = encode(item, encoding);
        return Buffer.concat([tagBytes("fffee000", big), u32(content.length, big), content]);
      }),
    );
  }
  const numbers = typeof value === "number" ? [value] : (value as readonly number[]);
  const width = vr === "US" || vr === "SS" || vr === "OW" ? 2 : vr === "FD" || vr === "OD" ? 8 : vr === "OB" ? 1 : 4;
  const view = new DataView(new ArrayBuffer(width * numbers.length));
  numbers.forEach((number, i) => {
    if (width === 8) view.setFloat64(8 * i, number, !big);
    else if (vr === "FL" || vr === "OF") view.setFloat32(4 * i, number, !big);
    else if (width === 4) view.setUint32(4 * i, number, !big);
    else if (width === 2) view.setUint16(2 * i, number & 0xffff, !big);
    else view.setUint8(i, number);
  });
  return new Uint8Array(view.buffer);
}

function u16(value: number, big: boolean): Uint8Array {
  return big ? Uint8Array.of(value >> 8, value & 255) : Uint8Array.of(value & 255, value >> 8);
}
function u32(value: number, big: boolean): Uint8Array {
  const bytes = Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
  return big ? bytes.reverse() : bytes;
}
const tagBytes = (tag: string, big: boolean): Uint8Array =>
  Buffer.concat([u16(Number.parseInt(tag.slice(0, 4), 16), big), u16(Number.parseInt(tag.slice(4), 16), big)]);

function encode(elements: readonly Element[], encoding: Encoding): Uint8Array {
  const big = encoding === "big";
  const sorted = [...elements].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return Buffer.concat(
    sorted.map((element) => {
      const { tag, vr, value } = element;
      if (typeof value === "object" && "fragments" in value) return encapsulated(tag, value);
      const bytes = valueBytes(element, encoding);
      if (encoding === "implicit") return Buffer.concat([tagBytes(tag, big), u32(bytes.length, big), bytes]);
      const name = new TextEncoder().encode(vr);
      const length = LONG.includes(vr) ? [Uint8Array.of(0, 0), u32(bytes.length, big)] : [u16(bytes.length, big)];
      return Buffer.concat([tagBytes(tag, big), name, ...length, bytes]);
    }),
  );
}

function encapsulated(tag: string, { fragments, offsets = [] }: Fragments): Uint8Array {
  const items = fragments.map((fragment) => {
    const even = fragment.length % 2 === 0 ? fragment : Buffer.concat([fragment, Uint8Array.of(0)]);
    return Buffer.concat([tagBytes("fffee000", false), u32(even.length, false), even]);
  });
  const head = [tagBytes(tag, false), new TextEncoder().encode("OB"), Uint8Array.of(0, 0), u32(0xffffffff, false)];
  const table = [tagBytes("fffee000", false), u32(4 * offsets.length, false), ...offsets.map((offset) => u32(offset, false))];
  return Buffer.concat([...head, ...table, ...items, tagBytes("fffee0dd", false), u32(0, false)]);
}

/** A whole file: preamble, meta information and data set. `transferSyntax` overrides what the encoding implies. */
export function writeDicom(elements: readonly Element[], encoding: Encoding = "explicit", transferSyntax = SYNTAX[encoding]): Uint8Array {
  const meta = encode(
    [{ tag: "00020010", vr: "UI", value: transferSyntax.length % 2 === 0 ? transferSyntax : `${transferSyntax}\0` }],
    "explicit",
  );
  const length = encode([{ tag: "00020000", vr: "UL", value: meta.length }], "explicit");
  const body = encode(elements, encoding === "deflated" ? "explicit" : encoding);
  return Buffer.concat([
    new Uint8Array(128),
    new TextEncoder().encode("DICM"),
    length,
    meta,
    encoding === "deflated" ? deflateRawSync(body) : body,
  ]);
}

/** A data set alone, as some old writers leave it. */
export const writeDataSet = (elements: readonly Element[], encoding: Encoding): Uint8Array => encode(elements, encoding);

/** A 16-bit signed CT image of 3 x 2 with identity, to be changed by the test. */
export function ctElements(overrides: readonly Element[] = []): Element[] {
  const base: Element[] = [
    { tag: "00080008", vr: "CS", value: "ORIGINAL\\PRIMARY\\AXIAL" },
    { tag: "00080060", vr: "CS", value: "CT" },
    { tag: "00080080", vr: "LO", value: "General Hospital" },
    { tag: "00081030", vr: "LO", value: "FOLLOW UP OF DOE" },
    { tag: "00100010", vr: "PN", value: "DOE^JANE" },
    { tag: "00100020", vr: "LO", value: "PAT-4711" },
    { tag: "00180015", vr: "CS", value: "CHEST" },
    { tag: "00180060", vr: "DS", value: "120" },
    { tag: "00181210", vr: "SH", value: "STANDARD" },
    { tag: "0020000d", vr: "UI", value: "1.2.3.4" },
    { tag: "0020000e", vr: "UI", value: "1.2.3.5" },
    { tag: "00200013", vr: "IS", value: "7" },
    { tag: "00200032", vr: "DS", value: "-10\\-20\\35.5" },
    { tag: "00200037", vr: "DS", value: "1\\0\\0\\0\\1\\0" },
    { tag: "00280002", vr: "US", value: 1 },
    { tag: "00280004", vr: "CS", value: "MONOCHROME2" },
    { tag: "00280010", vr: "US", value: 2 },
    { tag: "00280011", vr: "US", value: 3 },
    { tag: "00280030", vr: "DS", value: "0.7\\0.8" },
    { tag: "00280100", vr: "US", value: 16 },
    { tag: "00280101", vr: "US", value: 16 },
    { tag: "00280102", vr: "US", value: 15 },
    { tag: "00280103", vr: "US", value: 1 },
    { tag: "00281052", vr: "DS", value: "-1024" },
    { tag: "00281053", vr: "DS", value: "2" },
    { tag: "7fe00010", vr: "OW", value: [0, 512, 1024, -2000, 100, 32767] },
  ];
  const replaced = new Set(overrides.map(({ tag }) => tag));
  return [...base.filter(({ tag }) => !replaced.has(tag)), ...overrides];
}
