import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readNpy, writeNpy } from "../../../sources/npy.ts";
import reader from "../../../sources/readers/npy.ts";
import { shared, sharedData } from "../../shared.ts";
import { bytesOf } from "./write-nifti.ts";

const open = (bytes: Uint8Array, sampleLimit = 1 << 20) => reader.open(bytes, "a.npy", { groupingKey: new Uint8Array(32), sampleLimit });

/** A .npy file with any header text. */
function npy(header: string, data: Uint8Array = new Uint8Array(), version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), version, 0, ...length, ...text, ...data);
}

const dict = (descr: string, shape: string, fortran = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;

describe("writeNpy", () => {
  test("writes the bytes of numpy.save", () => {
    // numpy.save of numpy.array([[1, 2], [3, 4]], '<f4'): a header of 118 bytes, so that the data begin at 128.
    const bytes = writeNpy({ shape: [2, 2], data: [1, 2, 3, 4], dtype: "f4" });
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }".padEnd(117);
    expect(bytes).toEqual(npy(header, bytesOf(Float32Array.of(1, 2, 3, 4))));
    expect(bytes.length).toBe(128 + 16);
  });

  test.each([
    ["u1", [0, 255]],
    ["u2", [0, 65535]],
    ["f4", [-1.5, 2.25]],
    ["f8", [Math.PI, -5e-324]],
    ["c8", [1, -2, 0.5, 4]],
    ["c16", [Math.PI, -2, 1e300, 4]],
  ] as const)("round trip of %s", (dtype, data) => {
    const back = readNpy(writeNpy({ shape: [2], data, dtype }), "a.npy");
    expect(back).toEqual({ shape: [2], complex: dtype.startsWith("c"), data: Float64Array.from(data) });
  });

  test("refuses what the type cannot hold, and data that do not fill the shape", () => {
    expect(() => writeNpy({ shape: [1], data: [256], dtype: "u1" })).toThrow(RangeError);
    expect(() => writeNpy({ shape: [1], data: [0.5], dtype: "u2" })).toThrow(RangeError);
    expect(() => writeNpy({ shape: [3], data: [1, 2], dtype: "f8" })).toThrow(RangeError);
  });
});

