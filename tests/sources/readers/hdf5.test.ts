import { readFile } from "node:fs/promises";
import { File, ready } from "h5wasm";
import { describe, expect, test } from "vitest";
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { openFile } from "../../../sources/open.ts";
import reader from "../../../sources/readers/hdf5.ts";
import { ellipseKSpace } from "../../generators/signal/ellipse-spectrum.reference.ts";
import { shared, sharedData } from "../../shared.ts";
import { dataExchangeFile, fastMriFile, ismrmrdFile, type TestReadout, xmlHeader } from "../hdf5/raw-files.ts";
import { complexes, numbers, text, writeHdf5 } from "../hdf5/write-hdf5.ts";
import { dft } from "../kspace/dft.reference.ts";

const open = (bytes: Uint8Array, sampleLimit = 1 << 20) => reader.open(bytes, "a.h5", { groupingKey: new Uint8Array(32), sampleLimit });
const plane = async (bytes: Uint8Array, index = 0): Promise<Acquisition> => (await open(bytes)).plane(index);

const PHASE = 10;
const READOUT = 12;
const ELLIPSES = [{ row: 1, column: -1.5, a: 3, b: 2, angle: 0.4, amplitude: 1 }];
/** Phase x readout of an ellipse, in the 32 bits in which files hold it. */
const K = ellipseKSpace(ELLIPSES, PHASE, READOUT).map(Math.fround);

/** One coil's phase x readout as fastMRI stores it: readout x phase. */
function turned(data: ArrayLike<number>, rows = PHASE, columns = READOUT): number[] {
  const swapped = new Array<number>(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const part of [0, 1]) swapped[2 * (column * rows + row) + part] = data[2 * (row * columns + column) + part]!;
    }
  }
  return swapped;
}

/** Image of k-space: transforms along both axes, by their sums. */
function imageOf(k: ArrayLike<number>, rows: number, columns: number): number[] {
  const across = Array.from({ length: rows }, (_, row) => [...dft(Array.from(k).slice(2 * row * columns, 2 * (row + 1) * columns), 1)]);
  const down = turned(across.flat(), rows, columns);
  const both = Array.from({ length: columns }, (_, column) => [...dft(down.slice(2 * column * rows, 2 * (column + 1) * rows), 1)]);
  return turned(both.flat(), columns, rows);
}

/** Of 10 lines over 200 mm, 120 mm are shown: the middle 6, whose centre 3 is the centre 5 of all. */
const OVERSAMPLED = xmlHeader({ x: READOUT, y: PHASE, field: [240, 200, 5] }, [240, 120, 5]);
function expectCut({ data, rows, columns, spacing }: Acquisition): void {
  expect([rows, columns]).toEqual([6, READOUT]);
  expect(spacing?.row).toBeCloseTo(0.02, 12);
  close(Float64Array.from(imageOf(data, 6, READOUT)), imageOf(K, PHASE, READOUT).slice(2 * 2 * READOUT, 2 * 8 * READOUT));
}

const line = (row: number, k: ArrayLike<number> = K): number[] => Array.from(k).slice(2 * row * READOUT, 2 * (row + 1) * READOUT);
const scaled = (data: readonly number[], factor: number): number[] => data.map((value) => Math.fround(factor * value));
const close = (got: Float64Array, expected: ArrayLike<number>): void => {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of got.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
};

