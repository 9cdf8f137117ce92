/**
 * Element by element on complex arrays (interleaved re, im) that stay on the GPU: products, masks, and the image of several coils.
 *
 *   root-sum-of-squares over coils:  sqrt(sum_c |x_c|^2);  of one coil it is the magnitude
 */
import type { DeviceArray, GpuDevice } from "./device.ts";
import { perElement, runPerElement, TIMES } from "./per-element.ts";

const PARAMETERS = "struct Parameters { count: u32, period: u32 }";

export const productShader = perElement({
  name: "complex product",
  declarations: `${PARAMETERS}
@group(0) @binding(0) var<storage, read_write> data: array<vec2f>;
@group(0) @binding(1) var<storage, read> factors: array<vec2f>;
${TIMES}`,
  bindings: 2,
  body: "data[at] = times(data[at], factors[at % parameters.period]);",
});

export const maskShader = perElement({
  name: "mask product",
  declarations: `${PARAMETERS}
@group(0) @binding(0) var<storage, read_write> data: array<vec2f>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;`,
  bindings: 2,
  body: "data[at] = mask[at % parameters.period] * data[at];",
});

export const magnitudeShader = perElement({
  name: "root-sum-of-squares",
  declarations: `struct Parameters { count: u32, coils: u32 }
@group(0) @binding(0) var<storage, read> coils: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> image: array<f32>;`,
  bindings: 2,
  body: `var energy = 0f;
  for (var coil = 0u; coil < parameters.coils; coil++) {
    let value = coils[coil * parameters.count + at];
    energy += dot(value, value);
  }
  image[at] = sqrt(energy);`,
});

/** Multiplies in place. @param factors complex, as long as `data` or a part that repeats (one for every image of a batch) */
export function multiplyComplex(device: GpuDevice, data: DeviceArray, factors: DeviceArray): void {
  checkPeriod(data.length, factors.length);
  runPerElement(device, productShader, [data, factors], [data.length / 2, factors.length / 2]);
}

/** Multiplies in place by real factors. @param mask one a complex number, as many as `data` holds or a part that repeats */
export function multiplyMask(device: GpuDevice, data: DeviceArray, mask: DeviceArray): void {
  checkPeriod(data.length, 2 * mask.length);
  runPerElement(device, maskShader, [data, mask], [data.length / 2, mask.length]);
}

/**
 * @param data coils x count complex numbers
 * @returns the root-sum-of-squares over the coils, `count` real numbers
 */
export function rootSumOfSquares(device: GpuDevice, data: DeviceArray, coils: number): DeviceArray {
  checkPeriod(data.length, data.length / coils);
  const image = device.allocate(data.length / 2 / coils);
  runPerElement(device, magnitudeShader, [data, image], [image.length, coils]);
  return image;
}

function checkPeriod(length: number, period: number): void {
  if (!Number.isInteger(period) || period < 1 || length % period !== 0) {
    throw new RangeError(`Expected a length that divides ${length}, got ${period}`);
  }
}
