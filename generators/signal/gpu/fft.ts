/**
 * The discrete Fourier transform on the GPU: any length, any number of lines, in f32, in place. Conventions as in signal/fft.ts.
 *
 * A two-dimensional transform reads and writes the data twice, once for the rows and once for the columns, where a line fits in a
 * workgroup's memory (2048 numbers on the least device, 6144 where a workgroup has 48 KiB); longer lines take more passes.
 * Roots of unity are computed in f64 and rounded once. Relative error about 1e-7 log2 N.
 *
 * The inverse is the forward transform of swapped parts, swapped: nothing but two loads and stores differ.
 */

import { rootOfUnity } from "../fft/twiddles.ts";
import { fft } from "../fft.ts";
import { type DeviceArray, f32, type GpuDevice, type Shader } from "./device.ts";
import { groupPlan, longPlan } from "./fft-plan.ts";
import { type LineAccess, lineShader, lineTable, readsTable } from "./fft-shader.ts";
import { perElement, runPerElement, TIMES } from "./per-element.ts";

/**
 * Transforms one axis in place: centred, orthonormal.
 *
 * @param data outer x length x inner complex numbers, interleaved
 * @throws RangeError for another size; MedqError E_DEVICE for what the device cannot hold
 */
export function fftc(device: GpuDevice, data: DeviceArray, outer: number, length: number, inner: number, inverse = false): void {
  if (!(Number.isInteger(length) && length >= 1) || data.length !== 2 * outer * length * inner) {
    throw new RangeError(`Expected ${outer} x ${length} x ${inner} complex numbers, got ${data.length / 2}`);
  }
  const lines = { outer, length, inner, centre: Math.floor(length / 2), scale: 1 / Math.sqrt(length), inverse };
  transformLines(device, data, lines);
}

/** Transforms images to k-space in place. @param data batch x rows x columns complex numbers, interleaved */
export function fft2c(device: GpuDevice, data: DeviceArray, rows: number, columns: number, batch = 1): void {
  fftc(device, data, batch * rows, columns, 1);
  fftc(device, data, batch, rows, columns);
}

/** Transforms k-space to images in place: the inverse, and the adjoint, of fft2c. */
export function ifft2c(device: GpuDevice, data: DeviceArray, rows: number, columns: number, batch = 1): void {
  fftc(device, data, batch * rows, columns, 1, true);
  fftc(device, data, batch, rows, columns, true);
}

interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly centre: number;
  readonly scale: number;
  readonly inverse: boolean;
}

function transformLines(device: GpuDevice, data: DeviceArray, lines: Lines): void {
  if (lines.length === 1) return;
  const how = device.remember(`plan ${lines.length}`, () => longPlan(lines.length, device.limits));
  if (how.kind === "group") {
    const parameters = [lines.outer * lines.inner, lines.inner, lines.centre, f32(lines.scale)];
    runPlan(device, lines.length, lines.inner > 1, inPlace(lines), [data], parameters);
  } else if (how.kind === "fourStep") fourStep(device, data, lines, how.first, how.second);
  else longBluestein(device, data, lines, how.size);
}

function runPlan(
  device: GpuDevice,
  length: number,
  sideBySide: boolean,
  access: LineAccess,
  arrays: readonly DeviceArray[],
  parameters: number[],
): void {
  const { plan, shader } = device.remember(`lines ${length} ${sideBySide} ${access.name}`, () => {
    const made = groupPlan(length, sideBySide, device.limits)!;
    return { plan: made, shader: lineShader(made, access) };
  });
  const bound = [...arrays];
  if (readsTable(plan)) {
    bound.push(device.table(`fft ${plan.length} ${plan.size}`, () => lineTable(plan, bluesteinResponse(plan.length, plan.size))));
  }
  device.run(shader, bound, parameters, Math.ceil(parameters[0] / plan.lines));
}

/** @returns the transform of the conjugate chirp, 1 / size included; undefined for a direct transform */
function bluesteinResponse(length: number, size: number): Float64Array | undefined {
  if (size === length) return undefined;
  const response = new Float64Array(2 * size);
  const pair = new Float64Array(2);
  for (let j = 0; j < length; j++) {
    rootOfUnity(pair, 0, (j * j) % (2 * length), 2 * length);
    for (const at of [j, (size - j) % size]) {
      response[2 * at] = pair[0] / size;
      response[2 * at + 1] = -pair[1] / size;
    }
  }
  return fft(response);
}

const swapped = (inverse: boolean): string => (inverse ? ".yx" : "");

/** Lines rotated to start at their centre. */
export function inPlace({ length, inverse }: Pick<Lines, "length" | "inverse">): LineAccess {
  const address = `let turned = sample + parameters.centre;
  let address = start + select(turned, turned - ${length}u, turned >= ${length}u) * parameters.inner;`;
  return {
    name: inverse ? "inverse" : "forward",
    declarations: `struct Parameters { count: u32, inner: u32, centre: u32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> data: array<vec2f>;
var<private> start: u32;`,
    prepare: `start = line / parameters.inner * ${length}u * parameters.inner + line % parameters.inner;`,
    load: `${address}\n  return data[address]${swapped(inverse)};`,
    store: `${address}\n  data[address] = parameters.scale * value${swapped(inverse)};`,
    bindings: 1,
  };
}

