/**
 * Transforms lines and images with the compiled kernel (../kernels/fft.ts): copies them into its memory, one image at a time, and back.
 *
 * In kernel memory the rows of an image lie one cache line further apart than their length, so that a column does not fall on one place
 * of the cache. A kernel's plan is described there.
 */
import { type LoadedKernel, loadKernel } from "../webassembly.ts";
import type { ComplexArray, Lines } from "./plain.ts";
import { circularChirp, type Pass, tablesOf } from "./tables.ts";
import { rootOfUnity } from "./twiddles.ts";

type Transform = (
  plan: number,
  from: number,
  fromLine: number,
  fromPitch: number,
  to: number,
  toLine: number,
  toPitch: number,
  count: number,
  centre: number,
  scale: number,
  inverse: boolean,
  work: number,
) => void;

/** One precision of the kernel: bytes of a complex number, and its functions. */
interface Precision {
  readonly kernel: LoadedKernel<unknown>;
  readonly complex: 8 | 16;
  readonly transform: Transform;
  readonly plans: Map<number, Plan>;
  /** The double precision, where this is the single one. */
  readonly double?: Precision;
}

interface Plan {
  readonly address: number;
  /** Bytes of the work array. */
  readonly work: number;
}

/** Bytes that a sample of the work array takes: the kernel's VECTORS x PAIR. */
const SAMPLE = 256;
/** Bytes between the end of a row and the next. */
const GAP = 64;
/** Lines that are copied and transformed at a time: at least the 16 (or, in 32 bits, 32) that the kernel takes together. */
const TOGETHER = 32;
/** The largest part of an array that is transformed at a time along an inner axis [bytes]. */
const LARGEST_PART = 16e6;

/** An image of rows x columns, centred. */
export interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly inverse: boolean;
  /** Factors of the transforms down the rows and across the columns. */
  readonly scale: { readonly rows: number; readonly columns: number };
}

export interface CompiledTransforms {
  lines(data: ComplexArray, lines: Lines): void;
  image(data: ComplexArray, image: Image): void;
}

/** @returns the compiled transforms, or undefined where WebAssembly SIMD is missing */
export function compiledTransforms(): CompiledTransforms | undefined {
  const kernel = loadKernel<{ transform64: Transform; transform32: Transform }>("fft");
  if (kernel === undefined) return undefined;
  const double: Precision = { kernel, complex: 16, transform: kernel.run.transform64, plans: new Map() };
  const single: Precision = { kernel, complex: 8, transform: kernel.run.transform32, plans: new Map(), double };
  const of = (data: ComplexArray): Precision => (data instanceof Float64Array ? double : single);
  return {
    lines: (data, lines) => (lines.inner === 1 ? transformRows(of(data), data, lines) : transformColumns(of(data), data, lines)),
    image: (data, image) => transformImage(of(data), data, image),
  };
}

/** All of kernel memory, in elements of the precision. */
function memoryOf({ kernel, complex }: Precision): ComplexArray {
  const { buffer } = kernel.memory.memory;
  return complex === 16 ? new Float64Array(buffer) : new Float32Array(buffer);
}

/** Copies rows between an array and memory, where they lie `pitch` bytes apart. Offsets and lengths are in complex numbers. */
class Rows {
  private readonly memory: ComplexArray;
  private readonly element: number;
  private readonly data: ComplexArray;

  constructor(precision: Precision, data: ComplexArray) {
    this.memory = memoryOf(precision);
    this.element = precision.complex / 2;
    this.data = data;
  }

  in(address: number, pitch: number, from: number, step: number, count: number, length: number): void {
    for (let row = 0; row < count; row++) {
      const at = 2 * (from + row * step);
      this.memory.set(this.data.subarray(at, at + 2 * length), (address + row * pitch) / this.element);
    }
  }

  out(address: number, pitch: number, to: number, step: number, count: number, length: number): void {
    for (let row = 0; row < count; row++) {
      const at = (address + row * pitch) / this.element;
      this.data.set(this.memory.subarray(at, at + 2 * length), 2 * (to + row * step));
    }
  }
}

function transformRows(precision: Precision, data: ComplexArray, { outer, length, centre, scale, inverse }: Lines): void {
  const { complex, transform, kernel } = precision;
  const plan = planOf(precision, length);
  const pitch = complex * length + GAP;
  const [lines, work] = kernel.memory.scratch(pitch * Math.min(TOGETHER, outer), plan.work);
  const rows = new Rows(precision, data);
  for (let first = 0; first < outer; first += TOGETHER) {
    const count = Math.min(TOGETHER, outer - first);
    rows.in(lines, pitch, first * length, length, count, length);
    transform(plan.address, lines, pitch, complex, lines, pitch, complex, count, centre, scale, inverse, work);
    rows.out(lines, pitch, first * length, length, count, length);
  }
}

