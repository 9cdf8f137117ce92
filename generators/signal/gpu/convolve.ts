/**
 * Convolution with a point spread function through the Fourier transform on the GPU. Beyond its edges the image is mirrored.
 *
 * The period is the mirrored image's own, twice its size, or less where padding by the kernel's reach suffices, as in signal/convolve.ts.
 * Two channels travel as the real and imaginary parts of one image, for the kernel is real.
 */
import { quickLength } from "../fft.ts";
import type { PointSpread } from "../point-spread.ts";
import { multiplyComplex } from "./complex.ts";
import { type DeviceArray, f32, type GpuDevice } from "./device.ts";
import { fft2c, ifft2c } from "./fft.ts";
import { perElement, runPerElement } from "./per-element.ts";

const DECLARATIONS = `struct Parameters { count: u32, rows: u32, columns: u32, channels: u32, channel: u32, height: u32, width: u32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> plane: array<f32>;
@group(0) @binding(1) var<storage, read_write> field: array<vec2f>;`;

export const mirrorShader = perElement({
  name: "mirrored continuation",
  declarations: `${DECLARATIONS}
// The image, then its continuation on the right, then that on the left, which ends where the next period begins.
fn source(place: u32, length: u32, period: u32) -> u32 {
  let right = length + (period - length + 1u) / 2u;
  let beyond = select(place, place + 2u * length - period, place >= right) % (2u * length);
  return select(beyond, 2u * length - 1u - beyond, beyond >= length);
}`,
  bindings: 2,
  body: `let row = source(at / parameters.width, parameters.rows, parameters.height);
  let column = source(at % parameters.width, parameters.columns, parameters.width);
  let pixel = (row * parameters.columns + column) * parameters.channels + parameters.channel;
  let second = select(0u, 1u, parameters.channel + 1u < parameters.channels);
  field[at] = vec2f(plane[pixel], plane[pixel + second]);`,
});

export const cutShader = perElement({
  name: "cut-out of the period",
  declarations: DECLARATIONS,
  bindings: 2,
  body: `let value = parameters.scale * field[at / parameters.columns * parameters.width + at % parameters.columns];
  let to = at * parameters.channels + parameters.channel;
  plane[to] = value.x;
  if (parameters.channel + 1u < parameters.channels) { plane[to + 1u] = value.y; }`,
});

const periodOf = (length: number, reach: number): number => Math.min(quickLength(length + 2 * reach), 2 * length);

/**
 * Convolves every channel in place.
 * @param plane rows x columns x channels, on the device
 */
export function convolve(
  device: GpuDevice,
  plane: DeviceArray,
  rows: number,
  columns: number,
  channels: number,
  spread: PointSpread,
): void {
  if (plane.length !== rows * columns * channels) {
    throw new RangeError(`Expected ${rows} x ${columns} x ${channels} values, got ${plane.length}`);
  }
  const height = periodOf(rows, (spread.rows - 1) / 2);
  const width = periodOf(columns, (spread.columns - 1) / 2);
  const response = device.upload(wrapped(spread, height, width));
  fft2c(device, response, height, width);
  const field = device.allocate(2 * height * width);
  // The orthonormal transforms leave out the square root of the count once.
  const scale = f32(Math.sqrt(height * width));
  for (let channel = 0; channel < channels; channel += 2) {
    const shape = [rows, columns, channels, channel, height, width, scale];
    runPerElement(device, mirrorShader, [plane, field], [height * width, ...shape]);
    fft2c(device, field, height, width);
    multiplyComplex(device, field, response);
    ifft2c(device, field, height, width);
    runPerElement(device, cutShader, [plane, field], [rows * columns, ...shape]);
  }
  device.release(response, field);
}

/** @returns the kernel about the centre of a period, weights that fall on one place added, as complex numbers */
function wrapped(spread: PointSpread, height: number, width: number): Float64Array {
  const field = new Float64Array(2 * height * width);
  const top = Math.floor(height / 2) - (spread.rows - 1) / 2;
  const left = Math.floor(width / 2) - (spread.columns - 1) / 2;
  const within = (index: number, period: number): number => index - period * Math.floor(index / period);
  for (let row = 0; row < spread.rows; row++) {
    for (let column = 0; column < spread.columns; column++) {
      field[2 * (within(top + row, height) * width + within(left + column, width))] += spread.weights[row * spread.columns + column];
    }
  }
  return field;
}
