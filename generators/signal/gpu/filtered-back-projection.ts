/**
 * Filtered back-projection on the GPU: views padded, filtered through the Fourier transform two to a complex line, and smeared back.
 * The filter is that of signal/filtered-back-projection.ts, its response computed in f64.
 */
import { type Apodisation, rampResponse } from "../ct/ramp-filter.ts";
import { quickLength } from "../fft.ts";
import type { ParallelGeometry } from "../projector.ts";
import { multiplyMask } from "./complex.ts";
import type { DeviceArray, GpuDevice } from "./device.ts";
import { fftc } from "./fft.ts";
import { perElement, runPerElement } from "./per-element.ts";
import { backProject } from "./projector.ts";

const DECLARATIONS = `struct Parameters { count: u32, length: u32, bins: u32, views: u32 }
@group(0) @binding(0) var<storage, read_write> integrals: array<f32>;
@group(0) @binding(1) var<storage, read_write> lines: array<vec2f>;`;

/** Of the views a and b as a + i b: a real, even filter keeps the parts apart. */
export const pairShader = perElement({
  name: "views to lines",
  declarations: DECLARATIONS,
  bindings: 2,
  body: `let bin = at % parameters.length;
  let view = 2u * (at / parameters.length);
  var pair = vec2f();
  if (bin < parameters.bins) {
    pair.x = integrals[view * parameters.bins + bin];
    if (view + 1u < parameters.views) { pair.y = integrals[(view + 1u) * parameters.bins + bin]; }
  }
  lines[at] = pair;`,
});

export const unpairShader = perElement({
  name: "lines to views",
  declarations: DECLARATIONS,
  bindings: 2,
  body: `let view = at / parameters.bins;
  integrals[at] = lines[view / 2u * parameters.length + at % parameters.bins][view % 2u];`,
});

/** Filters every view in place. @param integrals views x bins, on the device */
function rampFilter(device: GpuDevice, integrals: DeviceArray, binCount: number, binSize: number, apodisation: Apodisation): void {
  const views = integrals.length / binCount;
  const length = quickLength(2 * binCount);
  const lineCount = Math.ceil(views / 2);
  const lines = device.allocate(2 * lineCount * length);
  const gain = device.upload(rampResponse(length, { binCount, binSize, apodisation }));
  runPerElement(device, pairShader, [integrals, lines], [lineCount * length, length, binCount, views]);
  fftc(device, lines, lineCount, length, 1);
  multiplyMask(device, lines, gain);
  fftc(device, lines, lineCount, length, 1, true);
  runPerElement(device, unpairShader, [integrals, lines], [integrals.length, length, binCount, views]);
  device.release(lines, gain);
}

/**
 * Reconstructs an image.
 * @param integrals views x bins, on the device; filtered in place
 * @returns rows x columns [1/m], on the device
 */
export function filteredBackProjection(
  device: GpuDevice,
  integrals: DeviceArray,
  geometry: ParallelGeometry,
  weights: Float64Array,
  apodisation: Apodisation,
): DeviceArray {
  rampFilter(device, integrals, geometry.binCount, geometry.binSize, apodisation);
  return backProject(device, integrals, geometry, weights);
}
