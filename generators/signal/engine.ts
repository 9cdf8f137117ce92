/**
 * Where the heavy transforms run: one small interface, the reference in f64 on the CPU behind it here, f32 on a GPU in gpu/engine.ts.
 *
 * The reference gives the same bits on every machine and is what a release is defined by. Another engine's result is the reference's
 * within a tolerance, which its profile states and which whoever compares releases applies.
 */
import type { Plane } from "../plane.ts";
import { convolve } from "./convolve.ts";
import type { ScanGeometry } from "./ct/geometry.ts";
import type { Apodisation } from "./ct/ramp-filter.ts";
import { fft2c, ifft2c } from "./fft.ts";
import { filteredBackProjection } from "./filtered-back-projection.ts";
import type { PointSpread } from "./point-spread.ts";
import { project } from "./projector.ts";
import { type RandomKey, randomSource } from "./random.ts";

/** How far an 8-bit image may lie from the reference's. */
export interface Tolerance {
  /** Of its samples, how many may differ at all, as a fraction. */
  readonly share: number;
  /** Of the difference over the whole image [code values]. */
  readonly rootMeanSquare: number;
}

/** What an engine is, for the record. */
export interface Profile {
  readonly engine: "cpu" | "gpu";
  readonly precision: "f64" | "f32";
  /** The GPU in the driver's words. */
  readonly adapter?: { readonly vendor: string; readonly architecture: string; readonly description: string };
  /** Left out: the same bits. */
  readonly tolerance?: Tolerance;
}

/** Results are new arrays; arguments stay as they are. Sizes and conventions are those of the functions of the same names. */
export interface Engine {
  readonly profile: Profile;
  /** @param data batch x rows x columns complex numbers, interleaved */
  fft2c(data: Float64Array, rows: number, columns: number, batch?: number): Promise<Float64Array>;
  ifft2c(data: Float64Array, rows: number, columns: number, batch?: number): Promise<Float64Array>;
  /** @param image rows x columns; @returns views x bins */
  project(image: Float64Array, geometry: ScanGeometry): Promise<Float64Array>;
  /** @param integrals views x bins; @param weights of views, or of rays; @returns rows x columns */
  filteredBackProjection(
    integrals: Float64Array,
    geometry: ScanGeometry,
    weights: Float64Array,
    apodisation?: Apodisation,
  ): Promise<Float64Array>;
  convolve(plane: Plane, spread: PointSpread): Promise<Plane>;
  /** @returns the first `count` standard normal draws of a stream */
  normals(key: RandomKey, stream: string, count: number): Promise<Float64Array>;
  /** Gives back what it holds; it must not be used any more. */
  close(): void;
}

/** The reference. */
export const cpuEngine: Engine = {
  profile: { engine: "cpu", precision: "f64" },
  fft2c: async (data, rows, columns, batch = 1) => fft2c(data.slice(), rows, columns, batch),
  ifft2c: async (data, rows, columns, batch = 1) => ifft2c(data.slice(), rows, columns, batch),
  project: async (image, geometry) => project(image, geometry),
  filteredBackProjection: async (integrals, geometry, weights, apodisation = "none") =>
    filteredBackProjection(integrals, geometry, weights, apodisation),
  convolve: async (plane, spread) => convolve(plane, spread),
  normals: async (key, stream, count) => randomSource(key).stream(stream).fillNormal(new Float64Array(count)),
  close: () => {},
};
