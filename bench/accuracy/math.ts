import {
  acos,
  asin,
  atan,
  atan2,
  cos,
  cosTurns,
  erf,
  erfc,
  exp,
  expm1,
  log,
  log1p,
  log2,
  log10,
  normalQuantile,
  pow,
  sin,
  sinTurns,
  tan,
} from "../../generators/signal/math.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { stream } from "../harness/inputs.ts";

const COUNT = 4000;

/** Arguments from low to high: in equal steps of the logarithm where both are positive and far apart. */
function between(low: number, high: number): Float64Array {
  const random = stream(`math ${low} ${high}`);
  const spread = low > 0 && high / low > 1000;
  const from = spread ? log(low) : low;
  const to = spread ? log(high) : high;
  return Float64Array.from({ length: COUNT }, () => {
    const value = random.range(from, to);
    return spread ? Math.min(exp(value), high) : value;
  });
}

/** Each function, the bound of its docstring [ulp], and a range that it is used in. */
const FUNCTIONS: readonly (readonly [(x: number) => number, number, number, number])[] = [
  [exp, 1, -1, 1],
  [exp, 1, -700, 700],
  [expm1, 1, 1e-12, 1],
  [expm1, 1, -30, 30],
  [log, 1, 0.5, 2],
  [log, 1, 1e-300, 1e300],
  [log1p, 1, -0.5, 1],
  [log1p, 1, 1e-12, 1],
  [log2, 1, 0.5, 2],
  [log2, 1, 1e-300, 1e300],
  [log10, 1, 0.5, 2],
  [log10, 1, 1e-300, 1e300],
  [sin, 1, -4, 4],
  [sin, 1, -1e5, 1e5],
  [cos, 1, -4, 4],
  [cos, 1, -1e5, 1e5],
  [tan, 1, -1.5, 1.5],
  [tan, 1, -1e5, 1e5],
  [sinTurns, 1, -1, 1],
  [sinTurns, 1, -1000, 1000],
  [cosTurns, 1, -1, 1],
  [cosTurns, 1, -1000, 1000],
  [atan, 1, -2, 2],
  [atan, 1, 1e-3, 1e6],
  [asin, 1, -1, 1],
  [acos, 1, -1, 1],
  [erf, 1, -3, 3],
  [erfc, 1.2, -3, 3],
  [erfc, 1.2, 3, 25],
  [normalQuantile, 1.01, 0.01, 0.99],
  [normalQuantile, 1.01, 1e-290, 0.01],
];

const array = (data: Float64Array): NpyArray => ({ shape: [data.length], dtype: "f8", data });

export default defineAccuracy({
  title: "elementary functions",
  measure: `Largest error of ${COUNT} random arguments, in units in the last place of the exact value, against mpmath in 60 digits.`,
  bound: "At most what the functions' docstrings promise.",
  async *rows(reference) {
    for (const [evaluate, bound, low, high] of FUNCTIONS) {
      const x = between(low, high);
      const error = await reference("worst_ulp", { x: array(x), y: array(x.map(evaluate)) }, { name: evaluate.name });
      yield { of: `${evaluate.name}, ${low} .. ${high}`, error, bound };
    }
    const [x, y] = [between(1e-3, 1e3).map(Math.abs), between(-40, 40)];
    const z = x.map((base, i) => pow(base, y[i]));
    yield {
      of: "pow, 0.001 .. 1000 to -40 .. 40",
      error: await reference("worst_ulp_of_power", { x: array(x), y: array(y), z: array(z) }),
      bound: 1,
    };
    const angles = x.map((height, i) => atan2(height, y[i]));
    yield { of: "atan2", error: await reference("worst_ulp_of_angle", { y: array(x), x: array(y), z: array(angles) }), bound: 1 };
  },
});
