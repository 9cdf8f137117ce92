/**
 * The GPU's transforms against the CPU's in f64. Each of the log2 N levels rounds a value twice or so, independently: the relative error
 * in the norm stays below 2^-24 (2 + log2 N); Bluestein's method, whose three transforms are longer, keeps within it too, for
 * rounding errors add in squares.
 */
import { expect, test } from "vitest";
import * as reference from "../../../../generators/signal/fft.ts";
import type { GpuDevice } from "../../../../generators/signal/gpu/device.ts";
import { fft2c, fftc, ifft2c } from "../../../../generators/signal/gpu/fft.ts";
import { randomSource } from "../../../../generators/signal/random.ts";
import { describeOnGpu, relativeError } from "./adapter.ts";

const LENGTHS = [1, 2, 8, 12, 61, 127, 331, 367, 368, 512, 640, 1024];
/** Beyond a workgroup's memory: by four steps, and by a convolution of four-step transforms. */
const LONG = [12000, 8191];

const noise = (count: number): Float64Array =>
  randomSource({ seed: "1", image: "noise", operation: "test", stage: "gpu" })
    .stream(`${count}`)
    .fillNormal(new Float64Array(2 * count));

const bound = (length: number): number => (2 + Math.log2(length)) / 2 ** 24;

async function transformed(device: GpuDevice, data: Float64Array, transform: (array: ReturnType<GpuDevice["upload"]>) => void) {
  const array = device.upload(data);
  transform(array);
  const result = new Float32Array(await device.download(array));
  device.release(array);
  return result;
}

describeOnGpu("Fourier transform", (device) => {
  test.each([...LENGTHS, ...LONG])("rows of %i", async (length) => {
    const data = noise(3 * length);
    const got = await transformed(device, data, (array) => fftc(device, array, 3, length, 1));
    expect(relativeError(got, reference.fftc(data.slice(), 3, length, 1))).toBeLessThan(bound(length));
  });

  test.each([...LENGTHS, ...LONG])("columns of %i, a batch of 2, inverse", async (length) => {
    const data = noise(2 * length * 5);
    const got = await transformed(device, data, (array) => fftc(device, array, 2, length, 5, true));
    expect(relativeError(got, reference.fftc(data.slice(), 2, length, 5, true))).toBeLessThan(bound(length));
  });

  test.each([
    [320, 320, 2],
    [61, 12, 3],
    [368, 331, 1],
  ])("images of %i x %i, batch %i, there and back", async (rows, columns, batch) => {
    const data = noise(rows * columns * batch);
    const there = await transformed(device, data, (array) => fft2c(device, array, rows, columns, batch));
    expect(relativeError(there, reference.fft2c(data.slice(), rows, columns, batch))).toBeLessThan(bound(rows * columns));
    const back = await transformed(device, data, (array) => {
      fft2c(device, array, rows, columns, batch);
      ifft2c(device, array, rows, columns, batch);
    });
    expect(relativeError(back, data)).toBeLessThan(2 * bound(rows * columns));
  });

  test("more lines than one dimension of the dispatch holds", async () => {
    const lines = 70000 * 8;
    const data = new Float64Array(4 * lines).fill(1);
    const got = await transformed(device, data, (array) => fftc(device, array, lines, 2, 1));
    // Centred: the mean of (1 + i, 1 + i) stands at index 1, and sqrt(2) of it.
    const at = 4 * (lines - 1);
    expect(got.subarray(at)).toEqual(Float32Array.of(0, 0, Math.SQRT2, Math.SQRT2));
  });

  test("another size is refused", () => {
    const array = device.upload(new Float64Array(8));
    expect(() => fftc(device, array, 1, 5, 1)).toThrow(/Expected 1 x 5 x 1 complex numbers, got 4/);
    device.release(array);
  });
});