function transformColumns(precision: Precision, data: ComplexArray, { outer, length, inner, centre, scale, inverse }: Lines): void {
  const { complex, transform, kernel } = precision;
  const plan = planOf(precision, length);
  const wide = Math.min(inner, Math.max(TOGETHER, Math.floor(LARGEST_PART / (complex * length))));
  const pitch = complex * wide + GAP;
  const [part, work] = kernel.memory.scratch(pitch * length, plan.work);
  const rows = new Rows(precision, data);
  for (let block = 0; block < outer; block++) {
    for (let first = 0; first < inner; first += wide) {
      const count = Math.min(wide, inner - first);
      const start = block * length * inner + first;
      rows.in(part, pitch, start, inner, length, count);
      transform(plan.address, part, complex, pitch, part, complex, pitch, count, centre, scale, inverse, work);
      rows.out(part, pitch, start, inner, length, count);
    }
  }
}

function transformImage(precision: Precision, data: ComplexArray, { rows, columns, inverse, scale }: Image): void {
  const { complex, transform, kernel } = precision;
  const across = planOf(precision, columns);
  const down = planOf(precision, rows);
  const pitch = complex * columns + GAP;
  const [image, work] = kernel.memory.scratch(pitch * rows, Math.max(across.work, down.work));
  const copy = new Rows(precision, data);
  for (let first = 0; first < rows; first += TOGETHER) {
    const count = Math.min(TOGETHER, rows - first);
    const at = image + pitch * first;
    copy.in(at, pitch, first * columns, columns, count, columns);
    transform(across.address, at, pitch, complex, at, pitch, complex, count, Math.floor(columns / 2), scale.columns, inverse, work);
  }
  transform(down.address, image, complex, pitch, image, complex, pitch, columns, Math.floor(rows / 2), scale.rows, inverse, work);
  copy.out(image, pitch, 0, columns, rows, columns);
}

function planOf(precision: Precision, length: number): Plan {
  let plan = precision.plans.get(length);
  if (plan === undefined) {
    const tables = tablesOf(length);
    plan = "passes" in tables ? mixedRadixPlan(precision, length, tables.passes) : bluesteinPlan(precision, tables);
    precision.plans.set(length, plan);
  }
  return plan;
}

function mixedRadixPlan(precision: Precision, length: number, passes: readonly Pass[]): Plan {
  const { memory } = precision.kernel;
  const order = frequencyOrder(passes);
  const orderAddress = memory.keep(order.byteLength);
  memory.i32(orderAddress, order.length).set(order);
  const description = [length, passes.length, orderAddress];
  for (const { radix, m, twiddles } of passes) {
    description.push(radix, m, keepReals(precision, twiddles), radix > 5 ? keepReals(precision, rootsOf(radix)) : 0);
  }
  return { address: keepIntegers(precision, description), work: SAMPLE * length };
}

function bluesteinPlan(precision: Precision, { length, inner, chirp }: Exclude<ReturnType<typeof tablesOf>, { passes: unknown }>): Plan {
  const response = circularChirp(chirp, inner.length);
  const lines = { outer: 1, length: inner.length, inner: 1, centre: 0, scale: 1, inverse: false };
  // In 64 bits whatever the precision: it is made once.
  transformRows(precision.double ?? precision, response, lines);
  const convolution = planOf(precision, inner.length);
  const description = [length, 0, 0, convolution.address, keepReals(precision, chirp), keepReals(precision, response)];
  return { address: keepIntegers(precision, description), work: 2 * convolution.work };
}

function keepReals({ kernel, complex }: Precision, values: Float64Array): number {
  const address = kernel.memory.keep((values.length * complex) / 2);
  if (complex === 16) kernel.memory.f64(address, values.length).set(values);
  else kernel.memory.f32(address, values.length).set(values);
  return address;
}

function keepIntegers({ kernel }: Precision, values: readonly number[]): number {
  const address = kernel.memory.keep(4 * values.length);
  kernel.memory.i32(address, values.length).set(values);
  return address;
}

/** @returns for each butterfly of the last pass, in work, the frequency of its first output */
function frequencyOrder(passes: readonly Pass[]): Int32Array {
  let order = [0];
  let stride = 1;
  for (const { radix } of passes.slice(0, -1)) {
    const step = stride;
    order = order.flatMap((frequency) => Array.from({ length: radix }, (_, c) => frequency + c * step));
    stride *= radix;
  }
  return Int32Array.from(order);
}

/** @returns the cosines and sines of an odd butterfly, as the kernel reads them: three frequencies together, the last repeated where a group is not full */
function rootsOf(radix: number): Float64Array {
  const half = (radix - 1) / 2;
  const root = new Float64Array(2);
  const values: number[] = [];
  for (let first = 1; first <= half; first += 3) {
    for (const part of [0, 1]) {
      for (let b = 1; b <= half; b++) {
        for (let c = first; c < first + 3; c++) {
          rootOfUnity(root, 0, (b * Math.min(c, half)) % radix, radix);
          values.push(root[part]);
        }
      }
    }
  }
  return Float64Array.from(values);
}
