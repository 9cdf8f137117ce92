import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { NIFTI1, NIFTI2 } from "nifti-reader-js";
import { describe, expect, test } from "vitest";
import type { ReadOptions, Scan } from "../../../sources/acquisition.ts";
import reader from "../../../sources/readers/nifti.ts";
import { shared, sharedData } from "../../shared.ts";
import { bytesOf, type NiftiFields, writeNifti } from "./write-nifti.ts";

const options: ReadOptions = { groupingKey: new Uint8Array(32), sampleLimit: 1 << 20 };
const open = (bytes: Uint8Array, limit = options.sampleLimit) => reader.open(bytes, "a.nii", { ...options, sampleLimit: limit });

/** 3 x 2 x 2 voxels, the value of each its place in the file. */
const counting = Int16Array.from({ length: 12 }, (_, index) => index);
const small: NiftiFields = { sizes: [3, 2, 2], datatype: 4, bitpix: 16 };

describe("samples", () => {
  const cases: [name: string, datatype: number, array: ArrayBufferView & ArrayLike<number>][] = [
    ["uint8", 2, Uint8Array.of(0, 1, 254, 255)],
    ["int16", 4, Int16Array.of(-32768, -1, 0, 32767)],
    ["int32", 8, Int32Array.of(-2147483648, -1, 0, 2147483647)],
    ["float32", 16, Float32Array.of(-1.5, 0, 1e-30, 3e38)],
    ["float64", 64, Float64Array.of(-1.5, 0, 5e-324, 1e300)],
    ["int8", 256, Int8Array.of(-128, -1, 0, 127)],
    ["uint16", 512, Uint16Array.of(0, 1, 32768, 65535)],
    ["uint32", 768, Uint32Array.of(0, 1, 2147483648, 4294967295)],
  ];
  for (const version of [1, 2] as const) {
    for (const littleEndian of [true, false]) {
      test.each(cases)(`NIfTI-${version}, ${littleEndian ? "little" : "big"} endian, %s`, async (_, datatype, array) => {
        const size = array.byteLength / array.length;
        const data = bytesOf(array).slice();
        if (!littleEndian) for (let start = 0; start < data.length; start += size) data.subarray(start, start + size).reverse();
        const file = writeNifti({ version, littleEndian, sizes: [2, 2], datatype, bitpix: 8 * size }, data);
        const plane = await (await open(file)).plane(0);
        expect([...plane.data]).toEqual(Array.from(array));
        expect(plane).toMatchObject({ quantity: "unspecified", coils: 1, rows: 2, columns: 2, channels: 1, complex: false, scanner: {} });
      });
    }
  }

  test("64-bit integers are exact or refused", async () => {
    const fields = { sizes: [2, 1], datatype: 1024, bitpix: 64 };
    const exact = await open(writeNifti(fields, bytesOf(BigInt64Array.of(-9007199254740991n, 9007199254740991n))));
    expect([...(await exact.plane(0)).data]).toEqual([-9007199254740991, 9007199254740991]);
    const beyond = await open(writeNifti(fields, bytesOf(BigInt64Array.of(9007199254740993n, 0n))));
    await expect(beyond.plane(0)).rejects.toMatchObject({ code: "E_SAMPLES" });
  });

  test("complex samples stay complex, and scaling acts on both parts", async () => {
    const fields = { sizes: [2, 1], datatype: 32, bitpix: 64, slope: 2, intercept: 1 };
    const plane = await (await open(writeNifti(fields, bytesOf(Float32Array.of(1, 2, 3, 4))))).plane(0);
    expect(plane).toMatchObject({ quantity: "mr-complex", complex: true, rows: 1, columns: 2 });
    expect([...plane.data]).toEqual([3, 5, 7, 9]);
  });

  test("RGB24 is colour and never scaled", async () => {
    const fields = { sizes: [2, 1], datatype: 128, bitpix: 24, slope: 2, intercept: 1 };
    const plane = await (await open(writeNifti(fields, Uint8Array.of(1, 2, 3, 4, 5, 6)))).plane(0);
    expect(plane).toMatchObject({ quantity: "srgb", channels: 3, bits: 8 });
    expect([...plane.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    [0, 5, [0, 1]],
    [Number.NaN, Number.NaN, [0, 1]],
    [0.5, -3, [-3, -2.5]],
  ])("slope %d, intercept %d", async (slope, intercept, expected) => {
    const file = writeNifti({ sizes: [2, 1], datatype: 4, bitpix: 16, slope, intercept }, bytesOf(Int16Array.of(0, 1)));
    expect([...(await (await open(file)).plane(0)).data]).toEqual(expected);
  });

  test("planes run over slices, then volumes; header extensions and gzip change nothing", async () => {
    const series = Int16Array.from({ length: 24 }, (_, index) => index);
    const fields = { ...small, sizes: [3, 2, 2, 2], voxOffset: 400 };
    for (const file of [writeNifti(fields, bytesOf(series)), new Uint8Array(gzipSync(writeNifti(fields, bytesOf(series))))]) {
      const scan = await open(file);
      expect(scan.planeCount).toBe(4);
      expect([...(await scan.plane(3)).data]).toEqual([18, 19, 20, 21, 22, 23]);
      await expect(scan.plane(4)).rejects.toMatchObject({ code: "E_USAGE" });
    }
  });
});

describe("orientation", () => {
  /** First axis 3 voxels, second 2. As stored: rows of the second axis: 0 1 2 / 3 4 5. */
  const shown = async (extra: Partial<NiftiFields>) => (await open(writeNifti({ ...small, ...extra }, bytesOf(counting)))).plane(0);

  test("without qform and sform: as stored", async () => {
    expect([...(await shown({})).data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("axial, RAS+: anterior up, patient right on the left", async () => {
    const plane = await shown({ sform: [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0], units: 2 });
    expect([...plane.data]).toEqual([5, 4, 3, 2, 1, 0]);
    expect(plane.spacing).toEqual({ row: 0.003, column: 0.002 });
  });

  test.each([
    ["axial", [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0], [1, 0, 0, 0, 1, 0]],
    ["coronal", [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, -1]],
    ["sagittal", [0, 0, 1, 0, -1, 0, 0, 0, 0, -1, 0, 0], [0, 1, 0, 0, 0, -1]],
    ["oblique", [0.8, 0, -0.6, 0, 0, 1, 0, 0, 0.6, 0, 0.8, 0], [0.8, 0, -0.6, 0, 1, 0]],
  ])("%s: rows run to the patient's left or back, columns to the back or the feet, in DICOM's cosines", async (_, sform, cosines) => {
    const { ImageOrientationPatient } = (await shown({ sform })).scanner;
    expect(ImageOrientationPatient).toHaveLength(6);
    cosines.forEach((value, axis) => {
      expect((ImageOrientationPatient as number[])[axis]).toBeCloseTo(value, 6);
    });
  });

  test("axial, LAS+ (first axis runs to the left): only rows are mirrored", async () => {
    expect([...(await shown({ sform: [-2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0] })).data]).toEqual([3, 4, 5, 0, 1, 2]);
  });

  test("axial with the first axis to anterior: transposed", async () => {
    // Axis 1 runs to anterior (3 voxels, 2 mm), axis 2 to the right (2 voxels, 3 mm): rows are axis 1 reversed, columns axis 2 reversed.
    const plane = await shown({ sform: [0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 4, 0], units: 2 });
    expect([plane.rows, plane.columns]).toEqual([3, 2]);
    expect([...plane.data]).toEqual([5, 2, 4, 1, 3, 0]);
    expect(plane.spacing).toEqual({ row: 0.002, column: 0.003 });
  });

  test("coronal: superior up, patient right on the left", async () => {
    // Axis 1 to the right, axis 2 to superior, axis 3 to posterior.
    expect([...(await shown({ sform: [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0] })).data]).toEqual([5, 4, 3, 2, 1, 0]);
  });

  test("sagittal: superior up, anterior on the left", async () => {
    // Axis 1 to posterior, axis 2 to inferior, axis 3 to the right: already so.
    expect([...(await shown({ sform: [0, 0, 1, 0, -1, 0, 0, 0, 0, -1, 0, 0] })).data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("the qform serves where the sform is singular; 180 degrees about z turns the slice", async () => {
    // Quaternion (a, b, c, d) = (0, 0, 0, 1): x -> -x, y -> -y, so axis 1 runs to the left and axis 2 to posterior: as stored.
    const plane = await shown({ sform: new Array(12).fill(0), qform: { code: 1, quaternion: [0, 0, 1] } });
    expect([...plane.data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each([
    [1, 2],
    [2, 0.002],
    [3, 2e-6],
  ])("xyzt unit %d", async (units, column) => {
    expect((await shown({ pixdim: [1, 2, 3, 4], units })).spacing?.column).toBe(column);
  });

  // nibabel leaves xyzt_units 0; SimpleITK reads such lengths as millimetres. 8: seconds alone.
  test.each([0, 8])("an unnamed unit (xyzt_units %d) is the millimetre", async (units) => {
    expect((await shown({ pixdim: [1, 2, 3, 4], units })).spacing).toEqual({ row: 0.003, column: 0.002 });
  });

  test("of a negative pixdim the size counts", async () => {
    expect((await shown({ pixdim: [1, -2, -3, 4], units: 2 })).spacing).toEqual({ row: 0.003, column: 0.002 });
  });

  test.each([0, Number.NaN, Number.POSITIVE_INFINITY])("a pixdim of %d gives no spacing, and the qform still turns", async (size) => {
    // The quaternion (1, 0, 0, 0): RAS+.
    const plane = await shown({ pixdim: [1, size, 3, 4], units: 2, qform: { code: 1, quaternion: [0, 0, 0] } });
    expect(plane.spacing).toBeUndefined();
    expect([...plane.data]).toEqual([5, 4, 3, 2, 1, 0]);
  });
});

describe("slices", () => {
  /** 4 x 2 x 3 voxels, each its place in the file: i + 4 (j + 2 k). */
  const volume = Int16Array.from({ length: 24 }, (_, index) => index);
  const fields: NiftiFields = { sizes: [4, 2, 3], datatype: 4, bitpix: 16, units: 2 };
  const ras = (i: number, j: number, k: number): number[] => [i, 0, 0, 0, 0, j, 0, 0, 0, 0, k, 0];
  const scanOf = (extra: Partial<NiftiFields>, sliceAxis?: ReadOptions["sliceAxis"], data = volume) =>
    reader.open(writeNifti({ ...fields, ...extra }, bytesOf(data)), "a.nii", { ...options, sliceAxis });
  const planesOf = async (scan: Scan) =>
    Promise.all(Array.from({ length: scan.planeCount }, async (_, index) => [...(await scan.plane(index)).data]));

  test("the coarse axis counts slices: coronal, superior up, patient right on the left", async () => {
    // RAS+ with 6 mm along j: rows are k from the top down, columns i from the right.
    const scan = await scanOf({ sform: ras(1, 6, 1) });
    const expected = [0, 1].map((j) => [2, 1, 0].flatMap((k) => [3, 2, 1, 0].map((i) => i + 4 * (j + 2 * k))));
    expect(await planesOf(scan)).toEqual(expected);
    expect(scan.reading).toBe("slices along j");
    expect(await scan.plane(0)).toMatchObject({ rows: 3, columns: 4, spacing: { row: 0.001, column: 0.001 } });
  });

  test("the coarse axis first: sagittal, superior up, anterior on the left; and by pixdim alone, as stored", async () => {
    const expected = [0, 1, 2, 3].map((i) => [2, 1, 0].flatMap((k) => [1, 0].map((j) => i + 4 * (j + 2 * k))));
    expect(await planesOf(await scanOf({ sform: ras(5, 1, 1) }))).toEqual(expected);
    const stored = [0, 1, 2, 3].map((i) => [0, 1, 2].flatMap((k) => [0, 1].map((j) => i + 4 * (j + 2 * k))));
    expect(await planesOf(await scanOf({ pixdim: [1, 5, 1, 1] }))).toEqual(stored);
  });

  test.each([
    ["isotropic", [1, 1, 1], 0, 3],
    ["nearly isotropic", [1.2, 1, 1], 0, 3],
    ["two coarse axes", [4, 4, 1], 0, 3],
    ["dim_info names the slice axis", [1, 1, 6], 1 + 4 * 3 + 16 * 2, 2],
    ["dim_info wins over the coarse axis", [6, 1, 1], 16 * 3, 3],
    ["dim_info that names an axis twice says nothing", [6, 1, 1], 2 + 4 * 2 + 16 * 2, 4],
  ])("%s", async (_, [i, j, k], dimInfo, planeCount) => {
    expect((await scanOf({ sform: ras(i!, j!, k!), dimInfo })).planeCount).toBe(planeCount);
  });

  test("what is asked for wins, stored or anatomical", async () => {
    // i runs to superior, j to the right, k to anterior.
    const turned = { sform: [0, 1, 0, 0, 0, 0, 1, 0, 6, 0, 0, 0] };
    const counts = await Promise.all((["i", "j", "k"] as const).map(async (axis) => (await scanOf(turned, axis)).planeCount));
    expect(counts).toEqual([4, 2, 3]);
    const normals = await Promise.all(
      (["axial", "sagittal", "coronal"] as const).map(async (axis) => (await scanOf(turned, axis)).planeCount),
    );
    expect(normals).toEqual([4, 2, 3]);
    await expect(scanOf({}, "axial")).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });

  test("one axis of one voxel: a single slice, whatever the sizes of its pixels", async () => {
    const scan = await scanOf({ sizes: [4, 1, 6], sform: ras(4, 1, 1) });
    expect([scan.planeCount, (await scan.plane(0)).rows, (await scan.plane(0)).columns]).toEqual([1, 6, 4]);
    expect((await scanOf({ sizes: [4, 6, 1], sform: ras(4, 1, 1) })).planeCount).toBe(1);
  });

  test.each([
    ["one row", [24, 1], 1, 24],
    ["one column", [1, 24], 24, 1],
    ["one voxel", [1, 1, 1], 1, 1],
  ])("%s", async (_, sizes, rows, columns) => {
    expect(await (await scanOf({ sizes })).plane(0)).toMatchObject({ rows, columns });
  });

  test("a size of 0 beyond a plane is 1, within it an error", async () => {
    expect((await scanOf({ sizes: [4, 2, 3, 0], rank: 4 })).planeCount).toBe(3);
    expect((await scanOf({ sizes: [4, 6, 0], rank: 3 })).planeCount).toBe(1);
    expect((await scanOf({ sizes: [4, 6, 0, 0], rank: 4 })).planeCount).toBe(1);
    await expect(scanOf({ sizes: [4, 0, 3] })).rejects.toMatchObject({ code: "E_FORMAT" });
  });

  test("volumes follow each other, each with its slices", async () => {
    const series = Int16Array.from({ length: 48 }, (_, index) => index);
    const scan = await scanOf({ sizes: [4, 2, 3, 1, 2], pixdim: [1, 1, 6, 1] }, undefined, series);
    const stored = [0, 1].flatMap((t) =>
      [0, 1].map((j) => [0, 1, 2].flatMap((k) => [0, 1, 2, 3].map((i) => i + 4 * (j + 2 * (k + 3 * t))))),
    );
    expect(await planesOf(scan)).toEqual(stored);
  });

  describe("phase encoding, as DICOM says it of the shown plane", () => {
    const directionOf = async (extra: Partial<NiftiFields>) => (await (await scanOf(extra)).plane(0)).scanner.InPlanePhaseEncodingDirection;
    // RAS+, slices along k: j runs down the rows (COL), i along them (ROW).
    test.each([
      ["phase i", 2 + 4 * 1 + 16 * 3, "ROW"],
      ["phase j", 1 + 4 * 2 + 16 * 3, "COL"],
      ["phase alone", 4 * 1, "ROW"],
      ["frequency i of slices along k: phase is what is left", 1 + 16 * 3, "COL"],
      ["frequency alone", 1, undefined],
      ["phase through the plane", 1 + 4 * 3, undefined],
      ["nothing", 0, undefined],
      ["phase and frequency along one axis", 1 + 4 * 1 + 16 * 3, undefined],
    ])("%s", async (_, dimInfo, direction) => {
      expect(await directionOf({ sform: ras(1, 1, 1), dimInfo })).toBe(direction);
      expect(await directionOf({ version: 2, sform: ras(1, 1, 1), dimInfo })).toBe(direction);
    });

    test("after a transposition: i runs down the rows", async () => {
      const transposed = [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0];
      expect(await directionOf({ sform: transposed, dimInfo: 2 + 4 * 1 + 16 * 3 })).toBe("COL");
    });
  });
});

describe("lies and damage", () => {
  const broken: [name: string, code: string, fields: NiftiFields, data?: Uint8Array][] = [
    ["a foreign magic string", "E_FORMAT", { ...small, magic: "xxx\0" }],
    ["half of a pair", "E_UNSUPPORTED", { ...small, magic: "ni1\0" }],
    ["an unknown datatype", "E_UNSUPPORTED", { ...small, datatype: 1999 }],
    ["bitpix against datatype", "E_FORMAT", { ...small, bitpix: 8 }],
    ["a negative size", "E_FORMAT", { ...small, sizes: [3, -2, 2] }],
    ["rank 9", "E_FORMAT", { ...small, rank: 9 }],
    ["vox_offset inside the header", "E_FORMAT", { ...small, voxOffset: 8 }],
    ["vox_offset that is no number", "E_FORMAT", { ...small, voxOffset: Number.NaN }],
    ["vox_offset beyond the file", "E_TRUNCATED", { ...small, voxOffset: 1e6 }],
    ["more slices than bytes", "E_TRUNCATED", { ...small, sizes: [3, 2, 32767] }],
    ["a plane of 10^9", "E_TOO_LARGE", { ...small, sizes: [32767, 32767, 32767, 32767, 32767, 32767, 32767] }],
    ["2^62 columns", "E_FORMAT", { ...small, version: 2, sizes: [2 ** 62, 2, 2] }],
    ["10^15 columns", "E_TOO_LARGE", { ...small, version: 2, sizes: [1e15, 2, 2] }],
    ["infinite slope", "E_FORMAT", { ...small, slope: Number.POSITIVE_INFINITY }],
  ];
  test.each(broken)("%s: %s", async (_, code, fields) => {
    const file = writeNifti(fields, bytesOf(counting));
    await expect(open(file)).rejects.toMatchObject({ name: "MedqError", code, where: "a.nii" });
    await expect(open(new Uint8Array(gzipSync(file)))).rejects.toMatchObject({ name: "MedqError", code });
  });

  test("NaN voxels cost their own plane only", async () => {
    const file = writeNifti({ sizes: [1, 1, 2], datatype: 16, bitpix: 32 }, bytesOf(Float32Array.of(Number.NaN, 7)));
    const scan = await open(file);
    await expect(scan.plane(0)).rejects.toMatchObject({ code: "E_SAMPLES" });
    expect([...(await scan.plane(1)).data]).toEqual([7]);
  });

  test("gzip: a cut stream, a damaged stream, a bomb", async () => {
    const packed = new Uint8Array(gzipSync(writeNifti(small, bytesOf(counting))));
    await expect(open(packed.subarray(0, packed.length - 12))).rejects.toMatchObject({ code: "E_TRUNCATED" });
    const damaged = packed.slice();
    damaged[packed.length - 6] ^= 255;
    await expect(open(damaged)).rejects.toMatchObject({ code: "E_TRUNCATED" });
    const bomb = new Uint8Array(gzipSync(writeNifti(small, new Uint8Array(1 << 23))));
    await expect(open(bomb)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
    const declared = new Uint8Array(gzipSync(writeNifti({ sizes: [100, 100, 30000], datatype: 16, bitpix: 32 }, new Uint8Array(1 << 10))));
    await expect(open(declared)).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  test("free text of the header goes nowhere", async () => {
    const scan = await open(writeNifti({ ...small, descrip: "DOE^JANE" }, bytesOf(counting)));
    expect(JSON.stringify([scan, await scan.plane(0)])).not.toContain("DOE");
    expect(scan.deidentification).toMatch(/free-text/);
  });
});

describe("against nifti-reader-js", () => {
  test.each([1, 2] as const)("NIfTI-%d: sizes, offset and scaling", (version) => {
    const file = writeNifti({ ...small, version, slope: 0.5, intercept: -3, voxOffset: 560 }, bytesOf(counting));
    const header = version === 1 ? new NIFTI1() : new NIFTI2();
    header.readHeader(file.buffer as ArrayBuffer);
    expect(header.dims.slice(0, 4)).toEqual([3, 3, 2, 2]);
    expect([header.vox_offset, header.scl_slope, header.scl_inter, header.datatypeCode]).toEqual([560, 0.5, -3, 4]);
  });
});

describe.skipIf(!sharedData)("real files (needs ../shared/data)", () => {
  test("FLAIR: 140 axial slices of 160 x 124 at 1 mm", async () => {
    const scan = await reader.open(await readFile(shared("mri/nifti/FLAIR.nii.gz")), "FLAIR.nii.gz", { ...options, sampleLimit: 1 << 24 });
    const plane = await scan.plane(70);
    expect([scan.planeCount, plane.rows, plane.columns]).toEqual([140, 160, 124]);
    expect(plane.spacing?.row).toBeCloseTo(1e-3, 9);
  });

  test("complex64: magnitude and phase survive", async () => {
    const scan = await reader.open(await readFile(shared("mri/nifti/complex.nii.gz")), "complex.nii.gz", {
      ...options,
      sampleLimit: 1 << 24,
    });
    const plane = await scan.plane(20);
    expect(plane).toMatchObject({ quantity: "mr-complex", rows: 64, columns: 64, complex: true });
    expect(plane.data.some((value, index) => index % 2 === 1 && value !== 0)).toBe(true);
  });

  test("the two byte orders of one volume are equal", async () => {
    const scans = await Promise.all(
      ["big", "little"].map(async (name) =>
        reader.open(await readFile(shared(`mri/nifti-format-variants/${name}.nii.gz`)), name, { ...options, sampleLimit: 1 << 24 }),
      ),
    );
    expect((await scans[0].plane(10)).data).toEqual((await scans[1].plane(10)).data);
  });
});
