/**
 * Writes small Fourier transforms as WGSL: every number a variable, every root of unity a literal.
 *
 *   y[k] = sum_n x[n] exp(-2 pi i n k / radix)
 *
 * Composite radices are split, radix = a b: with n = b n1 + n2 and k = k1 + a k2, transforms over n1, roots exp(-2 pi i n2 k1 / radix),
 * transforms over n2. Odd primes go by sums and differences of mirrored pairs.
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; Singleton, IEEE Trans. Audio Electroacoust. 17 (1969) 93.
 */
import { rootOfUnity } from "../fft/twiddles.ts";

/** Statements, and the variables or expressions that hold the result in order. */
export interface Written {
  readonly code: string;
  readonly outputs: readonly string[];
}

/** @returns an f32 literal of WGSL, rounded once from f64 */
function literal(value: number): string {
  return `${Math.fround(value)}f`;
}

/** @returns (cos, -sin) of index / length turns */
function root(index: number, length: number): readonly [number, number] {
  const pair = new Float64Array(2);
  rootOfUnity(pair, 0, index % length, length);
  return [pair[0], pair[1]];
}

/** @returns the variable times exp(-2 pi i index / length) */
function turned(name: string, index: number, length: number): string {
  const eighths = (8 * (index % length)) / length;
  const half = literal(Math.SQRT1_2);
  if (eighths === 0) return name;
  if (eighths === 1) return `${half} * vec2f(${name}.x + ${name}.y, ${name}.y - ${name}.x)`;
  if (eighths === 2) return `vec2f(${name}.y, -${name}.x)`;
  if (eighths === 3) return `${half} * vec2f(${name}.y - ${name}.x, -${name}.x - ${name}.y)`;
  if (eighths === 4) return `-${name}`;
  if (eighths === 6) return `vec2f(-${name}.y, ${name}.x)`;
  const [re, im] = root(index, length);
  return `times(${name}, vec2f(${literal(re)}, ${literal(im)}))`;
}

/**
 * @param inputs variables of type vec2f
 * @param prefix of the variables that it makes: no other in scope may begin like that
 */
export function writeTransform(inputs: readonly string[], prefix: string): Written {
  const radix = inputs.length;
  if (radix === 1) return { code: "", outputs: inputs };
  if (radix === 2) return writePair(inputs, prefix);
  const factor = radix % 4 === 0 && radix > 4 ? 4 : leastFactor(radix);
  return factor === radix ? writePrime(inputs, prefix) : writeSplit(inputs, prefix, factor);
}

function leastFactor(value: number): number {
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return factor;
  return value;
}

function writePair([a, b]: readonly string[], prefix: string): Written {
  return { code: `let ${prefix}s = ${a} + ${b};\nlet ${prefix}d = ${a} - ${b};\n`, outputs: [`${prefix}s`, `${prefix}d`] };
}

function writeSplit(inputs: readonly string[], prefix: string, a: number): Written {
  const radix = inputs.length;
  const b = radix / a;
  let code = "";
  const turnedColumns: string[][] = [];
  for (let n2 = 0; n2 < b; n2++) {
    const column = writeTransform(
      Array.from({ length: a }, (_, n1) => inputs[b * n1 + n2]),
      `${prefix}c${n2}_`,
    );
    code += column.code;
    turnedColumns.push(
      column.outputs.map((name, k1) => {
        if (n2 * k1 === 0) return name;
        code += `let ${prefix}t${n2}_${k1} = ${turned(name, n2 * k1, radix)};\n`;
        return `${prefix}t${n2}_${k1}`;
      }),
    );
  }
  const outputs: string[] = new Array(radix);
  for (let k1 = 0; k1 < a; k1++) {
    const row = writeTransform(
      turnedColumns.map((column) => column[k1]),
      `${prefix}r${k1}_`,
    );
    code += row.code;
    row.outputs.forEach((name, k2) => {
      outputs[k1 + a * k2] = name;
    });
  }
  return { code, outputs };
}

function writePrime(inputs: readonly string[], prefix: string): Written {
  const radix = inputs.length;
  const pairs = Array.from({ length: (radix - 1) / 2 }, (_, index) => index + 1);
  let code = "";
  for (const b of pairs) {
    code += `let ${prefix}s${b} = ${inputs[b]} + ${inputs[radix - b]};\nlet ${prefix}d${b} = ${inputs[b]} - ${inputs[radix - b]};\n`;
  }
  code += `let ${prefix}y0 = ${inputs[0]} + ${pairs.map((b) => `${prefix}s${b}`).join(" + ")};\n`;
  const outputs = [`${prefix}y0`];
  for (const c of pairs) {
    const cosines = pairs.map((b) => `${literal(root(b * c, radix)[0])} * ${prefix}s${b}`);
    const sines = pairs.map((b) => `${literal(-root(b * c, radix)[1])} * ${prefix}d${b}`);
    code += `let ${prefix}t${c} = ${inputs[0]} + ${cosines.join(" + ")};\n`;
    code += `let ${prefix}u${c} = ${sines.join(" + ")};\n`;
    code += `let ${prefix}y${c} = vec2f(${prefix}t${c}.x + ${prefix}u${c}.y, ${prefix}t${c}.y - ${prefix}u${c}.x);\n`;
    code += `let ${prefix}y${radix - c} = vec2f(${prefix}t${c}.x - ${prefix}u${c}.y, ${prefix}t${c}.y + ${prefix}u${c}.x);\n`;
    outputs[c] = `${prefix}y${c}`;
    outputs[radix - c] = `${prefix}y${radix - c}`;
  }
  return { code, outputs };
}
