/**
 * The planes of an array that lies in a file, whichever of its axes counts them:
 *
 *   bytes of the array = blocks x planes x inner        a plane is the `inner` bytes that each block holds of it, one block after the other
 *
 * One block: a plane lies in one run and is read in pieces. Several: as many neighbouring planes as fit into a slab are gathered in one pass
 * over the file, so that planes asked for in ascending order cost few passes. Memory: a piece, and a slab where there are several blocks.
 */
import { MedqError } from "../../manifests/error.ts";
import type { ByteSource } from "./source.ts";

const MEBIBYTE = 1024 * 1024;
/** A piece of a plane [bytes]: a multiple of every element's size but RGB's, which takes a little less. */
const PIECE = 4 * MEBIBYTE;
/** Neighbouring planes held at a time [bytes]. */
export const SLAB = 64 * MEBIBYTE;
/** Runs at least this long are read one by one, shorter ones with what lies between them [bytes]. */
const LONG_RUN = 65536;
const GROUP = MEBIBYTE;

export interface PlaneLayout {
  /** Where the array begins [bytes]. */
  readonly start: number;
  readonly blocks: number;
  readonly planes: number;
  /** Bytes of one plane in one block. */
  readonly inner: number;
  /** Bytes of an element: no piece cuts one. */
  readonly element: number;
}

/** Consecutive bytes of a plane. */
export interface PlanePiece {
  /** The place of the first one among the plane's bytes. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Some planes of one block after the other: blocks x count x inner. */
interface Slab {
  readonly start: number;
  readonly first: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

type Read = ByteSource["read"];

/** @returns planes `first` to `first + count - 1` as blocks `from` to `to - 1` hold them: blocks x count x inner */
async function gather(
  read: Read,
  { start, planes, inner }: PlaneLayout,
  [first, count]: readonly [number, number],
  [from, to]: readonly [number, number],
): Promise<Uint8Array> {
  const [run, block] = [count * inner, planes * inner];
  const bytes = new Uint8Array((to - from) * run);
  const together = run >= LONG_RUN || block > GROUP ? 1 : Math.floor(GROUP / block);
  for (let at = from; at < to; at += together) {
    const group = Math.min(together, to - at);
    const found = await read(start + at * block + first * inner, (group - 1) * block + run);
    for (let index = 0; index < group; index++) copy(found, index * block, bytes, (at - from + index) * run, run);
  }
  return bytes;
}

/** A view for each of millions of short runs would take longer than its bytes. */
function copy(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  if (length > 16) target.set(source.subarray(from, from + length), to);
  else for (let byte = 0; byte < length; byte++) target[to + byte] = source[from + byte];
}

/** @returns one plane of the slab, of blocks `from` to `to - 1` */
function cutOf(slab: Slab, { inner }: PlaneLayout, plane: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array((to - from) * inner);
  for (let block = from; block < to; block++) {
    copy(slab.bytes, (block * slab.count + plane - slab.first) * inner, bytes, (block - from) * inner, inner);
  }
  return bytes;
}

export class PlaneReader {
  readonly #source: ByteSource;
  readonly #read: Read;
  #slab: Slab | undefined;

  /** @param where the file, for the error where it ends before a plane does */
  constructor(source: ByteSource, where: string) {
    this.#source = source;
    this.#read = async (start, length) => {
      const bytes = await source.read(start, length);
      if (bytes.length === length) return bytes;
      const problem = `Expected ${length} bytes at byte ${start}, got ${bytes.length}`;
      throw new MedqError("E_TRUNCATED", problem, where, "Fetch the file again; it ends early or its header lies.");
    };
  }

  close(): void {
    this.#slab = undefined;
    this.#source.close();
  }

  /** @returns the bytes of a plane in their order @throws MedqError E_TRUNCATED */
  async *pieces(layout: PlaneLayout, plane: number): AsyncGenerator<PlanePiece> {
    const { start, blocks, inner, element } = layout;
    const piece = PIECE - (PIECE % element);
    if (blocks === 1) {
      for (let at = 0; at < inner; at += piece) {
        yield { at, bytes: await this.#read(start + plane * inner + at, Math.min(piece, inner - at)) };
      }
      return;
    }
    const slab = blocks * inner > SLAB ? undefined : await this.#slabWith(layout, plane);
    const together = Math.max(1, Math.floor(PIECE / inner));
    for (let block = 0; block < blocks; block += together) {
      const end = Math.min(block + together, blocks);
      const bytes = slab ? cutOf(slab, layout, plane, block, end) : await gather(this.#read, layout, [plane, 1], [block, end]);
      yield { at: block * inner, bytes };
    }
  }

  async #slabWith(layout: PlaneLayout, plane: number): Promise<Slab> {
    const { start, blocks, planes, inner } = layout;
    const known = this.#slab;
    if (known?.start === start && plane >= known.first && plane < known.first + known.count) return known;
    this.#slab = undefined;
    const most = Math.floor(SLAB / (blocks * inner));
    const first = most >= planes ? 0 : plane;
    const count = Math.min(most, planes - first);
    const slab = { start, first, count, bytes: await gather(this.#read, layout, [first, count], [0, blocks]) };
    this.#slab = slab;
    return slab;
  }
}
