/**
 * Parses a DICOM file into a data set, whatever its transfer syntax, with or without preamble and file meta information.
 *
 * Source: DICOM PS3.10 section 7.1 (file meta information), PS3.5 sections 7 and A (encodings).
 */
import { inflateRawSync } from "node:zlib";
import dicomParser from "dicom-parser";
import { MedqError } from "../../manifests/error.ts";

export type DataSet = dicomParser.DataSet;

export interface Parsed {
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
  readonly bigEndian: boolean;
}

/** The library exports the class; its declarations name only the type. */
const DataSetOf = (
  dicomParser as unknown as { DataSet: new (parser: dicomParser.ByteArrayParser, bytes: Uint8Array, elements: object) => DataSet }
).DataSet;

const IMPLICIT = "1.2.840.10008.1.2";
const EXPLICIT = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const BIG_ENDIAN = "1.2.840.10008.1.2.2";

/** A deflated data set may not grow beyond this: twice the largest plane that is read, as 16-bit samples. */
const INFLATED_LIMIT = 96 * 1024 * 1024;

/** Tags and short lengths that may be read while parsing: about 500 000 elements and fragments, 150 MiB of objects. */
const READ_LIMIT = 1_500_000;

const TOO_MANY = "too many elements";

/** The library's stream with what it lacks: a bound on what a file can make it build, and the newer value representations. */
function boundedStream(parser: dicomParser.ByteArrayParser, body: Uint8Array): dicomParser.ByteStream {
  const stream = new dicomParser.ByteStream(parser, body, 0);
  const { readUint16, readFixedString } = stream;
  let reads = 0;
  stream.readUint16 = () => {
    if (++reads > READ_LIMIT) throw new RangeError(TOO_MANY);
    return readUint16.call(stream);
  };
  stream.readFixedString = (length) => {
    const text = readFixedString.call(stream, length);
    // 64-bit integers, unknown to the library, have lengths of four bytes as UN has.
    return length === 2 && ["OV", "SV", "UV"].includes(text) ? "UN" : text;
  };
  return stream;
}

/** Implicit pixel data that happen to begin like a sequence item are none. */
const vrOf = ((tag: string) => (tag === "x7fe00010" ? "OW" : undefined)) as (tag: string) => string;

const u16 = (bytes: Uint8Array, at: number): number => bytes[at] | (bytes[at + 1] << 8);
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

export const hasPreamble = (bytes: Uint8Array): boolean =>
  bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === "DICM";

/** How a data set without meta information is encoded, judged by its first element; undefined where it does not look like one. */
export function guessSyntax(bytes: Uint8Array, at: number): string | undefined {
  if (bytes.length < at + 16) return undefined;
  const explicit = isLetter(bytes[at + 4]) && isLetter(bytes[at + 5]);
  const plausible = (group: number, element: number) => (group === 2 || group === 8) && element < 0x0100;
  if (plausible(u16(bytes, at), u16(bytes, at + 2))) return explicit ? EXPLICIT : u32(bytes, at + 4) < 0x10000 ? IMPLICIT : undefined;
  const swapped = plausible((bytes[at] << 8) | bytes[at + 1], (bytes[at + 2] << 8) | bytes[at + 3]);
  return swapped && explicit ? BIG_ENDIAN : undefined;
}

/** Reads the meta information (group 0002, always explicit little endian). @returns its transfer syntax and where it ends */
function readMeta(bytes: Uint8Array, start: number, where: string): { transferSyntax: string | undefined; end: number } {
  let at = start;
  let transferSyntax: string | undefined;
  while (at + 8 <= bytes.length && u16(bytes, at) === 2) {
    const long = ["OB", "OW", "UN", "SQ", "UT", "UR", "UC"].includes(String.fromCharCode(bytes[at + 4], bytes[at + 5]));
    const length = long ? u32(bytes, at + 8) : u16(bytes, at + 6);
    const value = at + (long ? 12 : 8);
    if (value + length > bytes.length) throw truncated(where, "the file meta information");
    if (u16(bytes, at + 2) === 0x10)
      transferSyntax = String.fromCharCode(...bytes.subarray(value, value + Math.min(length, 64))).replace(/[\0 ]+$/, "");
    at = value + length;
  }
  return { transferSyntax, end: at };
}

