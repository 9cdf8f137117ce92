/**
 * Transforms lines in plain TypeScript: the twin of the compiled kernel (../kernels/fft.ts). Every number goes through the same operations
 * in the same order, so that the two give the same numbers.
 */
import { runPass } from "./passes.ts";
import { circularChirp, type Pass as PassTables, type Tables, tablesOf } from "./tables.ts";
import { rootOfUnity } from "./twiddles.ts";

/** Complex numbers, interleaved: re, im. */
export type ComplexArray = Float64Array | Float32Array;

/** Lines along the axis between `outer` and `inner`. */
export interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** The sample that enters first, and the place of zero frequency: what phases are counted from. */
  readonly centre: number;
  readonly scale: number;
  readonly inverse: boolean;
}

/** Transforms a few lines, side by side in its work array: length x lines complex numbers. */
interface Plan {
  readonly length: number;
  readonly work: Float64Array;
  /** Replaces the lines in work by their unnormalised forward transforms. */
  run(lines: number): void;
}

/** Lines transformed at a time: side by side, 8 complex numbers fill two cache lines. */
const TOGETHER = 8;

const plans = new Map<number, Plan>();

/** Transforms in place. */
export function transformPlainly(data: ComplexArray, lines: Lines): void {
  const { length, outer, inner } = lines;
  let plan = plans.get(length);
  if (plan === undefined) {
    plan = planOf(tablesOf(length));
    plans.set(length, plan);
  }
  const count = outer * inner;
  const starts = new Int32Array(TOGETHER);
  for (let first = 0; first < count; first += TOGETHER) {
    const together = Math.min(TOGETHER, count - first);
    for (let line = 0; line < together; line++) {
      const index = first + line;
      starts[line] = 2 * (Math.floor(index / inner) * length * inner + (index % inner));
    }
    transformTogether(plan, data, starts.subarray(0, together), lines);
  }
}

/** The inverse transform is the forward one with its frequencies in reverse. */
function transformTogether(plan: Plan, data: ComplexArray, starts: Int32Array, lines: Lines): void {
  const { length, centre, scale, inverse } = lines;
  const { work } = plan;
  const count = starts.length;
  const step = 2 * lines.inner;
  for (let sample = 0; sample < length; sample++) {
    const place = step * ((sample + centre) % length);
    for (let line = 0; line < count; line++) {
      const to = 2 * (sample * count + line);
      work[to] = data[starts[line] + place];
      work[to + 1] = data[starts[line] + place + 1];
    }
  }
  plan.run(count);
  for (let frequency = 0; frequency < length; frequency++) {
    const place = step * ((inverse ? centre + length - frequency : centre + frequency) % length);
    for (let line = 0; line < count; line++) {
      const from = 2 * (frequency * count + line);
      data[starts[line] + place] = work[from] * scale;
      data[starts[line] + place + 1] = work[from + 1] * scale;
    }
  }
}

function planOf(tables: Tables): Plan {
  return "passes" in tables ? mixedRadixPlan(tables.length, tables.passes) : bluesteinPlan(tables);
}

function mixedRadixPlan(length: number, passes: readonly PassTables[]): Plan {
  const work = new Float64Array(2 * length * TOGETHER);
  const other = new Float64Array(2 * length * TOGETHER);
  let stride = 1;
  const planned = passes.map((pass) => {
    const roots = new Float64Array(2 * pass.radix);
    for (let index = 0; index < pass.radix; index++) rootOfUnity(roots, 2 * index, index, pass.radix);
    const result = { ...pass, stride, roots };
    stride *= pass.radix;
    return result;
  });
  const run = (lines: number): void => {
    let from = work;
    let to = other;
    for (const pass of planned) {
      runPass(pass, from, to, lines);
      [from, to] = [to, from];
    }
    if (from !== work) work.set(from);
  };
  return { length, work, run };
}

/** X[k] = w_k sum_j (x_j w_j) conj(w_(k - j)) with w_j = exp(-i pi j^2 / length): a convolution, done circularly at a quick length. */
function bluesteinPlan({ length, inner, chirp }: Exclude<Tables, { passes: unknown }>): Plan {
  const convolution = mixedRadixPlan(inner.length, inner.passes);
  const size = inner.length;
  convolution.work.set(circularChirp(chirp, size));
  convolution.run(1);
  const response = convolution.work.slice(0, 2 * size);
  const work = new Float64Array(2 * length * TOGETHER);
  const run = (lines: number): void => {
    multiply(convolution.work, work, chirp, lines);
    convolution.work.fill(0, 2 * length * lines);
    convolution.run(lines);
    multiply(convolution.work, convolution.work, response, lines);
    convolution.run(lines);
    for (let k = 0; k < length; k++) {
      const from = 2 * lines * (k === 0 ? 0 : size - k);
      work.set(convolution.work.subarray(from, from + 2 * lines), 2 * lines * k);
    }
    multiply(work, work, chirp, lines);
  };
  return { length, work, run };
}

/** Multiplies every line by `factors`, one complex factor a sample. */
function multiply(target: Float64Array, source: Float64Array, factors: Float64Array, lines: number): void {
  for (let sample = 0; sample < factors.length; sample += 2) {
    const wr = factors[sample];
    const wi = factors[sample + 1];
    for (let at = sample * lines; at < (sample + 2) * lines; at += 2) {
      const re = source[at];
      const im = source[at + 1];
      target[at] = re * wr - im * wi;
      target[at + 1] = re * wi + im * wr;
    }
  }
}
