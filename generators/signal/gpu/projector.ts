/**
 * Parallel-beam line integrals by Joseph's method, and the smearing of views over the image, on the GPU in f32: the sums of
 * signal/projector.ts and signal/filtered-back-projection.ts, a ray or a pixel to a thread.
 *
 * Where a ray or a pixel falls is prepared in f64 for each view; within it, places round at 2^-24 of the width of the image.
 *
 * Sources: Joseph, IEEE Trans. Med. Imaging 1 (1982) 192; Kak and Slaney, Principles of Computerized Tomographic Imaging (1988), ch. 3.
 */
import { cos, sin } from "../math.ts";
import type { ParallelGeometry } from "../projector.ts";
import type { DeviceArray, GpuDevice } from "./device.ts";
import { perElement, runPerElement } from "./per-element.ts";

/** `Ray.place` is the sample that bin 0 meets in the middle line. */
export const projectShader = perElement({
  name: "parallel projection",
  declarations: `struct Parameters { count: u32, bins: u32, rows: u32, columns: u32 }
struct Ray { place: f32, perLine: f32, perBin: f32, step: f32 }
@group(0) @binding(0) var<storage, read> image: array<f32>;
@group(0) @binding(1) var<storage, read> rays: array<Ray>;
@group(0) @binding(2) var<storage, read_write> integrals: array<f32>;
fn sampled(sample: i32, length: i32, start: u32, step: u32) -> f32 {
  if (sample < 0 || sample >= length) { return 0f; }
  return image[start + u32(sample) * step];
}`,
  bindings: 3,
  body: `let ray = rays[at / parameters.bins];
  let alongRows = ray.step > 0f;
  let lines = select(parameters.columns, parameters.rows, alongRows);
  let length = i32(select(parameters.rows, parameters.columns, alongRows));
  let lineStep = select(1u, parameters.columns, alongRows);
  let sampleStep = select(parameters.columns, 1u, alongRows);
  let middle = 0.5f * f32(lines - 1u);
  let place = ray.place + ray.perBin * (f32(at % parameters.bins) - 0.5f * f32(parameters.bins - 1u));
  var sum = 0f;
  for (var line = 0u; line < lines; line++) {
    let position = place + ray.perLine * (f32(line) - middle);
    let below = floor(position);
    if (below < -1f || below >= f32(length)) { continue; }
    let value = sampled(i32(below), length, line * lineStep, sampleStep);
    let next = sampled(i32(below) + 1, length, line * lineStep, sampleStep);
    sum += value + (position - below) * (next - value);
  }
  integrals[at] = abs(ray.step) * sum;`,
});

export const backProjectShader = perElement({
  name: "parallel back-projection",
  declarations: `struct Parameters { count: u32, bins: u32, rows: u32, columns: u32, views: u32 }
struct View { perColumn: f32, perRow: f32, weight: f32 }
@group(0) @binding(0) var<storage, read> integrals: array<f32>;
@group(0) @binding(1) var<storage, read> views: array<View>;
@group(0) @binding(2) var<storage, read_write> image: array<f32>;`,
  bindings: 3,
  body: `let column = f32(at % parameters.columns) - 0.5f * f32(parameters.columns - 1u);
  let row = f32(at / parameters.columns) - 0.5f * f32(parameters.rows - 1u);
  let middle = 0.5f * f32(parameters.bins - 1u);
  let last = i32(parameters.bins) - 1;
  var sum = 0f;
  for (var index = 0u; index < parameters.views; index++) {
    let view = views[index];
    let position = middle + view.perColumn * column + view.perRow * row;
    let below = floor(position);
    let bin = i32(below);
    if (bin < -1 || bin > last) { continue; }
    let start = index * parameters.bins;
    let value = select(0f, integrals[start + u32(max(bin, 0))], bin >= 0);
    let next = select(0f, integrals[start + u32(min(bin + 1, last))], bin < last);
    sum += view.weight * (value + (position - below) * (next - value));
  }
  image[at] = sum;`,
});

/** How the rays of each view cross rows or columns: see Ray; the step is negative where they cross columns. */
function raysOf({ pixel, angles, binSize }: ParallelGeometry): Float64Array {
  const rays = new Float64Array(4 * angles.length);
  angles.forEach((angle, view) => {
    const c = cos(angle);
    const s = sin(angle);
    const alongRows = Math.abs(s) * pixel.row <= Math.abs(c) * pixel.column;
    const scale = alongRows ? 1 / (c * pixel.column) : -1 / (s * pixel.row);
    const perLine = alongRows ? pixel.row * s * scale : -pixel.column * c * scale;
    const step = alongRows ? pixel.row / Math.abs(c) : -pixel.column / Math.abs(s);
    rays.set([perLine, scale * binSize, step], 4 * view + 1);
  });
  return rays;
}

/**
 * Projects an image.
 * @param image rows x columns [1/m], on the device
 * @returns line integrals [1], views x bins, on the device
 */
export function project(device: GpuDevice, image: DeviceArray, geometry: ParallelGeometry): DeviceArray {
  const { rows, columns, angles, binCount } = geometry;
  if (image.length !== rows * columns) throw new RangeError(`Expected ${rows * columns} pixels, got ${image.length}`);
  const prepared = raysOf(geometry);
  angles.forEach((_, view) => {
    const alongRows = prepared[4 * view + 3] > 0;
    prepared[4 * view] = ((alongRows ? columns : rows) - 1) / 2;
  });
  const rays = device.upload(prepared);
  const integrals = device.allocate(angles.length * binCount);
  runPerElement(device, projectShader, [image, rays, integrals], [integrals.length, binCount, rows, columns]);
  device.release(rays);
  return integrals;
}

/**
 * Adds every view along its rays, interpolating linearly between bins; beyond the outermost bins a view is 0.
 *
 * @param integrals views x bins, on the device
 * @param weights one for each view [rad]
 * @returns rows x columns, on the device
 */
export function backProject(device: GpuDevice, integrals: DeviceArray, geometry: ParallelGeometry, weights: Float64Array): DeviceArray {
  const { rows, columns, pixel, angles, binCount, binSize } = geometry;
  if (integrals.length !== angles.length * binCount || weights.length !== angles.length) {
    throw new RangeError(`Expected ${angles.length} x ${binCount} line integrals, got ${integrals.length}`);
  }
  const prepared = new Float64Array(3 * angles.length);
  angles.forEach((angle, view) => {
    prepared.set([(pixel.column * cos(angle)) / binSize, (-pixel.row * sin(angle)) / binSize, weights[view]], 3 * view);
  });
  const views = device.upload(prepared);
  const image = device.allocate(rows * columns);
  runPerElement(device, backProjectShader, [integrals, views, image], [image.length, binCount, rows, columns, angles.length]);
  device.release(views);
  return image;
}
