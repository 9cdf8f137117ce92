/** Each GPU operation against the CPU's in f64, within what f32 allows: 2^-24 relative for each rounding, and places rounded likewise. */
import { expect, test } from "vitest";
import { cpuEngine } from "../../../../generators/signal/engine.ts";
import { equalWeights } from "../../../../generators/signal/filtered-back-projection.ts";
import { multiplyComplex, multiplyMask, rootSumOfSquares } from "../../../../generators/signal/gpu/complex.ts";
import { gpuEngine } from "../../../../generators/signal/gpu/engine.ts";
import { equalAngles } from "../../../../generators/signal/projector.ts";
import { describeOnGpu, relativeError } from "./adapter.ts";

/** An ellipse with a disc in it. */
function picture(rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const down = (2 * Math.floor(at / columns)) / rows - 1;
    const across = (2 * (at % columns)) / columns - 1;
    const disc = (down - 0.2) * (down - 0.2) + (across + 0.3) * (across + 0.3) < 0.04;
    return (down * down + 1.4 * across * across < 0.8 ? 20 : 0) + (disc ? 8 : 0);
  });
}

describeOnGpu("operations", (device) => {
  const engine = gpuEngine(device, (reason) => {
    throw new Error(`fell back: ${reason}`);
  });

  test.each([
    { row: 7e-4, column: 7e-4 },
    { row: 1e-3, column: 5e-4 },
  ])("projection and filtered back-projection, pixels of $row x $column m", async (pixel) => {
    const geometry = { rows: 96, columns: 128, pixel, angles: equalAngles(150), binCount: 201, binSize: 7e-4 };
    const integrals = await cpuEngine.project(picture(96, 128), geometry);
    // A place among 128 samples rounds at 2^-18 of a sample, over some 100 samples at random: 2^-20 of the sum.
    expect(relativeError(await engine.project(picture(96, 128), geometry), integrals)).toBeLessThan(2 ** -20);
    // The ramp passes the highest frequencies at full strength, so places between bins matter the more: 2^-18.
    for (const apodisation of ["none", "cosine", "hann"] as const) {
      const expected = await cpuEngine.filteredBackProjection(integrals, geometry, equalWeights(150), apodisation);
      const got = await engine.filteredBackProjection(integrals, geometry, equalWeights(150), apodisation);
      expect(relativeError(got, expected)).toBeLessThan(2 ** -18);
    }
  });

  test.each([1, 2, 3])("convolution of %i channels", async (channels) => {
    const plane = {
      rows: 61,
      columns: 83,
      channels,
      data: Float64Array.from({ length: 61 * 83 * channels }, (_, at) => (at * 7919) % 251),
    };
    const weights = Float64Array.from({ length: 17 * 25 }, (_, at) => (1 + 0.3 * ((at % 5) - 2)) / 425);
    const expected = await cpuEngine.convolve(plane, { rows: 17, columns: 25, weights });
    const got = await engine.convolve(plane, { rows: 17, columns: 25, weights });
    // Three transforms of about 2^13 numbers: 2^-24 x 3 x 13.
    expect(relativeError(got.data, expected.data)).toBeLessThan(39 / 2 ** 24);
  });

  test("products, masks and the root-sum-of-squares", async () => {
    // Two coils of three pixels: all results are whole numbers, which f32 holds exactly.
    const data = device.upload(Float64Array.of(3, 4, 1, 0, 0, 2, 0, 12, 2, 2, 1, 2));
    multiplyComplex(device, data, device.upload(Float64Array.of(0, 1, 1, 0, 2, 0)));
    expect(new Float32Array(await device.download(data))).toEqual(Float32Array.of(-4, 3, 1, 0, 0, 4, -12, 0, 2, 2, 2, 4));
    multiplyMask(device, data, device.upload(Float64Array.of(1, 2, 0)));
    expect(new Float32Array(await device.download(data))).toEqual(Float32Array.of(-4, 3, 2, 0, 0, 0, -12, 0, 4, 4, 0, 0));
    const image = rootSumOfSquares(device, data, 2);
    expect(new Float32Array(await device.download(image))).toEqual(Float32Array.of(13, 6, 0));
    expect(() => multiplyMask(device, data, image.length === 3 ? { ...image, length: 4 } : image)).toThrow(/divides 12/);
  });
});
