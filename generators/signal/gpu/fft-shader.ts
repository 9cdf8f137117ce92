/**
 * Writes the program that transforms lines within a workgroup: Stockham passes between registers and workgroup memory.
 *
 *   pass of radix r, n = r m the length still to do, stride = N / n:
 *   y[q + stride (r p + c)] = w^(p c) sum_b x[q + stride (p + m b)] exp(-2 pi i b c / r),   w = exp(-2 pi i / n)
 *
 * The first pass reads global memory and the last one writes it, both in the order of neighbouring threads; in between, all threads of
 * the workgroup write their results, wait, and read the next pass's inputs. The passes are those of fft/passes.ts.
 *
 * Source: Govindaraju et al., High performance discrete Fourier transforms on graphics processors, SC '08 (2008).
 */
import { rootOfUnity } from "../fft/twiddles.ts";
import { writeTransform } from "./butterfly.ts";
import { type Shader, SPREAD } from "./device.ts";
import { type GroupPlan, paddedSize } from "./fft-plan.ts";
import { TIMES } from "./per-element.ts";

/** Where the lines come from and go to. */
export interface LineAccess {
  /** Distinguishes programs of one plan. */
  readonly name: string;
  /** WGSL: bindings 0 .. , private variables, and struct Parameters with `count` (lines) first; it is bound last, as `parameters`. */
  readonly declarations: string;
  /** WGSL statements that set the private variables for line `line` (u32), once. */
  readonly prepare: string;
  /** WGSL statements that return sample `sample` (u32) of the line. */
  readonly load: string;
  /** WGSL statements that store `value` (vec2f) as sample `sample` of the line. */
  readonly store: string;
  /** Bindings that `declarations` uses, before the twiddles and the parameters. */
  readonly bindings: number;
}

interface Pass {
  readonly radix: number;
  readonly m: number;
  readonly stride: number;
  /** Where its twiddles begin: w^(p c) at `twiddles + (c - 1) m + p`. */
  readonly twiddles: number;
}

function passesOf({ radices }: GroupPlan, size: number): Pass[] {
  let stride = 1;
  let twiddles = 0;
  return radices.map((radix) => {
    const m = size / stride / radix;
    const pass = { radix, m, stride, twiddles };
    stride *= radix;
    twiddles += m > 1 ? (radix - 1) * m : 0;
    return pass;
  });
}

/** @returns the tables that the program reads: twiddles of every pass, then for Bluestein's method the chirp and the response */
export function lineTable(plan: GroupPlan, response: Float64Array | undefined): Float64Array {
  const numbers: number[] = [];
  const pair = new Float64Array(2);
  for (const { radix, m } of passesOf(plan, plan.size)) {
    if (m === 1) continue;
    for (let c = 1; c < radix; c++) {
      for (let p = 0; p < m; p++) {
        rootOfUnity(pair, 0, p * c, radix * m);
        numbers.push(pair[0], pair[1]);
      }
    }
  }
  if (response !== undefined) {
    for (let j = 0; j < plan.length; j++) {
      rootOfUnity(pair, 0, (j * j) % (2 * plan.length), 2 * plan.length);
      numbers.push(pair[0], pair[1]);
    }
    for (const value of response) numbers.push(value);
  }
  return Float64Array.from(numbers);
}

const twiddleCount = (plan: GroupPlan): number =>
  passesOf(plan, plan.size).reduce((sum, { radix, m }) => sum + (m > 1 ? (radix - 1) * m : 0), 0);

/** A transform of a single pass reads no table, and its program binds none. */
export const readsTable = (plan: GroupPlan): boolean => plan.radices.length > 1 || plan.size !== plan.length;

/** Where a pass reads or writes: a statement or expression for a place in the line; `shared`: in the workgroup's memory. */
interface Source {
  readonly read: (place: string) => string;
  readonly shared: boolean;
}
interface Target {
  readonly write: (place: string, value: string) => string;
  readonly shared: boolean;
}

const exchanged: Source & Target = {
  read: (place) => `exchange[at(line, ${place})]`,
  write: (place, value) => `exchange[at(line, ${place})] = ${value};\n`,
  shared: true,
};