/** First of the two steps: columns of the matrix first x second, times roots of unity; second: its rows, written transposed. */
export function fourStepAccess(first: number, second: number, inverse: boolean): readonly [LineAccess, LineAccess] {
  const length = first * second;
  const declarations = `struct Parameters { count: u32, inner: u32, centre: u32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> data: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> between: array<vec2f>;
var<private> start: u32;
var<private> other: u32;`;
  const address = `let address = start + select(turned, turned - ${length}u, turned >= ${length}u) * parameters.inner;`;
  const prepare = (count: number): string => `other = line / parameters.inner % ${count}u;
  start = line / (parameters.inner * ${count}u) * ${length}u * parameters.inner + line % parameters.inner;`;
  const name = `of ${first}x${second} ${inverse ? "inverse" : "forward"}`;
  return [
    {
      name: `${name} first`,
      declarations: `${declarations}\n@group(0) @binding(2) var<storage, read> roots: array<vec2f>;`,
      prepare: prepare(second),
      load: `let turned = sample * ${second}u + other + parameters.centre;\n  ${address}\n  return data[address]${swapped(inverse)};`,
      store: `between[start + (sample * ${second}u + other) * parameters.inner] = times(value, roots[sample * other]);`,
      bindings: 3,
    },
    {
      name: `${name} second`,
      declarations,
      prepare: prepare(first),
      load: `return between[start + (other * ${second}u + sample) * parameters.inner];`,
      store: `let turned = other + ${first}u * sample + parameters.centre;
  ${address}\n  data[address] = parameters.scale * value${swapped(inverse)};`,
      bindings: 2,
    },
  ];
}

function fourStep(device: GpuDevice, data: DeviceArray, lines: Lines, first: number, second: number): void {
  const { outer, length, inner, centre, scale, inverse } = lines;
  const between = device.allocate(data.length);
  const roots = device.table(`roots ${length}`, () => {
    const table = new Float64Array(2 * length);
    for (let index = 0; index < length; index++) rootOfUnity(table, 2 * index, index, length);
    return table;
  });
  const [columns, rows] = fourStepAccess(first, second, inverse);
  const across = outer * inner;
  runPlan(device, first, true, columns, [data, between, roots], [across * second, inner, centre, f32(1)]);
  runPlan(device, second, inner > 1, rows, [data, between], [across * first, inner, centre, f32(scale)]);
  device.release(between);
}

/** Into and out of the longer, padded lines of Bluestein's convolution, each sample by its own thread. */
export function chirpShader(step: "in" | "filter" | "out", inverse: boolean): Shader {
  const address = `let line = at / parameters.samples;
  let turned = sample + parameters.centre;
  let shifted = select(turned, turned - parameters.length, turned >= parameters.length);
  let address = (line / parameters.inner * parameters.length + shifted) * parameters.inner + line % parameters.inner;`;
  const body = {
    in: `${address}
  padded[at] = vec2f();
  if (sample < parameters.length) { padded[at] = times(data[address]${swapped(inverse)}, table[sample]); }`,
    filter: "padded[at] = times(padded[at], table[sample]);",
    out: `${address}\n  data[address] = parameters.scale * times(padded[line * parameters.size + sample], table[sample])${swapped(inverse)};`,
  }[step];
  return perElement({
    name: `chirp ${step}${inverse ? " inverse" : ""}`,
    declarations: `struct Parameters { count: u32, samples: u32, length: u32, size: u32, inner: u32, centre: u32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> padded: array<vec2f>;
@group(0) @binding(1) var<storage, read> table: array<vec2f>;
${step === "filter" ? "" : "@group(0) @binding(2) var<storage, read_write> data: array<vec2f>;"}
${TIMES}`,
    bindings: step === "filter" ? 2 : 3,
    body: `let sample = at % parameters.samples;\n  ${body}`,
  });
}

function longBluestein(device: GpuDevice, data: DeviceArray, { outer, length, inner, centre, scale, inverse }: Lines, size: number): void {
  const across = outer * inner;
  const padded = device.allocate(2 * across * size);
  const chirp = device.table(`chirp ${length}`, () => {
    const table = new Float64Array(2 * length);
    for (let j = 0; j < length; j++) rootOfUnity(table, 2 * j, (j * j) % (2 * length), 2 * length);
    return table;
  });
  const response = device.table(`response ${length} ${size}`, () => bluesteinResponse(length, size)!);
  const run = (step: "in" | "filter" | "out", arrays: DeviceArray[], samples: number): void => {
    const count = across * samples;
    runPerElement(device, chirpShader(step, inverse), arrays, [count, samples, length, size, inner, centre, f32(scale)]);
  };
  const plain = { outer: across, length: size, inner: 1, centre: 0, scale: 1 };
  run("in", [padded, chirp, data], size);
  transformLines(device, padded, { ...plain, inverse: false });
  run("filter", [padded, response], size);
  transformLines(device, padded, { ...plain, inverse: true });
  run("out", [padded, chirp, data], length);
  device.release(padded);
}
