/**
 * The engine on a GPU, in f32: each call uploads, computes and downloads once. Where the GPU fails, it says so once, and this call and
 * all that follow are done by the reference: nothing is lost but time.
 *
 * Fan beams and weights that differ within a view are the reference's.
 *
 * Tolerance: transforms are within 1e-6 of the image's norm, a few 1e-4 of a code value, which moves a value across a rounding boundary in
 * about one pixel of two thousand. A JPEG quantiser behind it can carry one such pixel into its whole block, off by several code values.
 */
import { MedqError } from "../../../manifests/error.ts";
import { cpuEngine, type Engine, type Tolerance } from "../engine.ts";
import { identityOf, streamStart } from "../random/stream-start.ts";
import { convolve } from "./convolve.ts";
import type { DeviceArray, GpuDevice } from "./device.ts";
import { fft2c, ifft2c } from "./fft.ts";
import { filteredBackProjection } from "./filtered-back-projection.ts";
import { normals } from "./philox.ts";
import { project } from "./projector.ts";

const TOLERANCE: Tolerance = { share: 0.01, rootMeanSquare: 0.5 };

/** @returns the views that have a weight, zeros in place of the others: what those hold means nothing */
function taken(integrals: Float64Array, weights: Float64Array): Float64Array {
  const binCount = integrals.length / weights.length;
  return weights.every((weight) => weight !== 0)
    ? integrals
    : integrals.map((value, at) => (weights[Math.floor(at / binCount)] === 0 ? 0 : value));
}

/** @param onFallback told, once, why the CPU goes on */
export function gpuEngine(device: GpuDevice, onFallback: (reason: string) => void): Engine {
  let failed = false;
  const either = async <Result>(onGpu: () => Promise<Result>, onCpu: () => Promise<Result>): Promise<Result> => {
    if (failed) return onCpu();
    try {
      return await onGpu();
    } catch (error) {
      if (!(error instanceof MedqError && error.code === "E_DEVICE")) throw error;
      if (!failed) onFallback(`${error.where}: ${error.problem}: the CPU goes on`);
      failed = true;
      return onCpu();
    }
  };
  /** Uploads, computes, downloads, and gives every array back. */
  const through = async (values: Float64Array, compute: (array: DeviceArray) => DeviceArray): Promise<Float64Array> => {
    const array = device.upload(values);
    const result = compute(array);
    const words = await device.download(result);
    device.release(array, ...(result === array ? [] : [result]));
    return new Float64Array(new Float32Array(words));
  };
  const { vendor, architecture, description } = device.adapter;
  return {
    profile: { engine: "gpu", precision: "f32", adapter: { vendor, architecture, description }, tolerance: TOLERANCE },
    fft2c: (data, rows, columns, batch = 1) =>
      either(
        () =>
          through(data, (array) => {
            fft2c(device, array, rows, columns, batch);
            return array;
          }),
        () => cpuEngine.fft2c(data, rows, columns, batch),
      ),
    ifft2c: (data, rows, columns, batch = 1) =>
      either(
        () =>
          through(data, (array) => {
            ifft2c(device, array, rows, columns, batch);
            return array;
          }),
        () => cpuEngine.ifft2c(data, rows, columns, batch),
      ),
    project: (image, geometry) =>
      geometry.fan !== undefined
        ? cpuEngine.project(image, geometry)
        : either(
            () => through(image, (array) => project(device, array, geometry)),
            () => cpuEngine.project(image, geometry),
          ),
    filteredBackProjection: (integrals, geometry, weights, apodisation = "none") =>
      geometry.fan !== undefined || weights.length !== geometry.angles.length
        ? cpuEngine.filteredBackProjection(integrals, geometry, weights, apodisation)
        : either(
            () => through(taken(integrals, weights), (array) => filteredBackProjection(device, array, geometry, weights, apodisation)),
            () => cpuEngine.filteredBackProjection(integrals, geometry, weights, apodisation),
          ),
    convolve: (plane, spread) =>
      either(
        async () => ({
          ...plane,
          data: await through(plane.data, (array) => {
            convolve(device, array, plane.rows, plane.columns, plane.channels, spread);
            return array;
          }),
        }),
        () => cpuEngine.convolve(plane, spread),
      ),
    normals: (key, stream, count) =>
      either(
        async () => {
          const draws = normals(device, streamStart(identityOf(key, stream)), count);
          const words = await device.download(draws);
          device.release(draws);
          return new Float64Array(new Float32Array(words));
        },
        () => cpuEngine.normals(key, stream, count),
      ),
    close: () => device.close(),
  };
}
