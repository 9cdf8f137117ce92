/** Whether two images are one within what an engine may differ from the reference. */
import type { Tolerance } from "../generators/signal/engine.ts";

/** @returns how far they are apart, in words, where that is beyond the tolerance; nothing where it is within */
export function beyondTolerance(expected: Uint8Array, got: Uint8Array, { share, rootMeanSquare }: Tolerance): string | undefined {
  if (expected.length !== got.length) return `expected ${expected.length} samples, got ${got.length}`;
  let count = 0;
  let energy = 0;
  for (let at = 0; at < expected.length; at++) {
    const apart = expected[at]! - got[at]!;
    if (apart !== 0) count++;
    energy += apart * apart;
  }
  const spread = Math.sqrt(energy / expected.length);
  if (count <= share * expected.length && spread <= rootMeanSquare) return undefined;
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  return (
    `expected at most ${short(100 * share)} % of its samples off, by a root mean square of at most ${short(rootMeanSquare)} code values, ` +
    `got ${short((100 * count) / expected.length)} %, ${short(spread)}`
  );
}
