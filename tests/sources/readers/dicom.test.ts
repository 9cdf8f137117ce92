import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Acquisition, Scan } from "../../../sources/acquisition.ts";
import { text } from "../../../sources/dicom/attributes.ts";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { WHITELIST } from "../../../sources/dicom/whitelist.ts";
import { openFile } from "../../../sources/open.ts";
import { shared, sharedData } from "../../shared.ts";
import { ctElements, type Element, type Encoding, writeDataSet, writeDicom } from "../dicom/write.ts";

const folder = await mkdtemp(join(tmpdir(), "medq-dicom-"));
const groupingKey = new TextEncoder().encode("a test's key");
let count = 0;

async function open(bytes: Uint8Array): Promise<Scan> {
  const path = join(folder, `${count++}.dcm`);
  await writeFile(path, bytes);
  return openFile(path, { groupingKey });
}
const read = async (bytes: Uint8Array): Promise<Acquisition> => (await open(bytes)).plane(0);
const drop = (elements: readonly Element[], tag: string) => elements.filter((element) => element.tag !== tag);

describe("DICOM encodings", () => {
  // HU = 2 x stored - 1024; stored -2000 gives -5024 HU, which no matter has: outside the scanner's field of view, so air.
  const expected = [-1024, 0, 1024, -1000, -824, 64510];

  it.each<Encoding>(["explicit", "implicit", "big", "deflated"])(
    "%s: the same CT slice in HU, with spacing in metres",
    async (encoding) => {
      const plane = await read(writeDicom(ctElements(), encoding));
      expect(plane).toMatchObject({
        quantity: "hounsfield",
        coils: 1,
        rows: 2,
        columns: 3,
        channels: 1,
        complex: false,
        spacing: { row: 0.0007, column: 0.0008 },
      });
      expect([...plane.data]).toEqual(expected);
      expect([...plane.inside!]).toEqual([1, 1, 1, 0, 1, 1]);
    },
  );

  it("the shape of a pixel, where its size is not stated", async () => {
    const ratio: Element = { tag: "00280034", vr: "IS", value: "4\\1" };
    const plane = await read(writeDicom(drop(ctElements([ratio]), "00280030")));
    expect([plane.spacing, plane.aspect]).toEqual([undefined, 4]);
    expect((await read(writeDicom(ctElements([ratio])))).aspect).toBeUndefined();
  });

  it.each<Encoding>(["explicit", "implicit", "big"])("%s without preamble and meta information", async (encoding) => {
    expect([...(await read(writeDataSet(ctElements(), encoding))).data]).toEqual(expected);
  });

  it("RLE: byte planes of PackBits segments", async () => {
    // Six 16-bit samples: high bytes, then low bytes, each as one literal run (control byte = length - 1).
    const stored = [0, 512, 1024, -2000, 100, 32767].map((value) => value & 0xffff);
    const segment = (bytes: number[]) => [bytes.length - 1, ...bytes, 0x80];
    const high = segment(stored.map((value) => value >> 8));
    const low = segment(stored.map((value) => value & 255));
    const header = new Uint32Array(16);
    header.set([2, 64, 64 + high.length]);
    const frame = Buffer.concat([new Uint8Array(header.buffer), Uint8Array.from([...high, ...low])]);
    const file = writeDicom(ctElements([{ tag: "7fe00010", vr: "OB", value: { fragments: [frame] } }]), "explicit", "1.2.840.10008.1.2.5");
    expect([...(await read(file)).data]).toEqual(expected);
  });

  it("decodes the frames of a multi-frame object one by one", async () => {
    const scan = await open(
      writeDicom(
        ctElements([
          { tag: "00280008", vr: "IS", value: "2" },
          { tag: "7fe00010", vr: "OW", value: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
        ]),
      ),
    );
    expect(scan.planeCount).toBe(2);
    expect([...(await scan.plane(1)).data]).toEqual([7, 8, 9, 10, 11, 12].map((value) => 2 * value - 1024));
  });

  it("takes rescale and position of an enhanced object from its functional groups", async () => {
    const group = (slope: string, z: string): Element[] => [
      {
        tag: "00289145",
        vr: "SQ",
        value: [
          [
            { tag: "00281052", vr: "DS", value: "0" },
            { tag: "00281053", vr: "DS", value: slope },
          ],
        ],
      },
      { tag: "00209113", vr: "SQ", value: [[{ tag: "00200032", vr: "DS", value: `0\\0\\${z}` }]] },
    ];
    const overrides: Element[] = [
      { tag: "00280008", vr: "IS", value: "2" },
      { tag: "52009230", vr: "SQ", value: [group("1", "5"), group("3", "10")] },
      { tag: "7fe00010", vr: "OW", value: [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6] },
    ];
    const scan = await open(writeDicom(drop(drop(drop(ctElements(overrides), "00281052"), "00281053"), "00200032")));
    expect([...(await scan.plane(1)).data]).toEqual([3, 6, 9, 12, 15, 18]);
    expect([0, 1].map((plane) => scan.group!(plane).order[0])).toEqual([0.005, 0.01]);
  });
});

describe("DICOM samples", () => {
  it("keeps only the stored bits and extends their sign", async () => {
    // 12 bits stored below a high bit of 11: the upper nibble (an old overlay) falls away; 0xF801 is 0x801 = -2047.
    const overrides: Element[] = [
      { tag: "00280101", vr: "US", value: 12 },
      { tag: "00280102", vr: "US", value: 11 },
      { tag: "00281052", vr: "DS", value: "0" },
      { tag: "00281053", vr: "DS", value: "1" },
      { tag: "7fe00010", vr: "OW", value: [0xf001, 0x1fff, 0x07ff, 0xf801, 0, 5] },
    ];
    expect([...(await read(writeDicom(ctElements(overrides)))).data]).toEqual([1, -1, 2047, -1000, 0, 5]);
  });

  it("inverts MONOCHROME1 for display", async () => {
    const overrides: Element[] = [
      { tag: "00080060", vr: "CS", value: "OT" },
      { tag: "00280004", vr: "CS", value: "MONOCHROME1" },
      { tag: "00280100", vr: "US", value: 8 },
      { tag: "00280101", vr: "US", value: 8 },
      { tag: "00280102", vr: "US", value: 7 },
      { tag: "00280103", vr: "US", value: 0 },
      { tag: "7fe00010", vr: "OB", value: [0, 255, 100, 1, 2, 3] },
    ];
    const plane = await read(writeDicom(ctElements(overrides)));
    expect(plane).toMatchObject({ quantity: "srgb", bits: 8 });
    expect([...plane.data]).toEqual([255, 0, 155, 254, 253, 252]);
  });

  const colour = (photometric: string, planar: number, pixels: number[]): Element[] => [
    { tag: "00080060", vr: "CS", value: "ES" },
    { tag: "00280002", vr: "US", value: 3 },
    { tag: "00280004", vr: "CS", value: photometric },
    { tag: "00280006", vr: "US", value: planar },
    { tag: "00280010", vr: "US", value: 1 },
    { tag: "00280011", vr: "US", value: 2 },
    { tag: "00280100", vr: "US", value: 8 },
    { tag: "00280101", vr: "US", value: 8 },
    { tag: "00280102", vr: "US", value: 7 },
    { tag: "00280103", vr: "US", value: 0 },
    { tag: "7fe00010", vr: "OB", value: pixels },
  ];

  it("reads RGB by pixel and by plane", async () => {
    expect([...(await read(writeDicom(ctElements(colour("RGB", 0, [1, 2, 3, 4, 5, 6]))))).data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await read(writeDicom(ctElements(colour("RGB", 1, [1, 4, 2, 5, 3, 6]))))).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("scales codes of 10 bits to 16", async () => {
    const overrides: Element[] = [
      { tag: "00080060", vr: "CS", value: "XC" },
      { tag: "00280101", vr: "US", value: 10 },
      { tag: "00280102", vr: "US", value: 9 },
      { tag: "00280103", vr: "US", value: 0 },
      { tag: "7fe00010", vr: "OW", value: [0, 1023, 512, 1, 2, 1022] },
    ];
    const { data, bits } = await read(writeDicom(ctElements(overrides)));
    expect(bits).toBe(16);
    // 65535 / 1023 = 64.06.
    expect([...data]).toEqual([0, 65535, 32800, 64, 128, 65471]);
  });

  it("reads float and double float pixel data as they are", async () => {
    for (const [tag, vr] of [
      ["7fe00008", "OF"],
      ["7fe00009", "OD"],
    ]) {
      const elements = ctElements([
        { tag: "00080060", vr: "CS", value: "OT" },
        { tag, vr, value: [0.5, -1.25, 3, 4, 5, 6] },
      ]);
      const scan = await open(writeDicom(drop(drop(drop(elements, "7fe00010"), "00281052"), "00281053")));
      expect(await scan.plane(0)).toMatchObject({ quantity: "unspecified", data: Float64Array.of(0.5, -1.25, 3, 4, 5, 6) });
    }
  });

  it("turns YBR_FULL and YBR_FULL_422 into RGB", async () => {
    // Y = 100, Cb = 128 + 20, Cr = 128 - 10: R = 100 - 14.02 = 86, G = 100 - 6.88 + 7.14 = 100, B = 100 + 35.44 = 135.
    expect([...(await read(writeDicom(ctElements(colour("YBR_FULL", 0, [100, 148, 118, 50, 128, 128]))))).data]).toEqual([
      86, 100, 135, 50, 50, 50,
    ]);
    expect([...(await read(writeDicom(ctElements(colour("YBR_FULL_422", 0, [100, 110, 148, 118]))))).data]).toEqual([
      86, 100, 135, 96, 110, 145,
    ]);
  });

  it("looks palette colours up, from the first entry that the descriptor names", async () => {
    const table = (tag: string, values: number[]): Element => ({ tag, vr: "OW", value: values.map((value) => value * 257) });
    const descriptor = (tag: string): Element => ({ tag, vr: "US", value: [3, 10, 16] });
    const overrides: Element[] = [
      { tag: "00080060", vr: "CS", value: "ES" },
      { tag: "00280004", vr: "CS", value: "PALETTE COLOR" },
      { tag: "00280010", vr: "US", value: 1 },
      { tag: "00280103", vr: "US", value: 0 },
      ...["00281101", "00281102", "00281103"].map(descriptor),
      table("00281201", [1, 2, 3]),
      table("00281202", [4, 5, 6]),
      table("00281203", [7, 8, 9]),
      { tag: "7fe00010", vr: "OW", value: [9, 11, 99] },
    ];
    const { data, bits } = await read(writeDicom(ctElements(overrides)));
    // Below the first entry its colour, beyond the last that one's (PS3.3 C.7.6.3.1.5).
    expect([...data]).toEqual([1, 4, 7, 2, 5, 8, 3, 6, 9].map((value) => value * 257));
    expect(bits).toBe(16);
  });
});

describe("DICOM identity", () => {
  it("lets acquisition attributes through, and no word of an identifying one", async () => {
    const scan = await open(writeDicom(ctElements([{ tag: "00180022", vr: "CS", value: "HELICAL DOE" }])));
    const plane = await scan.plane(0);
    expect(plane.scanner).toMatchObject({
      Modality: "CT",
      KVP: 120,
      BodyPartExamined: "CHEST",
      ConvolutionKernel: "STANDARD",
      PixelSpacing: [0.7, 0.8],
    });
    expect(plane.scanner.ScanOptions).toBeUndefined();
    const said = JSON.stringify([scan, scan.group!(0), { ...plane, data: [] }]);
    for (const secret of ["DOE", "JANE", "4711", "General", "FOLLOW", "1.2.3.4", "1.2.3.5"]) expect(said).not.toContain(secret);
    expect(scan.deidentification).toMatch(/whitelist/);
  });

  it("groups by keyed hashes: equal for equal identity under one key, unrelated under another", async () => {
    const file = join(folder, "same.dcm");
    await writeFile(file, writeDicom(ctElements()));
    const group = async (key: string) => (await openFile(file, { groupingKey: new TextEncoder().encode(key) })).group!(0);
    expect(await group("a")).toEqual(await group("a"));
    expect((await group("a")).patient).not.toBe((await group("b")).patient);
    // Position along the normal (0, 0, 1), in metres, then the instance number.
    expect((await group("a")).order).toEqual([0.0355, 7]);
  });
});

describe("DICOM files that lie", () => {
  it.each([
    ["Rows 0", "E_FORMAT", [{ tag: "00280010", vr: "US", value: 0 }]],
    ["more bits than allocated", "E_FORMAT", [{ tag: "00280101", vr: "US", value: 17 }]],
    ["four samples a pixel", "E_FORMAT", [{ tag: "00280002", vr: "US", value: 4 }]],
    ["a frame count beyond the data", "E_TRUNCATED", [{ tag: "00280008", vr: "IS", value: "900" }]],
    [
      "a frame of 65535 x 65535",
      "E_TOO_LARGE",
      [
        { tag: "00280010", vr: "US", value: 65535 },
        { tag: "00280011", vr: "US", value: 65535 },
      ],
    ],
    ["a frame count that is no number", "E_FORMAT", [{ tag: "00280008", vr: "IS", value: "1A" }]],
    ["a slope of 0", "E_FORMAT", [{ tag: "00281053", vr: "DS", value: "0" }]],
    ["a slope that is no number", "E_FORMAT", [{ tag: "00281053", vr: "DS", value: "DOE" }]],
    ["an unknown photometric interpretation", "E_UNSUPPORTED", [{ tag: "00280004", vr: "CS", value: "HSV" }]],
  ])("%s: %s", async (_, code, overrides) => {
    const last = async () => {
      const scan = await open(writeDicom(ctElements(overrides)));
      await scan.plane(scan.planeCount - 1);
    };
    await expect(last()).rejects.toMatchObject({ name: "MedqError", code });
  });

  it("cut anywhere: an error with advice or the whole image, never a part of it", async () => {
    const file = writeDicom(ctElements());
    const whole = [...(await read(file)).data];
    for (let length = 0; length < file.length; length += 7) {
      const result = await read(file.subarray(0, length)).then(
        (plane) => [...plane.data],
        (error) => error.code as string,
      );
      if (Array.isArray(result)) expect(result).toEqual(whole);
      else expect(result).toMatch(/^E_(TRUNCATED|FORMAT)$/);
    }
  });

  it("compressed by its transfer syntax, native in fact", async () => {
    await expect(read(writeDicom(ctElements(), "explicit", "1.2.840.10008.1.2.4.90"))).rejects.toMatchObject({ code: "E_FORMAT" });
  });

  it.each([
    ["a private one", "1.2.3.999"],
    ["MPEG-4 video", "1.2.840.10008.1.2.4.102"],
  ])("in a transfer syntax that is not read, %s", async (_, syntax) => {
    await expect(open(writeDicom(ctElements(), "explicit", syntax))).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });

  it("implicit elements under an explicit transfer syntax are read as what they are", async () => {
    const { data } = await read(writeDicom(ctElements(), "implicit", "1.2.840.10008.1.2.1"));
    expect(data[2]).toBe(1024);
  });

  it("implicit pixel data that begin like a sequence item are pixels", async () => {
    // FE FF 00 E0: the item tag (FFFE,E000), here two samples.
    const overrides: Element[] = [
      { tag: "7fe00010", vr: "OW", value: [0xfffe, 0xe000, 4, 0, 5, 6] },
      { tag: "00281052", vr: "DS", value: "0" },
      { tag: "00281053", vr: "DS", value: "1" },
      { tag: "00280103", vr: "US", value: 0 },
    ];
    expect([...(await read(writeDicom(ctElements(overrides), "implicit"))).data]).toEqual([0xfffe, 0xe000, 4, 0, 5, 6]);
  });

  it("bytes after the pixel data do no harm", async () => {
    const file = Buffer.concat([writeDicom(ctElements()), Uint8Array.of(1, 2, 3)]);
    expect((await read(file)).data[2]).toBe(1024);
  });

  it("a plane that is not there is the caller's mistake", async () => {
    const scan = await open(writeDicom(ctElements()));
    for (const index of [-1, 1, 0.5]) await expect(scan.plane(index)).rejects.toMatchObject({ code: "E_USAGE" });
  });

  it("millions of elements are refused before they fill the memory", async () => {
    // Empty elements of odd, private groups in implicit encoding: 8 bytes each.
    const count = 800_000;
    const filler = Buffer.alloc(8 * count);
    for (let i = 0; i < count; i++) {
      filler.writeUInt16LE(9 + 2 * Math.floor(i / 65536), 8 * i);
      filler.writeUInt16LE(i % 65536, 8 * i + 2);
    }
    const start = writeDataSet([{ tag: "00080008", vr: "CS", value: "ORIGINAL" }], "implicit");
    await expect(open(Buffer.concat([start, filler]))).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  });
});

describe.skipIf(!sharedData)("real DICOM files (need ../shared/data)", () => {
  const chest = "ct/dicom-codecs-chest/";
  const decode = async (path: string) => (await openFile(shared(path), { groupingKey })).plane(0);

  it("nine lossless transfer syntaxes decode to the original's pixels, the lossy ones to nearly them", async () => {
    const original = await decode(`${chest}CTImage.dcm`);
    // Stored values run from -2000 (padding) to 2402; the intercept is -1024.
    expect(original.data.reduce((most, value) => Math.max(most, value), 0)).toBe(2402 - 1024);
    expect(original.data.reduce((least, value) => Math.min(least, value), 0)).toBeGreaterThanOrEqual(-1100);
    let lossless = 0;
    for (const name of (await readdir(shared(chest))).filter((each) => each !== "CTImage.dcm")) {
      const { data } = await decode(chest + name);
      const meanError = data.reduce((sum, value, i) => sum + Math.abs(value - original.data[i]), 0) / data.length;
      if (meanError === 0) lossless++;
      // 8 bits over 8191 HU leave steps of 32, a mean rounding error of 8; the 12-bit processes have steps of 2.
      else expect(meanError, name).toBeLessThan(/Process1T/.test(name) ? 16 : 4);
    }
    expect(lossless).toBe(9);
  });

  it("eight encodings of one MR slice are equal", async () => {
    const names = await readdir(shared("mri/dicom-tiny"));
    const [first, ...others] = await Promise.all(names.map((name) => decode(`mri/dicom-tiny/${name}`)));
    expect(names.length).toBe(8);
    for (const other of others) expect(other.data).toEqual(first.data);
  });

  it("one test pattern as palette, RGB, JPEG baseline and lossless JPEG is one picture", async () => {
    const rgb = await decode("misc-dicom/TestPattern_RGB.dcm");
    const differs = async (name: string) =>
      (await decode(`misc-dicom/${name}`)).data.reduce((sum, value, i) => sum + Math.abs(value - rgb.data[i]), 0) / rgb.data.length;
    expect(await differs("TestPattern_JPEG-Lossless_RGB.dcm")).toBe(0);
    expect(await differs("TestPattern_Palette.dcm")).toBeLessThan(8);
    expect(await differs("TestPattern_JPEG-Baseline_YBR422.dcm")).toBeLessThan(8);
  });

  it("no string of the identifying tags comes through, not in an error either", async () => {
    const path = shared("adversarial/generated/ct_with_phi_tags.dcm");
    const file = await readFile(path);
    const { dataSet } = parseDataSet(file, path);
    const allowed = new Set(WHITELIST.map(({ tag }) => tag));
    const secrets = Object.keys(dataSet.elements)
      .filter((tag) => /^x(0008|0010|0012|0020|0032|0038|0040|[0-9a-f]{3}[13579bdf])/.test(tag) && !allowed.has(tag))
      .flatMap((tag) => (text(dataSet, tag) ?? "").split(/[\\^]/))
      .map((part) => part.trim())
      .filter((part) => part.length >= 4 && /^[\x20-\x7e]+$/.test(part) && part !== "AXIAL");
    for (const known of ["DOE", "General Hospital", "1234567"]) expect(file.toString("latin1")).toContain(known);
    expect(secrets.length).toBeGreaterThan(20);

    const scan = await openFile(path, { groupingKey });
    const damaged = Buffer.from(file);
    // Rows (0028,0010) US 2 = 0.
    const rows = damaged.indexOf(Buffer.from("280010005553020000", "hex").subarray(0, 8));
    damaged.writeUInt16LE(0, rows + 8);
    const failure = await open(damaged).catch((error) => error);
    expect(failure).toMatchObject({ code: "E_FORMAT" });
    const said = JSON.stringify([scan, scan.group!(0), { ...(await scan.plane(0)), data: [], inside: [] }, failure, failure.message]);
    for (const secret of [...secrets, "DOE", "JANE", "REALNAME", "1234567"]) expect(said).not.toContain(secret);
  });

  it("a series of 20 slices has one patient, study and series, in the order of its positions", async () => {
    const names = (await readdir(shared("mri/dicom-series-brain-pd-ge"))).sort();
    const groups = await Promise.all(
      names.slice(1).map(async (name) => (await openFile(shared(`mri/dicom-series-brain-pd-ge/${name}`), { groupingKey })).group!(0)),
    );
    for (const key of ["patient", "study", "series"] as const) expect(new Set(groups.map((group) => group[key])).size).toBe(1);
    const positions = groups.map(({ order }) => order[0]);
    const gaps = positions.slice(1).map((position, i) => position - positions[i]);
    // Slices of 5 mm with gaps of 2 mm, whose positions are rounded.
    for (const gap of gaps) expect(Math.abs(Math.abs(gap) - 0.007)).toBeLessThan(1e-4);
    expect(new Set(gaps.map(Math.sign)).size).toBe(1);
  });
});