export function truncated(where: string, what: string): MedqError {
  return new MedqError("E_TRUNCATED", `Expected ${what} to be complete, got the end of the file`, where, "Fetch or export the file again.");
}

/** @throws MedqError */
export function parseDataSet(bytes: Uint8Array, where: string): Parsed {
  const start = hasPreamble(bytes) ? 132 : 0;
  const meta = readMeta(bytes, start, where);
  const guessed = guessSyntax(bytes, meta.end);
  const transferSyntax = meta.transferSyntax ?? guessed;
  if (transferSyntax === undefined) {
    throw new MedqError(
      "E_FORMAT",
      "Expected a DICOM data set, got nothing that begins like one",
      where,
      "Fetch the file again, or export it with its meta information.",
    );
  }
  const body = transferSyntax === DEFLATED ? inflate(bytes.subarray(meta.end), where) : bytes.subarray(meta.end);
  const bigEndian = transferSyntax === BIG_ENDIAN;
  const parser = bigEndian ? dicomParser.bigEndianByteArrayParser : dicomParser.littleEndianByteArrayParser;
  const dataSet = new DataSetOf(parser, body, {});
  dataSet.warnings = [];
  try {
    const stream = boundedStream(parser, body);
    if (isImplicit(body, transferSyntax))
      dicomParser.parseDicomDataSetImplicit(dataSet, stream, body.length, { untilTag: "", vrCallback: vrOf });
    else dicomParser.parseDicomDataSetExplicit(dataSet, stream, body.length);
    if (stream.position > body.length) throw new RangeError("end of data");
    const pixels = dataSet.elements.x7fe00010;
    if (pixels?.hadUndefinedLength && pixels.fragments === undefined) {
      const start = boundedStream(parser, body);
      start.seek(pixels.dataOffset);
      dicomParser.findEndOfEncapsulatedElement(start, pixels, dataSet.warnings);
    }
  } catch (error) {
    // Elements are in ascending order: what follows whole pixel data is padding, or of no concern.
    if (!hasWholePixels(dataSet)) throw asMedqError(error, where);
  }
  return { dataSet, transferSyntax, bigEndian };
}

/** Some writers declare one and write the other; the first element shows which. */
function isImplicit(body: Uint8Array, transferSyntax: string): boolean {
  const seen = transferSyntax === BIG_ENDIAN ? undefined : guessSyntax(body, 0);
  return (seen ?? transferSyntax) === IMPLICIT;
}

function hasWholePixels({ elements, byteArray }: DataSet): boolean {
  const element = elements.x7fe00010 ?? elements.x7fe00008 ?? elements.x7fe00009;
  return element !== undefined && element.dataOffset + element.length <= byteArray.length;
}

/** dicom-parser throws strings, and objects that hold one; none of them quotes a value. */
function asMedqError(error: unknown, where: string): MedqError {
  const text = typeof error === "string" ? error : String((error as { exception?: unknown }).exception ?? (error as Error).message);
  if (text === TOO_MANY) {
    throw new MedqError("E_TOO_LARGE", "Expected at most 500 000 data elements, got more", where, "Export fewer frames a file.", error);
  }
  if (/past|beyond|overrun|end of|buffer|position/i.test(text)) return truncated(where, "every data element");
  return new MedqError(
    "E_FORMAT",
    "Expected a well-formed DICOM data set, got one that cannot be parsed",
    where,
    "Fetch or export the file again.",
    error,
  );
}

function inflate(bytes: Uint8Array, where: string): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: INFLATED_LIMIT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new MedqError(
        "E_TOO_LARGE",
        `Expected a deflated data set of at most ${INFLATED_LIMIT / 1048576} MiB, got a larger one`,
        where,
        "Export it without compression, a frame a file.",
        error,
      );
    }
    throw new MedqError(
      "E_TRUNCATED",
      "Expected a complete deflated data set, got a damaged one",
      where,
      "Fetch or export the file again.",
      error,
    );
  }
}