describe("readNpy", () => {
  test.each([1, 2, 3])("version %d", (version) => {
    expect([...readNpy(npy(dict("<i2", "(2,)"), bytesOf(Int16Array.of(-3, 4)), version), "a.npy").data]).toEqual([-3, 4]);
  });

  test("big endian", () => {
    expect([...readNpy(npy(dict(">u2", "(2,)"), Uint8Array.of(1, 2, 0, 3)), "a.npy").data]).toEqual([258, 3]);
  });

  test("half floats: 1, -2, the smallest subnormal 2^-24, the greatest 65504", () => {
    const bits = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff);
    expect([...readNpy(npy(dict("<f2", "(4,)"), bytesOf(bits)), "a.npy").data]).toEqual([1, -2, 1 / 16777216, 65504]);
  });

  test("booleans, a shape without axes, an empty shape", () => {
    expect([...readNpy(npy(dict("|b1", "(2,)"), Uint8Array.of(0, 1)), "a.npy").data]).toEqual([0, 1]);
    expect(readNpy(npy(dict("|u1", "()"), Uint8Array.of(7)), "a.npy").data).toEqual(Float64Array.of(7));
    expect(readNpy(npy(dict("|u1", "(0, 3)")), "a.npy").shape).toEqual([0, 3]);
  });

  test("Fortran order: element (i, j, k) lies at i + I (j + J k)", () => {
    const [I, J, K] = [2, 3, 4];
    const stored = Uint8Array.from({ length: I * J * K }, (_, index) => index);
    const { data } = readNpy(npy(dict("|u1", "(2, 3, 4)", "True"), stored), "a.npy");
    const expected = Array.from({ length: I * J * K }, (_, n) => Math.floor(n / (J * K)) + I * ((Math.floor(n / K) % J) + J * (n % K)));
    expect([...data]).toEqual(expected);
  });

  test("64-bit integers beyond 2^53 are refused", () => {
    expect(() => readNpy(npy(dict("<u8", "(1,)"), bytesOf(BigUint64Array.of(1n << 60n))), "a.npy")).toThrow(
      expect.objectContaining({ code: "E_SAMPLES" }),
    );
  });

  test.each([
    ["objects", "E_UNSUPPORTED", npy(dict("|O", "(1,)"), new Uint8Array(8))],
    ["structured", "E_UNSUPPORTED", npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(4))],
    ["text", "E_UNSUPPORTED", npy(dict("<U3", "(1,)"), new Uint8Array(12))],
    ["a shape of 10^18", "E_TRUNCATED", npy(dict("<f4", "(1000000000000000, 1000)"))],
    ["a size beyond 2^53", "E_FORMAT", npy(dict("<f4", "(1000000000000000000000,)"))],
    ["a negative size", "E_FORMAT", npy(dict("<f4", "(-1, 4)"), new Uint8Array(16))],
    ["too few bytes", "E_TRUNCATED", npy(dict("<f4", "(5,)"), new Uint8Array(16))],
    ["too many bytes", "E_FORMAT", npy(dict("<f4", "(3,)"), new Uint8Array(16))],
    ["a call in the header", "E_FORMAT", npy("{'descr': '<f4', 'fortran_order': False, 'shape': exit(), }")],
    ["an unclosed header", "E_FORMAT", npy("{'descr': '<f4', ")],
    ["a repeated key", "E_FORMAT", npy("{'shape': (1,), 'shape': (2,), 'descr': '<f4', 'fortran_order': False}")],
    ["a missing key", "E_FORMAT", npy("{'descr': '<f4', 'shape': (1,)}", new Uint8Array(4))],
    ["version 9", "E_UNSUPPORTED", npy(dict("<f4", "(1,)"), new Uint8Array(4), 9)],
    ["six bytes", "E_UNSUPPORTED", npy("").subarray(0, 6)],
    ["a header beyond the file", "E_TRUNCATED", npy(dict("<f4", "(1,)")).subarray(0, 30)],
  ])("%s: %s", (_, code, bytes) => {
    expect(() => readNpy(bytes, "a.npy")).toThrow(expect.objectContaining({ name: "MedqError", code }));
  });
});

