/** Phase-encoding lines at random, denser towards the centre of k-space. */
import { MedqError } from "../../../manifests/error.ts";
import { pow } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";

/**
 * Draws all lines in an order in which lines near the centre tend to come first: each next one with a probability proportional to
 * (1 - |k| / K)^power among those that are left, K just beyond the outermost line.
 */
export function densityOrder(stream: RandomStream, lineCount: number, power: number): Uint32Array {
  const centre = Math.floor(lineCount / 2);
  // The first of competing exponential clocks rings with a probability proportional to its rate.
  const times = Float64Array.from(
    { length: lineCount },
    (_, line) => stream.exponential() / pow(1 - Math.abs(line - centre) / (centre + 1), power),
  );
  return Uint32Array.from({ length: lineCount }, (_, line) => line).sort((a, b) => times[a] - times[b] || a - b);
}

export interface Density {
  readonly acceleration: number;
  readonly power: number;
  /** Lines around the centre that come first. */
  readonly acsLines: number;
}

/** @returns 1 for each of N / acceleration lines; a higher acceleration keeps none that a lower one lacks @throws MedqError E_USAGE below 1 */
export function densityLines(
  stream: RandomStream,
  lineCount: number,
  { acceleration, power, acsLines }: Density,
  where: string,
): Uint8Array {
  if (!(acceleration >= 1)) {
    throw new MedqError("E_USAGE", `Expected an acceleration of at least 1, got ${acceleration}`, where, "1 acquires every line.");
  }
  const keep = new Uint8Array(lineCount);
  const acs = Math.min(Math.max(Math.round(acsLines), 1), lineCount);
  const first = Math.floor(lineCount / 2) - Math.floor(acs / 2);
  keep.fill(1, first, first + acs);
  let left = Math.round(lineCount / acceleration) - acs;
  for (const line of densityOrder(stream, lineCount, power)) {
    if (left <= 0) break;
    if (keep[line] === 1) continue;
    keep[line] = 1;
    left--;
  }
  return keep;
}
