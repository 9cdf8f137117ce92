/**
 * Canonical JSON and the hashes made of it.
 *
 * A key says what a thing is made from and is known before it is made; a content hash says what came out.
 */
import { createHash } from "node:crypto";

/** JSON with sorted object keys and no white space; undefined members are left out. @throws TypeError for NaN and infinities */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`Expected a finite number in canonical JSON, got ${value}`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

/** @returns 64 hex characters */
export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What a derived thing is made from. */
export interface Making {
  readonly operation: string;
  readonly version: number;
  readonly parameters: unknown;
  readonly seed?: string;
  readonly parents: readonly string[];
}

/** @returns 64 hex characters */
export function keyOf(making: Making): string {
  return sha256(canonicalJson(making));
}
