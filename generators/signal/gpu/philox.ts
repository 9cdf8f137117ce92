/**
 * Random numbers on the GPU: Philox4x32-10, word for word that of signal/philox.ts, and uniform and normal numbers in f32 from it.
 *
 *   draw i of a stream takes words 2 i and 2 i + 1:   u = (n + 1/2) / 2^52,  n the upper 52 of their 64 bits
 *   normal:  the inverse distribution function of u, taken from the nearer end of (0, 1) so that tails keep their precision
 *
 * A normal number is within 4e-6 of its size, or of 1 where it is smaller, of the number that the CPU draws.
 *
 * Sources: Salmon et al., SC '11 (2011), section 3.3; Wichura, Appl. Statist. 37 (1988) 477, algorithm AS 241, PPND7 (about 7 figures).
 */
import type { StreamStart } from "../random/stream-start.ts";
import type { DeviceArray, GpuDevice } from "./device.ts";
import { perElement, runPerElement } from "./per-element.ts";

const BLOCK = `struct Parameters { count: u32, firstLow: u32, firstHigh: u32, key0: u32, key1: u32, counter2: u32, counter3: u32 }
fn product(a: u32, b: u32) -> vec2u {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let cross = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return vec2u((a >> 16u) * (b >> 16u) + (middle >> 16u) + (cross >> 16u), a * b);
}
fn block(index: u32) -> vec4u {
  let low = parameters.firstLow + index;
  var counter = vec4u(low, parameters.firstHigh + select(0u, 1u, low < index), parameters.counter2, parameters.counter3);
  var key = vec2u(parameters.key0, parameters.key1);
  for (var round = 0u; round < 10u; round++) {
    let first = product(0xd2511f53u, counter.x);
    let second = product(0xcd9e8d57u, counter.z);
    counter = vec4u(second.x ^ counter.y ^ key.x, second.y, first.x ^ counter.w ^ key.y, first.y);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return counter;
}`;

export const wordsShader = perElement({
  name: "philox words",
  declarations: `${BLOCK}\n@group(0) @binding(0) var<storage, read_write> words: array<vec4u>;`,
  bindings: 1,
  body: "words[at] = block(at);",
});

const DRAWS = `${BLOCK}
@group(0) @binding(0) var<storage, read_write> draws: array<f32>;
// n + 1/2 of 2^52, as a fraction; rounding keeps small ones to 24 bits of their own.
fn fraction(high: u32, low: u32) -> f32 {
  return f32(high) * 0x1p-32f + (f32(low >> 12u) + 0.5f) * 0x1p-52f;
}`;

export const uniformShader = perElement({
  name: "philox uniform",
  declarations: DRAWS,
  bindings: 1,
  body: `let words = block(at / 2u);
  let pair = select(words.xy, words.zw, at % 2u == 1u);
  draws[at] = fraction(pair.x, pair.y);`,
});

export const normalShader = perElement({
  name: "philox normal",
  declarations: `${DRAWS}
// Central part of AS 241, q = u - 1/2 within 0.425 of 0.
fn central(q: f32) -> f32 {
  let r = 0.180625f - q * q;
  let top = ((59.10937472f * r + 159.29113202f) * r + 50.434271938f) * r + 3.3871327179f;
  let bottom = ((67.1875636f * r + 78.757757664f) * r + 17.895169469f) * r + 1f;
  return q * top / bottom;
}
// Its tails, from the probability beyond.
fn tail(probability: f32) -> f32 {
  let root = sqrt(-log(probability));
  if (root <= 5f) {
    let r = root - 1.6f;
    return (((0.17023821103f * r + 1.3067284816f) * r + 2.75681539f) * r + 1.4234372777f) / ((0.12021132975f * r + 0.7370016425f) * r + 1f);
  }
  let r = root - 5f;
  return (((0.017337203997f * r + 0.42868294337f) * r + 3.081226386f) * r + 6.657905115f) / ((0.012258202635f * r + 0.24197894225f) * r + 1f);
}`,
  bindings: 1,
  body: `let words = block(at / 2u);
  let pair = select(words.xy, words.zw, at % 2u == 1u);
  let above = (pair.x >> 31u) == 1u;
  let beyond = fraction(select(pair.x, ~pair.x, above), select(pair.y, ~pair.y, above));
  // 1/2 - beyond from the integers: no digits cancel where it is small.
  let half = 0x80000000u - select(pair.x, ~pair.x, above) - 1u;
  let away = f32(half) * 0x1p-32f + (f32(0xfffffu - (select(pair.y, ~pair.y, above) >> 12u)) + 0.5f) * 0x1p-52f;
  let size = select(tail(beyond), central(away), away <= 0.425f);
  draws[at] = select(-size, size, above);`,
});

const parametersOf = ({ key, counter }: StreamStart, count: number, firstBlock: number): number[] => [
  count,
  firstBlock >>> 0,
  Math.floor(firstBlock / 4294967296),
  ...key,
  ...counter,
];

/** @returns four words of each of `blockCount` blocks, on the device: exactly the CPU's */
export function philoxWords(device: GpuDevice, start: StreamStart, blockCount: number, firstBlock = 0): DeviceArray {
  const words = device.allocate(4 * blockCount);
  runPerElement(device, wordsShader, [words], parametersOf(start, blockCount, firstBlock));
  return words;
}

/** @returns the first `count` uniform draws of a stream in f32, in [0, 1], on the device */
export function uniforms(device: GpuDevice, start: StreamStart, count: number): DeviceArray {
  const draws = device.allocate(count);
  runPerElement(device, uniformShader, [draws], parametersOf(start, count, 0));
  return draws;
}

/** @returns the first `count` standard normal draws of a stream in f32, on the device */
export function normals(device: GpuDevice, start: StreamStart, count: number): DeviceArray {
  const draws = device.allocate(count);
  runPerElement(device, normalShader, [draws], parametersOf(start, count, 0));
  return draws;
}
