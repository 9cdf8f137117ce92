/** The GPU draws the CPU's numbers: words bit for bit, uniform and normal numbers to the precision of f32. */
import { expect, test } from "vitest";
import { normals, philoxWords, uniforms } from "../../../../generators/signal/gpu/philox.ts";
import { philoxBlock } from "../../../../generators/signal/philox.ts";
import { identityOf, streamStart } from "../../../../generators/signal/random/stream-start.ts";
import { randomSource } from "../../../../generators/signal/random.ts";
import { describeOnGpu } from "./adapter.ts";

const KEY = { seed: "1", image: "an image", operation: "test", stage: "gpu" };
const COUNT = 100001;

describeOnGpu("Philox4x32-10", (device) => {
  test("the published vector of counter 0 and key 0 (Random123, kat_vectors)", async () => {
    const zero = philoxWords(device, { key: [0, 0], counter: [0, 0] }, 1);
    expect(new Uint32Array(await device.download(zero))).toEqual(Uint32Array.of(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  });

  test("every word is the CPU's, also where the counter carries into its second word", async () => {
    const first = 4294967290;
    const words = new Uint32Array(
      await device.download(philoxWords(device, { key: [123456789, 4000000000], counter: [7, 8] }, 5000, first)),
    );
    const expected = new Uint32Array(words.length);
    for (let block = 0; block < 5000; block++) {
      const index = first + block;
      philoxBlock(expected, 4 * block, Uint32Array.of(index, Math.floor(index / 2 ** 32), 7, 8), Uint32Array.of(123456789, 4000000000));
    }
    expect(words).toEqual(expected);
  });

  test("a stream begins where random.ts begins it: uniform numbers are the CPU's, rounded", async () => {
    const expected = randomSource(KEY).stream("draws").fillUniform(new Float64Array(COUNT));
    const got = new Float32Array(await device.download(uniforms(device, streamStart(identityOf(KEY, "draws")), COUNT)));
    // Two roundings: of the upper word to 24 bits, and of the sum.
    expect(got.every((value, at) => Math.abs(value - expected[at]) <= 2 ** -23 * expected[at])).toBe(true);
  });

  test("normal numbers are the CPU's to about seven figures", async () => {
    const expected = randomSource(KEY).stream("draws").fillNormal(new Float64Array(COUNT));
    const got = new Float32Array(await device.download(normals(device, streamStart(identityOf(KEY, "draws")), COUNT)));
    expect(got.every((value, at) => Math.abs(value - expected[at]) <= 4e-6 * Math.max(1, Math.abs(expected[at])))).toBe(true);
  });
});
