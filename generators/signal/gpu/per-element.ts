/** Programs that compute every element of their result by a thread of its own. */
import { type DeviceArray, type GpuDevice, type Shader, SPREAD } from "./device.ts";

const THREADS = 256;

/** WGSL of the complex product. */
export const TIMES = `fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}`;

/** A program in its parts. */
export interface Elements {
  readonly name: string;
  /** WGSL: bindings 0 .. bindings - 1, functions, and struct Parameters with `count` (elements) first. */
  readonly declarations: string;
  readonly bindings: number;
  /** WGSL statements for element `at`. */
  readonly body: string;
}

/** @returns the program; its parameters are bound last, as `parameters` */
export function perElement({ name, declarations, bindings, body }: Elements): Shader {
  const code = `${declarations}
@group(0) @binding(${bindings}) var<uniform> parameters: Parameters;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) index: u32) {
  ${SPREAD}
  let at = groupIndex * ${THREADS}u + index;
  if (at >= parameters.count) { return; }
  ${body}
}
`;
  return { name, code };
}

/** Runs such a program over its first parameter's count of elements. */
export function runPerElement(device: GpuDevice, shader: Shader, arrays: readonly DeviceArray[], parameters: readonly number[]): void {
  device.run(shader, arrays, parameters, Math.ceil(parameters[0] / THREADS));
}