describe("fastMRI", () => {
  const volume = [...turned(K), ...scaled(turned(K), 0.5), ...scaled(turned(K), 2), ...scaled(turned(K), 4)];
  const SHAPE = [2, 2, READOUT, PHASE];

  test("slices x coils x readout x phase become planes of coils x phase x readout", async () => {
    const scan = await open(fastMriFile(SHAPE, volume));
    expect(scan).toMatchObject({ format: "fastmri", says: "MR", planeCount: 2 });
    const { data, ...rest } = await scan.plane(0);
    expect(rest).toMatchObject({ quantity: "mr-kspace", coils: 2, rows: PHASE, columns: READOUT, channels: 1, complex: true });
    expect(data).toEqual(Float64Array.of(...K, ...scaled([...K], 0.5)));
    expect((await scan.plane(1)).data).toEqual(Float64Array.of(...scaled([...K], 2), ...scaled([...K], 4)));
  });

  test("a single coil: slices x readout x phase", async () => {
    const bytes = fastMriFile([2, READOUT, PHASE], volume.slice(0, volume.length / 2));
    expect(await plane(bytes, 1)).toMatchObject({ coils: 1, rows: PHASE, columns: READOUT, data: Float64Array.of(...scaled([...K], 0.5)) });
  });

  test("a header or a mask that says phase x readout is believed", async () => {
    const header = text(xmlHeader({ x: READOUT, y: PHASE }));
    expect((await plane(fastMriFile([1, 1, PHASE, READOUT], K, { ismrmrd_header: header }))).data).toEqual(K);
    const mask = numbers("u1", [PHASE], new Array(PHASE).fill(1));
    expect((await plane(fastMriFile([1, 1, PHASE, READOUT], K, { mask }))).data).toEqual(K);
  });

  test("lines that the mask leaves out are 0", async () => {
    const mask = numbers(
      "u1",
      [PHASE],
      Array.from({ length: PHASE }, (_, row) => row % 2),
    );
    const { data } = await plane(fastMriFile([1, 1, READOUT, PHASE], turned(K), { mask }));
    for (let row = 0; row < PHASE; row++)
      expect([...data.slice(24 * row, 24 * (row + 1))]).toEqual(row % 2 ? line(row) : new Array(24).fill(0));
  });

  test("the readout is cut to the shown field; spacing and sequence come from the header, the patient as a hash only", async () => {
    const xml = xmlHeader({ x: READOUT, y: PHASE, field: [240, 100, 5] }, [120, 100, 5]).replace(
      "<encoding>",
      "<subjectInformation><patientName>DOE</patientName><patientID>4711</patientID></subjectInformation><encoding>",
    );
    const scan = await open(fastMriFile([1, 1, READOUT, PHASE], turned(K), { ismrmrd_header: text(xml) }));
    const { data, rows, columns, spacing, scanner } = await scan.plane(0);
    expect([rows, columns]).toEqual([PHASE, READOUT / 2]);
    expect(spacing?.row).toBeCloseTo(0.01, 12);
    expect(spacing?.column).toBeCloseTo(0.02, 12);
    expect(scanner).toMatchObject({ RepetitionTime: 500, EchoTime: 15, InPlanePhaseEncodingDirection: "ROW" });
    expect(JSON.stringify(scanner)).not.toMatch(/DOE|4711/);
    for (let row = 0; row < PHASE; row++) {
      const image = dft(line(row), 1);
      close(data.slice(READOUT * row, READOUT * (row + 1)), dft(image.subarray(READOUT / 2, (3 * READOUT) / 2), -1));
    }
  });

  test("phase oversampling is cut: the image is the middle of what was encoded", async () => {
    expectCut(await plane(fastMriFile([1, 1, READOUT, PHASE], turned(K), { ismrmrd_header: text(OVERSAMPLED) })));
  });

  test("chunks, compression and 64-bit floats, as the library writes them; the patient's pseudonym groups", async () => {
    const { FS } = await ready;
    const file = new File("written.h5", "w");
    const [re, im] = [0, 1].map((part) => Float64Array.from({ length: PHASE * READOUT }, (_, at) => turned(K)[2 * at + part]!));
    const dtype = [
      ["r", "<d"],
      ["i", "<d"],
    ];
    const args = {
      name: "kspace",
      data: new Map(Object.entries({ r: re, i: im })),
      shape: [1, 1, READOUT, PHASE],
      dtype,
      chunks: [1, 1, 5, 4],
    };
    file.create_dataset({ ...args, compression: "gzip" } as unknown as Parameters<File["create_dataset"]>[0]);
    file.create_attribute("patient_id", "1a2b");
    file.close();
    const scan = await open(FS.readFile("written.h5") as Uint8Array);
    expect((await scan.plane(0)).data).toEqual(K);
    expect(scan.group?.(0).patient).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ["zeros only", "E_SAMPLES", fastMriFile([1, 1, 4, 4], new Float64Array(32))],
    ["NaN", "E_SAMPLES", fastMriFile([1, 1, 4, 4], new Float64Array(32).fill(Number.NaN))],
    ["infinity", "E_SAMPLES", fastMriFile([1, 1, 2, 1], [1, 2, Number.POSITIVE_INFINITY, 0])],
    ["real numbers", "E_UNSUPPORTED", writeHdf5({ kspace: numbers("f4", [1, 2, 2], [1, 2, 3, 4]) })],
    ["two axes", "E_UNSUPPORTED", fastMriFile([2, 2], new Float64Array(8).fill(1))],
    ["no slices", "E_FORMAT", fastMriFile([0, 1, 2, 2], [])],
    [
      "a mask of another length",
      "E_FORMAT",
      fastMriFile([1, 1, 4, 4], new Float64Array(32).fill(1), { mask: numbers("u1", [3], [1, 1, 1]) }),
    ],
    ["a shape beyond its own bytes", "E_FORMAT", fastMriFile([1, 1, 4, 2 ** 20], new Float64Array(32).fill(1))],
    ["a shape beyond all numbers", "E_FORMAT", fastMriFile([2 ** 40, 2 ** 20, 2 ** 20, 2 ** 20], [1, 1])],
    ["a header that is no XML", "E_FORMAT", fastMriFile([1, 1, 4, 4], new Float64Array(32).fill(1), { ismrmrd_header: text("<a") })],
  ])("%s: %s", async (_, code, bytes) => {
    await expect(plane(bytes)).rejects.toMatchObject({ name: "MedqError", code });
  });
});

