/**
 * The sRGB transfer function between linear light and code values, both on a scale of 0 .. 1.
 *
 *   code = 12.92 light                              light <= 0.0031308
 *   code = 1.055 light^(1/2.4) - 0.055              above
 *   light = code / 12.92                            code <= 0.04045
 *   light = ((code + 0.055) / 1.055)^2.4            above
 *
 * The powers are taken by roots, which is quicker than by logarithms: x^(5/12) = q cbrt(q)^2 with q = x^(1/4), x^(12/5) = (x root5(x))^2.
 *
 * Sources: IEC 61966-2-1:1999, 5.2 and 5.3.
 */
import { pow } from "./math.ts";
import { loadKernel } from "./webassembly.ts";

interface Functions {
  encode(source: number, target: number, vectors: number): void;
  decode(source: number, target: number, vectors: number): void;
}

/** Values that go through the kernel at a time: they stay in cache. */
const BATCH = 4096;

/** The light where the line meets the power. */
const KNEE = 0.0031308;

/**
 * Encodes linear light.
 *
 * @param light 0 .. 1; values outside follow the same curves (the line below 0, the power above 1)
 * @returns the code value, 0 .. 1; never falls as the light rises
 */
export function encodeSrgb(light: number): number {
  if (light <= KNEE) return 12.92 * light;
  if (!(light <= 1)) return 1.055 * pow(light, 5 / 12) - 0.055;
  const fourth = Math.sqrt(Math.sqrt(light));
  const root = cubeRoot(fourth);
  const power = fourth * (root * root);
  // The standard's rounded constants leave a step down of 3e-8 at the knee. The second form of 1.055 power - 0.055 is exact at 1.
  return Math.max(12.92 * KNEE, power + 0.055 * (power - 1));
}

/**
 * Decodes a code value to linear light.
 *
 * @param code 0 .. 1; values outside follow the same curves
 * @returns linear light, 0 .. 1; never falls as the code rises
 */
export function decodeSrgb(code: number): number {
  if (code <= 0.04045) return code / 12.92;
  const base = (code + 0.055) / 1.055;
  if (!(base <= 1)) return pow(base, 2.4);
  const product = base * fifthRoot(base);
  return product * product;
}

/** Encodes many values, each as encodeSrgb does. @returns code values, as many */
export function encodeSrgbAll(light: Float64Array): Float64Array {
  return transferAll(light, "encode", encodeSrgb);
}

/** Decodes many code values, each as decodeSrgb does. @returns linear light, as many */
export function decodeSrgbAll(codes: Float64Array): Float64Array {
  return transferAll(codes, "decode", decodeSrgb);
}

/** The kernel takes values up to 1; the few beyond (and those that are no number) go one by one. */
function transferAll(values: Float64Array, direction: "encode" | "decode", one: (value: number) => number): Float64Array {
  const kernel = loadKernel<Functions>("colour");
  if (kernel === undefined) return values.map(one);
  const result = new Float64Array(values.length);
  const [source, target] = kernel.memory.scratch(8 * BATCH, 8 * BATCH);
  const input = kernel.memory.f64(source, BATCH);
  const output = kernel.memory.f64(target, BATCH);
  for (let start = 0; start < values.length; start += BATCH) {
    const count = Math.min(BATCH, values.length - start);
    input.set(values.subarray(start, start + count));
    kernel.run[direction](source, target, Math.ceil(count / 2));
    result.set(output.subarray(0, count), start);
  }
  for (let index = 0; index < values.length; index++) if (!(values[index] <= 1)) result[index] = one(values[index]);
  return result;
}

/** Newton's iteration from the chord; @returns the cube root of x in [0.23, 1], within 1e-15 */
function cubeRoot(x: number): number {
  let root = 0.52 + x * (0.72 - 0.24 * x);
  for (let step = 0; step < 4; step++) root -= (root - x / (root * root)) * (1 / 3);
  return root;
}

/** Newton's iteration from a parabola; @returns the fifth root of x in [0.09, 1], within 1e-15 */
function fifthRoot(x: number): number {
  let root = 0.6 + x * (0.75 - 0.35 * x);
  for (let step = 0; step < 5; step++) {
    const square = root * root;
    root -= (root - x / (square * square)) * 0.2;
  }
  return root;
}
