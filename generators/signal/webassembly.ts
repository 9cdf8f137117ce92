/**
 * Loads the compiled kernels: inner loops in WebAssembly SIMD, each beside a plain TypeScript twin that does the same operations in the
 * same order and so gives the same bits. Where WebAssembly SIMD is missing, or MEDQ_KERNELS is "typescript", the twins do the work.
 *
 * A kernel has one memory for each thread. It begins with what is kept (tables, made once), then comes scratch space that every
 * call takes anew. The caller of a kernel checks every size: inside there are no bounds checks.
 */
import { readFileSync } from "node:fs";

/** The part of the WebAssembly interface that is used here; Node's types leave it out. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: {
  validate(binary: Uint8Array): boolean;
  Memory: new (limits: { initial: number; maximum: number }) => Memory;
  Module: new (binary: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: Memory; abort: () => never } }) => { exports: unknown };
};

/** Below lies what the compiler placed. */
const FIRST_ADDRESS = 65536;
const PAGE = 65536;
const MOST_PAGES = 65536;
/** Addresses are multiples of a cache line. */
const ALIGNMENT = 64;

export class KernelMemory {
  readonly memory: Memory;
  private kept = FIRST_ADDRESS;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Reserves bytes for good. Scratch space taken before is lost. @returns their address */
  keep(bytes: number): number {
    const [address] = this.scratch(bytes);
    this.kept = aligned(address + bytes);
    return address;
  }

  /** Lends blocks of so many bytes until the next `keep` or `scratch`. @returns their addresses; @throws RangeError beyond 4 GiB */
  scratch(...sizes: number[]): number[] {
    let top = this.kept;
    const addresses = sizes.map((bytes) => {
      const address = top;
      top = aligned(top + bytes);
      return address;
    });
    const missing = Math.ceil(top / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (Math.ceil(top / PAGE) > MOST_PAGES) throw new RangeError(`Expected at most 4 GiB of kernel memory, got ${top} bytes`);
    if (missing > 0) this.memory.grow(missing);
    return addresses;
  }

  /** A view of memory; growing the memory detaches it, so take it after the last `keep` or `scratch`. */
  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }
}

const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

/** A kernel's functions, and its memory. */
export interface LoadedKernel<Functions> {
  readonly run: Functions;
  readonly memory: KernelMemory;
}

/** This thread's kernels by name. */
const loaded = new Map<string, LoadedKernel<unknown> | undefined>();

/** @returns the kernel compiled from kernels/<name>.ts, the same one every time, or undefined where its twin must do */
export function loadKernel<Functions>(name: string): LoadedKernel<Functions> | undefined {
  if (process.env.MEDQ_KERNELS === "typescript") return undefined;
  if (!loaded.has(name)) loaded.set(name, instantiate(name));
  return loaded.get(name) as LoadedKernel<Functions> | undefined;
}

function instantiate(name: string): LoadedKernel<unknown> | undefined {
  const binary = readFileSync(new URL(`./kernels/compiled/${name}.wasm`, import.meta.url));
  if (!WebAssembly.validate(binary)) return undefined;
  const memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory, abort } });
  return { run: instance.exports, memory: new KernelMemory(memory) };
}

function abort(): never {
  throw new RangeError("A kernel was given sizes that it does not take");
}