test("more samples than the limit: E_TOO_LARGE, whatever the file holds", async () => {
  const bytes = fastMriFile([1, 1, READOUT, PHASE], turned(K));
  await expect(open(bytes, 2 * PHASE * READOUT - 1)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
});

/** Numbers of flags as bits. */
const flag = (...bits: readonly number[]): number => bits.reduce((sum, bit) => sum + 2 ** (bit - 1), 0);
const NOISE = flag(19);
const REVERSE = flag(22);
const backwards = (data: readonly number[]): number[] =>
  Array.from({ length: data.length }, (_, i) => data[data.length - 2 - 2 * Math.floor(i / 2) + (i % 2)]!);

describe("ISMRMRD", () => {
  const XML = xmlHeader({ x: READOUT, y: PHASE });
  const lines = Array.from({ length: PHASE }, (_, row): TestReadout => ({ line: row, data: line(row) }));

  test("lines in any order, read either way, beside noise and navigators", async () => {
    const shuffled = [...lines.slice(6), ...lines.slice(0, 6).reverse()].map(
      (readout, at): TestReadout => (at % 2 ? { ...readout, flags: REVERSE, data: backwards(readout.data) } : readout),
    );
    const noise = { line: 0, flags: NOISE, data: new Array(64).fill(9), coils: 2 };
    const navigator = { line: 3, flags: flag(23), data: new Array(2 * READOUT).fill(9) };
    const scan = await open(ismrmrdFile(XML, [noise, ...shuffled, navigator]));
    expect(scan).toMatchObject({ format: "ismrmrd", says: "MR", planeCount: 1 });
    const { data, ...rest } = await scan.plane(0);
    expect(data).toEqual(K);
    expect(rest).toMatchObject({ quantity: "mr-kspace", coils: 1, rows: PHASE, columns: READOUT });
    // 12 samples of 10 us: 1 / 120 us a pixel.
    expect(rest.scanner.PixelBandwidth).toBeCloseTo(1 / 120e-6, 1);
    expect(rest.scanner).toMatchObject({ RepetitionTime: 500, EchoTime: 15, AcquisitionMatrix: [0, READOUT, PHASE, 0] });
  });

  test("phase oversampling is cut: the image is the middle of what was encoded", async () => {
    expectCut(await plane(ismrmrdFile(OVERSAMPLED, lines)));
  });

  test("coils, slices and repetitions: planes by repetition, then slice", async () => {
    const readouts = [1, 0].flatMap((slice) =>
      [0, 1].flatMap((repetition) =>
        lines.map((readout): TestReadout => {
          const factor = 1 + slice + 2 * repetition;
          return {
            ...readout,
            slice,
            repetition,
            coils: 2,
            data: [...scaled(line(readout.line), factor), ...scaled(line(readout.line), -factor)],
          };
        }),
      ),
    );
    const scan = await open(ismrmrdFile(XML, readouts));
    expect(scan.planeCount).toBe(4);
    for (const index of [0, 1, 2, 3]) {
      const k = scaled([...K], 1 + index);
      close((await scan.plane(index)).data, [...k, ...scaled(k, -1)]);
    }
  });

  test("averages are averaged, each line over those that it has", async () => {
    const second = lines.slice(4).map((readout) => ({ ...readout, data: scaled(readout.data, 3) }));
    const { data } = await plane(ismrmrdFile(XML, [...lines, ...second]));
    for (let row = 0; row < PHASE; row++) close(data.slice(24 * row, 24 * row + 24), scaled(line(row), row < 4 ? 1 : 2));
  });

  test("the centre of the encoding limits is the middle row; what partial Fourier left out is 0", async () => {
    const limits =
      "<encodingLimits><kspace_encoding_step_1><minimum>0</minimum><maximum>7</maximum><center>3</center></kspace_encoding_step_1></encodingLimits>";
    const xml = xmlHeader({ x: READOUT, y: PHASE }, undefined, limits);
    const { data } = await plane(
      ismrmrdFile(
        xml,
        lines.slice(2).map((readout) => ({ ...readout, line: readout.line - 2 })),
      ),
    );
    expect([...data]).toEqual([...new Array(48).fill(0), ...K.slice(48)]);
  });

  test("an asymmetric echo lies by its centre sample; discarded samples are left out", async () => {
    const early = lines.map((readout) => ({
      ...readout,
      data: [7, 7, ...readout.data.slice(8)],
      discardBefore: 1,
      centre: READOUT / 2 - 3,
    }));
    const { data } = await plane(ismrmrdFile(XML, early));
    for (let row = 0; row < PHASE; row++)
      expect([...data.slice(24 * row, 24 * row + 24)]).toEqual([...new Array(8).fill(0), ...line(row).slice(8)]);
  });

  test("partitions of a volume become slices, by the inverse transform along them", async () => {
    const weights = [0.5, 1, -2];
    const readouts = weights.flatMap((weight, partition) =>
      lines.map((readout) => ({ ...readout, partition, data: scaled(readout.data, weight) })),
    );
    const scan = await open(ismrmrdFile(xmlHeader({ x: READOUT, y: PHASE, z: 3 }), readouts));
    expect(scan.planeCount).toBe(3);
    const image = dft([0.5, 0, 1, 0, -2, 0], 1);
    for (const slice of [0, 1, 2]) {
      const [re, im] = [image[2 * slice]!, image[2 * slice + 1]!];
      const expected = K.map((value, i) => (i % 2 ? re * value + im * K[i - 1]! : re * value - im * K[i + 1]!));
      close((await scan.plane(slice)).data, expected);
    }
  });

  test.each(["radial", "goldenangle", "spiral", "other"])("a %s trajectory: E_UNSUPPORTED, with what to do", async (trajectory) => {
    const bytes = ismrmrdFile(xmlHeader({ x: READOUT, y: PHASE }, undefined, "", trajectory), lines);
    await expect(open(bytes)).rejects.toMatchObject({ code: "E_UNSUPPORTED", advice: expect.stringContaining("nufft") });
  });

  test.each([
    ["noise alone", "E_SAMPLES", XML, [{ line: 0, flags: NOISE, data: [1, 2] }]],
    ["a line outside the matrix", "E_FORMAT", XML, [{ line: 10, data: line(0) }]],
    ["a readout longer than the matrix", "E_FORMAT", XML, [{ line: 0, data: new Array(40).fill(1) }]],
    ["coils that change", "E_FORMAT", XML, [lines[0]!, { line: 1, data: [...line(1), ...line(1)], coils: 2 }]],
    ["samples that are not there", "E_FORMAT", XML, [{ line: 0, data: line(0), samples: 500 }]],
    ["a matrix beyond the limit", "E_TOO_LARGE", xmlHeader({ x: 100000, y: 100000 }), lines],
    ["a matrix of no readouts", "E_TOO_LARGE", xmlHeader({ x: READOUT, y: PHASE, z: 1e9 }), lines],
    ["zeros only", "E_SAMPLES", XML, [{ line: 0, data: new Array(24).fill(0) }]],
    ["NaN", "E_SAMPLES", XML, [{ line: 0, data: new Array(24).fill(Number.NaN) }]],
    ["a header cut short", "E_FORMAT", XML.slice(0, -9), lines],
  ] as const)("%s: %s", async (_, code, xml, readouts) => {
    await expect(plane(ismrmrdFile(xml, readouts))).rejects.toMatchObject({ name: "MedqError", code });
  });
});

describe("Data Exchange", () => {
  const [views, rows, bins] = [4, 2, 8];
  const dark = Array.from({ length: rows * bins }, (_, at) => 100 + at);
  const white = Array.from({ length: rows * bins }, (_, at) => 20000 + 500 * at);
  const integral = (view: number, row: number, bin: number): number => (1 + view + 0.1 * bin) * (1 + row) * 0.2;
  const counts = Array.from({ length: views * rows * bins }, (_, at) => {
    const [view, row, bin] = [Math.floor(at / bins / rows), Math.floor(at / bins) % rows, at % bins];
    const pixel = row * bins + bin;
    return dark[pixel]! + (white[pixel]! - dark[pixel]!) * Math.exp(-integral(view, row, bin));
  });
  const SCAN = { views, rows, bins, counts, white, dark, theta: [90, 0, 135, 45] };

  test("counts become line integrals, each detector row a plane, views in the order of their angles", async () => {
    const scan = await open(dataExchangeFile(SCAN));
    expect(scan).toMatchObject({ format: "data-exchange", says: "CT", planeCount: rows });
    const { data, ...rest } = await scan.plane(1);
    expect(rest).toMatchObject({ quantity: "ct-projections", rows: views, columns: bins, coils: 1, channels: 1, complex: false });
    for (const [at, degrees] of [0, 45, 90, 135].entries()) expect(rest.scan?.angles[at]).toBeCloseTo((degrees * Math.PI) / 180, 14);
    expect(rest.scan?.binSize).toBeUndefined();
    // 32-bit counts are right to 6e-8 of 2e4 over at least 1e4 exp(-1.9): the logarithm to 1e-6.
    [1, 3, 0, 2].forEach((view, at) => {
      for (let bin = 0; bin < bins; bin++) expect(data[at * bins + bin]).toBeCloseTo(integral(view, 1, bin), 5);
    });
  });

  test("a dead bin takes the mean of its neighbours", async () => {
    const blind = white.map((value, at) => (at === 3 ? dark[3]! : value));
    const { data } = await plane(dataExchangeFile({ ...SCAN, white: blind }));
    expect(data[3]).toBeCloseTo((integral(1, 0, 2) + integral(1, 0, 4)) / 2, 5);
  });

  test("a count below dark stands for the least transmission, 1e-4", async () => {
    const { data } = await plane(dataExchangeFile({ ...SCAN, counts: counts.map((value, at) => (at === 0 ? 0 : value)) }));
    expect(data[2 * bins]).toBeCloseTo(-Math.log(1e-4), 12);
  });

  test.each([
    ["no white field", "E_FORMAT", dataExchangeFile(SCAN, ["data_white"])],
    ["no dark field", "E_FORMAT", dataExchangeFile(SCAN, ["data_dark"])],
    ["no angles", "E_FORMAT", dataExchangeFile(SCAN, ["theta"])],
    ["too few angles", "E_FORMAT", dataExchangeFile({ ...SCAN, theta: [0, 1] })],
    ["an angle that is no number", "E_SAMPLES", dataExchangeFile({ ...SCAN, theta: [0, 1, 2, Number.NaN] })],
    ["NaN among the counts", "E_SAMPLES", dataExchangeFile({ ...SCAN, counts: counts.map(() => Number.NaN) })],
    ["no beam", "E_SAMPLES", dataExchangeFile({ ...SCAN, white: dark })],
    ["no object", "E_SAMPLES", dataExchangeFile({ ...SCAN, counts: counts.map((_, at) => white[at % (rows * bins)]!) })],
    ["counts of one axis", "E_FORMAT", writeHdf5({ exchange: { group: { data: numbers("f4", [4], [1, 2, 3, 4]) } } })],
  ])("%s: %s", async (_, code, bytes) => {
    await expect(plane(bytes)).rejects.toMatchObject({ name: "MedqError", code });
  });
});

describe("HDF5 of any kind", () => {
  test("another layout is named, with what to do", async () => {
    await expect(open(writeHdf5({ voxels: numbers("f4", [2], [1, 2]) }))).rejects.toMatchObject({
      code: "E_UNSUPPORTED",
      problem: expect.stringContaining("voxels"),
      advice: expect.stringContaining(".npy"),
    });
  });

  test("a file that ends early: E_TRUNCATED", async () => {
    const bytes = fastMriFile([1, 1, READOUT, PHASE], turned(K));
    await expect(open(bytes.subarray(0, bytes.length - 5000))).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  test("a file on which the library loops is given up, and the next one is read", async () => {
    const good = ismrmrdFile(xmlHeader({ x: READOUT, y: 1 }), [{ line: 0, data: line(5) }]);
    const loops = good.slice();
    // The first object of the heap calls itself free space: the library looks for its end without moving on.
    loops[Buffer.from(good).indexOf("GCOL") + 16] = 0;
    await expect(open(loops)).rejects.toMatchObject({ name: "MedqError", code: "E_FORMAT", problem: expect.stringContaining("no answer") });
    expect([...(await plane(good)).data]).toEqual(line(5));
  });

  test("questions about several files at once are answered each for its own", async () => {
    const files = [1, 2, 3].map((factor) => fastMriFile([1, 1, READOUT, PHASE], scaled(turned(K), factor)));
    const planes = await Promise.all(files.map((bytes) => plane(bytes)));
    for (const [at, { data }] of planes.entries()) close(data, scaled([...K], at + 1));
  });

  // A byte of a small file is most often one of its structure. Whatever it becomes, the reader reads or refuses.
  const FILES: readonly (readonly [string, Uint8Array])[] = [
    ["fastMRI", fastMriFile([1, 1, READOUT, PHASE], turned(K), { ismrmrd_header: text(xmlHeader({ x: READOUT, y: PHASE })) })],
    [
      "ISMRMRD",
      ismrmrdFile(
        xmlHeader({ x: READOUT, y: 3 }),
        [0, 1, 2].map((row) => ({ line: row, data: line(row) })),
      ),
    ],
    ["a group of groups", writeHdf5({ a: { group: { b: { group: { kspace: complexes([1, 1, 1, 1], [1, 1]) } } } } })],
  ];
  /** The file as attempt number so-and-so damages it: every sixth is cut, the others have one to three bytes changed. */
  function damaged(bytes: Uint8Array, attempt: number, below: (limit: number) => number): Uint8Array {
    if (attempt % 6 === 0) return bytes.slice(0, below(bytes.length));
    const copy = bytes.slice();
    for (let change = 0; change < 1 + (attempt % 3); change++) copy[below(bytes.length - 4096)] = below(3) ? below(256) : 255;
    return copy;
  }

  test.each(FILES)("%s, its bytes changed or its end cut: a plane or a MedqError", async (_, bytes) => {
    let state = 1;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    for (let attempt = 0; attempt < 120; attempt++) {
      const outcome = await plane(damaged(bytes, attempt, below)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome, `attempt ${attempt}`).toBeInstanceOf(MedqError);
      else expect((outcome as Acquisition).data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe.skipIf(!sharedData)("real raw data (needs ../shared/data)", () => {
  test("MRIReco's ISMRMRD file: 256 lines of one coil, in order, the strongest sample in the middle", async () => {
    const scan = await openFile(shared("mri/kspace/mrireco_ismrmrd_acqDataBrainSim100.h5"));
    const { data, ...rest } = await scan.plane(0);
    expect(rest).toMatchObject({ quantity: "mr-kspace", coils: 1, rows: 256, columns: 256 });
    expect(rest.spacing).toBeUndefined();
    let most = 0;
    data.forEach((value, i) => {
      if (Math.abs(value) > Math.abs(data[most]!)) most = i;
    });
    expect([Math.floor(most / 512), Math.floor(most / 2) % 256]).toEqual([128, 128]);
  });

  test("a tooth: 181 views of 640 bins, two slices; from disk and from memory alike", async () => {
    const path = shared("ct/sinogram/tooth.h5");
    const scan = await openFile(path);
    expect(scan.planeCount).toBe(2);
    const { data, ...rest } = await scan.plane(0);
    expect(rest).toMatchObject({ quantity: "ct-projections", rows: 181, columns: 640 });
    expect(rest.scan?.angles.at(-1)).toBeCloseTo((179.00552486 * Math.PI) / 180, 9);
    // Beside the tooth nothing weakens the beam; a view's integral over the bins is the object's mass, the same in every view.
    const mass = rest.scan!.angles.map((_, view) => data.subarray(640 * view, 640 * (view + 1)).reduce((sum, value) => sum + value, 0));
    expect(Math.max(...mass) / Math.min(...mass)).toBeLessThan(1.02);
    expect((await plane(await readFile(path))).data).toEqual(data);
  });
});