describe("reader", () => {
  const array = (shape: readonly number[], dtype: "u1" | "f4" | "c8", fill = (index: number) => index % 251) => {
    const count = shape.reduce((product, size) => product * size, dtype === "c8" ? 2 : 1);
    return writeNpy({ shape, data: Array.from({ length: count }, (_, index) => fill(index)), dtype });
  };

  test.each([
    ["real 2-D", [4, 5], "f4", 1, { quantity: "unspecified", coils: 1, rows: 4, columns: 5, channels: 1 }],
    ["real 3-D", [3, 4, 5], "f4", 3, { quantity: "unspecified", coils: 1, rows: 4, columns: 5, channels: 1 }],
    ["one row", [1, 9], "f4", 1, { rows: 1, columns: 9 }],
    ["one column", [9, 1], "f4", 1, { rows: 9, columns: 1 }],
    ["one sample", [1, 1], "f4", 1, { rows: 1, columns: 1 }],
    ["one channel, last", [8, 9, 1], "f4", 1, { rows: 8, columns: 9, channels: 1 }],
    ["one channel of bytes, last", [8, 9, 1], "u1", 1, { quantity: "unspecified", rows: 8, columns: 9, channels: 1 }],
    ["planes of one channel, last", [2, 8, 9, 1], "f4", 2, { rows: 8, columns: 9, channels: 1 }],
    ["two last axes of 1", [8, 9, 1, 1], "f4", 1, { rows: 8, columns: 9 }],
    ["one channel, first", [1, 8, 9], "f4", 1, { rows: 8, columns: 9 }],
    ["three planes", [3, 8, 9], "u1", 3, { quantity: "unspecified", rows: 8, columns: 9, channels: 1 }],
    ["colour planes", [2, 8, 9, 3], "u1", 2, { quantity: "srgb", rows: 8, columns: 9, channels: 3 }],
    ["a complex image, one channel last", [8, 9, 1], "c8", 1, { quantity: "mr-complex", rows: 8, columns: 9 }],
    ["colour", [4, 5, 3], "u1", 1, { quantity: "srgb", rows: 4, columns: 5, channels: 3, bits: 8 }],
    ["complex image", [4, 5], "c8", 1, { quantity: "mr-complex", coils: 1, rows: 4, columns: 5, complex: true }],
    ["k-space", [2, 4, 5], "c8", 1, { quantity: "mr-kspace", coils: 2, rows: 4, columns: 5, complex: true }],
    ["k-space of slices", [3, 2, 4, 5], "c8", 3, { quantity: "mr-kspace", coils: 2, rows: 4, columns: 5, complex: true }],
  ] as const)("%s", async (_, shape, dtype, planeCount, expected) => {
    const bytes = array(shape, dtype);
    const scan = await open(bytes);
    expect(scan.planeCount).toBe(planeCount);
    const plane = await scan.plane(planeCount - 1);
    expect(plane).toMatchObject(expected);
    const all = readNpy(bytes, "a.npy").data;
    expect(plane.data).toEqual(all.slice(all.length - all.length / planeCount));
  });

  test("opacity is laid over white: 0 gives white, 255 the colour, 51 = 1/5 of it", async () => {
    const pixels = writeNpy({ shape: [1, 3, 4], data: [10, 20, 30, 0, 10, 20, 30, 255, 5, 0, 255, 51], dtype: "u1" });
    expect([...(await (await open(pixels)).plane(0)).data]).toEqual([255, 255, 255, 10, 20, 30, 205, 204, 255]);
  });

  test.each([
    ["zeros only", "E_SAMPLES", array([2, 4, 4], "c8", () => 0)],
    ["NaN", "E_SAMPLES", array([4, 4], "f4", () => Number.NaN)],
  ])("%s: %s", async (_, code, bytes) => {
    const scan = await open(bytes);
    await expect(scan.plane(0)).rejects.toMatchObject({ code });
  });

  test.each([
    ["float channels", [8, 9, 3], "f4", /uint8/],
    ["float planes of channels", [2, 8, 9, 4], "f4", /uint8/],
    ["real and imaginary parts", [8, 9, 2], "f4", /complex64/],
    ["grey and opacity", [8, 9, 2], "u1", /uint8/],
    ["slices last", [40, 44, 10], "f4", /moveaxis/],
  ] as const)("%s may mean several things: refused, with what to do", async (_, shape, dtype, advice) => {
    await expect(open(array(shape, dtype))).rejects.toMatchObject({ code: "E_UNSUPPORTED", advice: expect.stringMatching(advice) });
  });

  test.each([
    [[2, 3, 4, 5], 6],
    [[3, 4, 5], 3],
    [[4, 5], 1],
  ])("Fortran order of shape %j: the same planes", async (shape, planeCount) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const stored = Uint8Array.from({ length: count }, (_, index) => index);
    const bytes = npy(dict("|u1", `(${shape.join(", ")})`, "True"), stored);
    const scan = await open(bytes);
    const planes = await Promise.all(Array.from({ length: planeCount }, async (_, index) => [...(await scan.plane(index)).data]));
    expect(planes.flat()).toEqual([...readNpy(bytes, "a.npy").data]);
  });

  test("one axis, no samples, too many samples", async () => {
    await expect(open(array([4], "f4"))).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
    await expect(open(array([0, 4], "f4"))).rejects.toMatchObject({ code: "E_FORMAT" });
    await expect(open(array([10, 10], "f4"), 99)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  });
});

describe.skipIf(!sharedData)("real k-space (needs ../shared/data)", () => {
  test("8 coils x 230 phase-encoding lines x 180 readout samples, most lines not acquired", async () => {
    const scan = await open(await readFile(shared("mri/kspace/cartesian_ksp.npy")));
    const { data, ...plane } = await scan.plane(0);
    expect(plane).toMatchObject({ quantity: "mr-kspace", coils: 8, rows: 230, columns: 180 });
    expect(data.filter((value) => value !== 0).length).toBeLessThan(0.2 * data.length);
  });
});
