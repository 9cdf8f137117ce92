/**
 * The XML header of ISMRMRD, which fastMRI files carry too: what the sequence was, never who was scanned.
 *
 * Only the elements named here are read; subject, study and measurement information give nothing but the values of keyed hashes.
 * The document is read once from the left, tag by tag; entities, namespaces and attributes mean nothing here.
 *
 * Source: Inati et al., Magn. Reson. Med. 77 (2017) 411.
 */
import { MedqError } from "../../manifests/error.ts";
import type { Acquisition } from "../acquisition.ts";
import { millimetres } from "../units.ts";

const DEPTH_LIMIT = 32;

/** By path below the root ("encoding/encodedSpace/matrixSize/x"): the texts of the leaves, in their order. */
export type Header = ReadonlyMap<string, readonly string[]>;

/** One tag, with the text before it. */
interface Tag {
  readonly text: string;
  readonly kind: "open" | "close" | "other";
  /** Without its namespace. */
  readonly name: string;
}

/** @throws MedqError E_FORMAT */
function* tagsOf(xml: string, where: string): Generator<Tag> {
  let position = 0;
  for (;;) {
    const start = xml.indexOf("<", position);
    if (start < 0) return;
    const comment = xml.startsWith("<!--", start);
    const end = xml.indexOf(comment ? "-->" : ">", start);
    if (end < 0) throw damaged("a tag that does not end", where);
    const text = xml.slice(position, start).trim();
    const tag = xml.slice(start + 1, end);
    position = end + (comment ? 3 : 1);
    const name = (/^\/?([\w.:-]*)/.exec(tag)?.[1] ?? "").replace(/^.*:/, "");
    const other = /^[!?]/.test(tag) || tag.endsWith("/");
    yield { text, kind: other ? "other" : tag.startsWith("/") ? "close" : "open", name };
  }
}

/** @throws MedqError E_FORMAT */
export function parseHeader(xml: string, where: string): Header {
  const leaves = new Map<string, string[]>();
  const path: string[] = [];
  for (const { text, kind, name } of tagsOf(xml, where)) {
    if (kind === "open") {
      path.push(name);
      if (path.length > DEPTH_LIMIT) throw damaged(`elements more than ${DEPTH_LIMIT} deep`, where);
    } else if (kind === "close") {
      if (path.pop() !== name) throw damaged(`an element that ends as ${name.slice(0, 40)}`, where);
      const key = [...path.slice(1), name].join("/");
      const known = leaves.get(key);
      if (known !== undefined && text !== "") known.push(text);
      else if (text !== "") leaves.set(key, [text]);
    }
  }
  if (path.length > 0) throw damaged(`an element ${path[0]?.slice(0, 40)} that does not end`, where);
  return leaves;
}

const damaged = (what: string, where: string): MedqError =>
  new MedqError("E_FORMAT", `Expected an XML header of ISMRMRD, got ${what}`, where, "Export the raw data again.");

/** @returns the first number of that path that is positive */
function positive(header: Header, path: string): number | undefined {
  const value = Number(header.get(path)?.[0]);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** @returns the first value of that path, where it is a whole number from 0 */
export function whole(header: Header, path: string): number | undefined {
  const value = Number(header.get(path)?.[0]);
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** One encoding as the sequence ran it, lengths in metres. Absent: the header does not say. */
export interface Space {
  readonly matrix: { readonly x?: number | undefined; readonly y?: number | undefined; readonly z?: number | undefined };
  readonly field: { readonly x?: number | undefined; readonly y?: number | undefined; readonly z?: number | undefined };
}

export function spaceOf(header: Header, name: "encodedSpace" | "reconSpace"): Space {
  const path = `encoding/${name}`;
  const length = (axis: string): number | undefined => {
    const value = positive(header, `${path}/fieldOfView_mm/${axis}`);
    return value === undefined ? undefined : millimetres(value);
  };
  const size = (axis: string): number | undefined => {
    const value = positive(header, `${path}/matrixSize/${axis}`);
    return Number.isSafeInteger(value) ? value : undefined;
  };
  return { matrix: { x: size("x"), y: size("y"), z: size("z") }, field: { x: length("x"), y: length("y"), z: length("z") } };
}

/**
 * @param axis x: readout, y: phase encoding
 * @param count samples of the encoded field of view along it
 * @returns how many of them the shown field of view keeps: scanners sample more densely than they show, so that nothing folds in
 */
export function keptOf(header: Header, axis: "x" | "y", count: number): number {
  const encoded = spaceOf(header, "encodedSpace").field[axis];
  const shown = spaceOf(header, "reconSpace").field[axis];
  if (encoded === undefined || shown === undefined || shown >= encoded) return count;
  return Math.min(count, Math.max(1, Math.round((count * shown) / encoded)));
}

/** @param rows phase-encoding lines and @param readout samples of the encoded field of view @returns spacing [m] where the header states it */
export function spacingOf(header: Header, rows: number, readout: number): Pick<Acquisition, "spacing"> {
  const { field } = spaceOf(header, "encodedSpace");
  if (field.x === undefined || field.y === undefined) return {};
  return { spacing: { row: field.y / rows, column: field.x / readout } };
}

/** DICOM's keyword, the header's path, and what the header's unit is in DICOM's. */
const STATEMENTS: readonly (readonly [keyword: string, path: string, factor: number])[] = [
  ["RepetitionTime", "sequenceParameters/TR", 1],
  ["EchoTime", "sequenceParameters/TE", 1],
  ["InversionTime", "sequenceParameters/TI", 1],
  ["FlipAngle", "sequenceParameters/flipAngle_deg", 1],
  ["EchoSpacing", "sequenceParameters/echo_spacing", 1],
  ["MagneticFieldStrength", "acquisitionSystemInformation/systemFieldStrength_T", 1],
  ["ImagingFrequency", "experimentalConditions/H1resonanceFrequency_Hz", 1e-6],
  ["EchoTrainLength", "encoding/echoTrainLength", 1],
];

/** DICOM's words for the path through k-space (0018,9032). */
const TRAJECTORIES: Readonly<Record<string, string>> = {
  cartesian: "RECTILINEAR",
  epi: "RECTILINEAR",
  radial: "RADIAL",
  goldenangle: "RADIAL",
  spiral: "SPIRAL",
};

export const trajectoryOf = (header: Header): string => header.get("encoding/trajectory")?.[0]?.toLowerCase() ?? "cartesian";

/**
 * What may leave the header: numbers of the sequence, under DICOM's keywords and in its units (ms, degrees, T, MHz). A value that several
 * echoes or contrasts have each their own of is that of the first. EchoSpacing [ms] has no keyword in DICOM.
 */
export function statementsOf(header: Header): Record<string, string | number> {
  const scanner: Record<string, string | number> = {};
  for (const [keyword, path, factor] of STATEMENTS) {
    const value = positive(header, path);
    // A simulation that has no frequency writes one of 1 Hz or so.
    if (value !== undefined && !(keyword === "ImagingFrequency" && value < 1e5)) scanner[keyword] = value * factor;
  }
  const traversal = TRAJECTORIES[trajectoryOf(header)];
  if (traversal !== undefined && header.has("encoding/trajectory")) scanner.GeometryOfKSpaceTraversal = traversal;
  const thickness = spaceOf(header, "reconSpace").field.z;
  const partitions = spaceOf(header, "reconSpace").matrix.z ?? 1;
  if (thickness !== undefined) scanner.SliceThickness = (thickness * 1000) / partitions;
  return scanner;
}
