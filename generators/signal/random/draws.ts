/**
 * The draws of one stream by their index, one by one and in rows: Philox words and the uniform, normal and Poisson numbers made of them.
 *
 *   draw i takes words 2 i and 2 i + 1 of the stream:   u = (n + 1/2) / 2^52,  n the upper 52 of their 64 bits
 *
 * Rows come from the kernel, cut into pieces that stay in the cache; what the kernel leaves open (numbers far out in a tail, a count
 * on the edge of rounding) the twins decide.
 */
import { poissonQuantile } from "../distributions.ts";
import { normalQuantileTable } from "../math/normal-quantile-table.ts";
import { normalQuantile } from "../math.ts";
import { keySchedule, philoxBlock } from "../philox.ts";
import { type LoadedKernel, loadKernel } from "../webassembly.ts";
import { streamStart } from "./stream-start.ts";

interface RandomKernel {
  uniforms(target: number, groups: number, first: number, c1: number, c2: number, c3: number, keys: number): void;
  normals(numbers: number, target: number, count: number, table: number, tails: number): number;
  counts(deviates: number, means: number, target: number, count: number, open: number): number;
}

/** Draws of one piece, and of one group of the kernel. */
const PIECE = 2048;
const GROUP = 16;
/** Shorter rows are not worth a call of the kernel. */
const SHORTEST = 32;
/** Blocks computed at a time for single draws. */
const BATCH = 32;
const TWO_32 = 4294967296;

/** The kernel with its memory laid out, once per thread. */
interface Workspace extends LoadedKernel<RandomKernel> {
  readonly keys: number;
  readonly table: number;
  readonly uniform: number;
  readonly normal: number;
  readonly means: number;
  readonly open: number;
}

let workspace: Workspace | undefined | null;

function openWorkspace(): Workspace | null {
  const kernel = loadKernel<RandomKernel>("random");
  if (kernel === undefined) return null;
  const table = normalQuantileTable(0);
  const at = kernel.memory.keep(8 * table.length);
  const [keys, uniform, normal, means, open] = [320, 8 * PIECE, 8 * PIECE, 8 * PIECE, 4 * PIECE].map((bytes) => kernel.memory.keep(bytes));
  kernel.memory.f64(at, table.length).set(table);
  return { ...kernel, table: at, keys, uniform, normal, means, open };
}

export class Draws {
  private readonly key = new Uint32Array(2);
  private readonly counter = new Uint32Array(4);
  private readonly words = new Uint32Array(4 * BATCH);
  /** The draw that the words begin with. */
  private first = Number.NEGATIVE_INFINITY;

  /** @param identity what the stream is for */
  constructor(identity: string) {
    const { key, counter } = streamStart(identity);
    this.key.set(key);
    this.counter.set(counter, 2);
  }

  private placeOf(index: number): number {
    if (!(index >= this.first && index < this.first + 2 * BATCH)) {
      const block = Math.floor(index / 2);
      this.first = 2 * block;
      for (let each = 0; each < BATCH; each++) {
        this.counter[0] = block + each;
        this.counter[1] = Math.floor((block + each) / TWO_32);
        philoxBlock(this.words, 4 * each, this.counter, this.key);
      }
    }
    return 2 * (index - this.first);
  }

  /** @returns 32 bits of a draw */
  word(index: number): number {
    return this.words[this.placeOf(index)];
  }

  /** @returns the upper 53 bits of a draw as an integer */
  bits(index: number): number {
    const at = this.placeOf(index);
    return this.words[at] * 2097152 + (this.words[at + 1] >>> 11);
  }

  /** @returns an odd multiple of 2^-53 in (0, 1) */
  uniform(index: number): number {
    const at = this.placeOf(index);
    return (this.words[at] * 1048576 + (this.words[at + 1] >>> 12) + 0.5) / 4503599627370496;
  }

  /** Fills a row with the uniform numbers from draw `first` on. */
  fillUniform(target: Float64Array, first: number): void {
    const space = this.kernelFor(target);
    if (space === null) {
      for (let index = 0; index < target.length; index++) target[index] = this.uniform(first + index);
      return;
    }
    this.byPieces(space, target, first, (_, skipped, count) => space.memory.f64(space.uniform + 8 * skipped, count));
  }

  /** Fills a row with the normal numbers from draw `first` on. */
  fillNormal(target: Float64Array, first: number): void {
    const space = this.kernelFor(target);
    if (space === null) {
      for (let index = 0; index < target.length; index++) target[index] = normalQuantile(this.uniform(first + index));
      return;
    }
    this.byPieces(space, target, first, (_, skipped, count) => normalsOf(space, skipped + count).subarray(skipped));
  }

  /** Fills a row with Poisson counts, each of its own mean, from draw `first` on. */
  fillPoisson(target: Float64Array, means: Float64Array, first: number): void {
    const space = this.kernelFor(target);
    if (space === null) {
      for (let index = 0; index < target.length; index++) target[index] = poissonQuantile(this.uniform(first + index), means[index]);
      return;
    }
    const { run, memory } = space;
    this.byPieces(space, target, first, (start, skipped, count) => {
      normalsOf(space, skipped + count);
      const piece = memory.f64(space.means, skipped + count);
      piece.set(means.subarray(start, start + count), skipped);
      const whole = skipped + count + ((skipped + count) & 1);
      const opened = run.counts(space.normal, space.means, space.normal, whole, space.open);
      const result = memory.f64(space.normal, skipped + count);
      const uniform = memory.f64(space.uniform, skipped + count);
      for (const at of memory.i32(space.open, opened)) {
        if (at >= skipped && at < result.length) result[at] = poissonQuantile(uniform[at], piece[at]);
      }
      return result.subarray(skipped);
    });
  }

  private kernelFor(target: Float64Array): Workspace | null {
    if (target.length < SHORTEST) return null;
    if (workspace === undefined) workspace = openWorkspace();
    return workspace;
  }

  /** Has the kernel write uniform numbers piece by piece, `skipped` of them before the piece's start, and copies what is made of them. */
  private byPieces(
    { run, memory, keys, uniform }: Workspace,
    target: Float64Array,
    first: number,
    made: (start: number, skipped: number, count: number) => Float64Array,
  ): void {
    memory.i32(keys, 80).set(keySchedule(this.key));
    for (let start = 0; start < target.length; ) {
      const block = Math.floor((first + start) / 2);
      const low = block % TWO_32;
      const skipped = first + start - 2 * block;
      // The lowest counter word must not run over within a call.
      const count = Math.min(PIECE - skipped, target.length - start, 2 * (TWO_32 - low) - skipped);
      const groups = Math.ceil((skipped + count) / GROUP);
      run.uniforms(uniform, groups, low, Math.floor(block / TWO_32), this.counter[2], this.counter[3], keys);
      target.set(made(start, skipped, count), start);
      start += count;
    }
  }
}

/** Makes normal numbers of the first uniform ones. @returns them */
function normalsOf({ run, memory, uniform, normal, table, open }: Workspace, count: number): Float64Array {
  const tails = run.normals(uniform, normal, 4 * Math.ceil(count / 4), table, open);
  const numbers = memory.f64(normal, count);
  for (const at of memory.i32(open, tails)) if (at < count) numbers[at] = normalQuantile(numbers[at]);
  return numbers;
}