/** One pass: all butterflies of a thread are read and computed before any is written, so that one shared array serves. */
function writePass(plan: GroupPlan, pass: Pass, source: Source, target: Target): string {
  const { radix, m, stride } = pass;
  const butterflies = plan.size / radix;
  let declared = "";
  let compute = "";
  let put = "";
  for (let round = 0; round * plan.threads < butterflies; round++) {
    const place = `b${round}`;
    const inputs = Array.from({ length: radix }, (_, index) => `v${round}_${index}`);
    const open = (round + 1) * plan.threads > butterflies ? `if (${place} < ${butterflies}u) {\n` : "{\n";
    const block = stride === 1 ? place : `(${place} / ${stride}u)`;
    const { code, outputs } = writeTransform(inputs, "w");
    const turned = outputs.map((output, c) =>
      c === 0 || m === 1 ? output : `times(${output}, table[${pass.twiddles + (c - 1) * m}u + ${block}])`,
    );
    declared += `let ${place} = thread + ${round * plan.threads}u;\n${inputs.map((input) => `var ${input}: vec2f;\n`).join("")}`;
    compute += open + inputs.map((input, index) => `${input} = ${source.read(`${place} + ${index * butterflies}u`)};\n`).join("");
    // Outputs may be expressions of inputs: all are evaluated before the first input is overwritten.
    compute += code + turned.map((output, c) => `let y${c} = ${output};\n`).join("");
    compute += `${inputs.map((input, c) => `${input} = y${c};\n`).join("")}}\n`;
    const start = m === 1 || stride * (radix - 1) === 0 ? place : `${place} + ${block} * ${stride * (radix - 1)}u`;
    put += `${open}let start = ${start};\n${inputs.map((input, c) => target.write(`start + ${c * stride}u`, input)).join("")}}\n`;
  }
  const wait = "workgroupBarrier();\n";
  return `{\n${declared}${compute}${source.shared && target.shared ? wait : ""}${put}${target.shared ? wait : ""}}\n`;
}

/** All passes of one transform. */
function writePasses(plan: GroupPlan, source: Source, target: Target): string {
  const passes = passesOf(plan, plan.size);
  return passes
    .map((pass, index) => writePass(plan, pass, index === 0 ? source : exchanged, index === passes.length - 1 ? target : exchanged))
    .join("");
}

/** @returns the program; its bindings are those of `access`, then the table, then the parameters */
export function lineShader(plan: GroupPlan, access: LineAccess): Shader {
  const { size, length, lines, threads, sideBySide, padded } = plan;
  const isDirect = size === length;
  const tabled = readsTable(plan);
  const flat = sideBySide ? `place * ${lines}u + line` : `line * ${size}u + place`;
  const chirp = twiddleCount(plan);
  const response = chirp + length;
  const load = (name: string): Source => ({ read: (place) => `${name}(${place})`, shared: false });
  const store = (name: string, swap: string): Target => ({
    write: (place, value) => `${name}(${place}, ${value}${swap});\n`,
    shared: false,
  });
  const answer: Target = {
    write: (place, value) => exchanged.write(place, `times(${value}, table[${response}u + ${place}]).yx`),
    shared: true,
  };
  // Bluestein: forward, times the response, and inverse as the forward transform of swapped parts.
  const body = isDirect
    ? writePasses(plan, load("load"), store("store", ""))
    : writePasses(plan, load("loadChirped"), answer) + writePasses(plan, exchanged, store("storeChirped", ".yx"));
  const chirped = isDirect
    ? ""
    : `
fn loadChirped(sample: u32) -> vec2f {
  if (sample >= ${length}u) { return vec2f(); }
  return times(load(sample), table[${chirp}u + sample]);
}
fn storeChirped(sample: u32, value: vec2f) {
  if (sample < ${length}u) { store(sample, times(value, table[${chirp}u + sample])); }
}`;
  const code = `${access.declarations}
${tabled ? `@group(0) @binding(${access.bindings}) var<storage, read> table: array<vec2f>;` : ""}
@group(0) @binding(${access.bindings + (tabled ? 1 : 0)}) var<uniform> parameters: Parameters;
var<workgroup> exchange: array<vec2f, ${padded ? paddedSize(lines * size) : lines * size}>;
${TIMES}
var<private> isLine: bool;
fn prepare(line: u32) {
  isLine = line < parameters.count;
  ${access.prepare}
}
fn at(line: u32, place: u32) -> u32 {
  let flat = ${flat};
  return ${padded ? "flat + (flat >> 4u)" : "flat"};
}
fn load(sample: u32) -> vec2f {
  if (!isLine) { return vec2f(); }
  ${access.load}
}
fn store(sample: u32, value: vec2f) {
  if (!isLine) { return; }
  ${access.store}
}${chirped}
@compute @workgroup_size(${lines * threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) index: u32) {
  ${SPREAD}
  let line = ${sideBySide ? `index % ${lines}u` : `index / ${threads}u`};
  let thread = ${sideBySide ? `index / ${lines}u` : `index % ${threads}u`};
  prepare(groupIndex * ${lines}u + line);
  ${body}
}
`;
  return { name: `fft ${length} ${sideBySide ? "columns" : "rows"} ${lines}x${threads}${padded ? " padded" : ""} ${access.name}`, code };
}
