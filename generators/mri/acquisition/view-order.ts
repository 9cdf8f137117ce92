/**
 * View order: when each phase-encoding line is acquired.
 *
 *   rank(line): place from one end of k-space (linear), or by distance from its centre, the far side first (centre-out)
 *   S = ceil(N / E) echo trains of E echoes: echo = floor(rank / S), train = rank mod S       t = shot TR + echo ESP
 *
 * So every train takes one line of each of E bands, as fast spin echo does; the first band is the first echo's. One echo a train
 * (E = 1) is a plain scan: linear from edge to edge, or from the centre outwards. With p interleaves the trains 0, p, 2p ... come first,
 * then 1, p + 1 ...
 *
 * Not modelled: dummy shots, averages, other slices' shots within one TR.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), sections 11.5 and 16.4.
 */
import type { Timing } from "./timing.ts";

export interface Ordering {
  /** Which lines the first echoes take: those at one end of k-space, or the central ones. */
  readonly profile: "linear" | "centre-out";
  /** Lines acquired after each excitation. */
  readonly echoTrainLength: number;
  /** Passes over the trains. */
  readonly interleaves: number;
}

export interface Views {
  readonly shotCount: number;
  /** For each line the excitation that acquires it, counted from the scan's first. */
  readonly shotOf: Uint32Array;
  /** For each line its echo within the train, 0 the first. */
  readonly echoOf: Uint32Array;
}

/** @returns lines in the order of their distance from line floor(N / 2): it, the one above, the one below ... */
function fromCentre(lineCount: number): Uint32Array {
  const order = new Uint32Array(lineCount);
  const centre = Math.floor(lineCount / 2);
  for (let rank = 0; rank < lineCount; rank++) {
    const step = Math.ceil(rank / 2);
    order[rank] = centre + (rank % 2 === 1 ? -step : step);
  }
  return order;
}

/** @returns for each of `count` trains its place in time where every `interleaves`-th comes first, then the ones after those */
function placesOf(count: number, interleaves: number): Uint32Array {
  const places = new Uint32Array(count);
  let place = 0;
  for (let pass = 0; pass < interleaves; pass++) {
    for (let train = pass; train < count; train += interleaves) places[train] = place++;
  }
  return places;
}

const asCount = (value: number, most: number): number => Math.min(Math.max(Math.round(value), 1), most);

/**
 * @param lineCount N, 1 or more
 * @param ordering lengths and interleaves are rounded, and bounded by what there is to divide
 */
export function viewOrder(lineCount: number, ordering: Ordering): Views {
  const echoTrainLength = asCount(ordering.echoTrainLength, lineCount);
  const shotCount = Math.ceil(lineCount / echoTrainLength);
  const places = placesOf(shotCount, asCount(ordering.interleaves, shotCount));
  const order = ordering.profile === "centre-out" ? fromCentre(lineCount) : undefined;
  const shotOf = new Uint32Array(lineCount);
  const echoOf = new Uint32Array(lineCount);
  for (let rank = 0; rank < lineCount; rank++) {
    const line = order === undefined ? rank : order[rank];
    shotOf[line] = places[rank % shotCount];
    echoOf[line] = Math.floor(rank / shotCount);
  }
  return { shotCount, shotOf, echoOf };
}

/** @returns when each line is acquired [s], from the first excitation's first echo */
export function acquisitionTimes(
  { shotOf, echoOf }: Views,
  { repetitionTime, echoSpacing }: Pick<Timing, "repetitionTime" | "echoSpacing">,
): Float64Array {
  const times = new Float64Array(shotOf.length);
  for (let line = 0; line < times.length; line++) times[line] = shotOf[line] * repetitionTime + echoOf[line] * echoSpacing;
  return times;
}
