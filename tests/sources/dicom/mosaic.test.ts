import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Scan } from "../../../sources/acquisition.ts";
import { openFile } from "../../../sources/open.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

const folder = await mkdtemp(join(tmpdir(), "medq-mosaic-"));
let files = 0;
async function open(elements: readonly Element[]): Promise<Scan> {
  const path = join(folder, `${files++}.dcm`);
  await writeFile(path, writeDicom(ctElements(elements).filter(({ tag }) => tag !== "00281052" && tag !== "00281053")));
  return openFile(path, { groupingKey: new Uint8Array(1) });
}

/** side x side tiles of 2 x 3; in slice i (from 0) the samples are 10 i + 1 ... 10 i + 6. */
function pixels(side: number, slices: number): number[] {
  return Array.from({ length: 6 * side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / (3 * side)), at % (3 * side)];
    const slice = Math.floor(row / 2) * side + Math.floor(column / 3);
    return slice < slices ? 10 * slice + 1 + (row % 2) * 3 + (column % 3) : 0;
  });
}
const mosaic = (side: number, slices: number): Element[] => [
  { tag: "00080008", vr: "CS", value: "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC" },
  { tag: "00080060", vr: "CS", value: "MR" },
  { tag: "00180088", vr: "DS", value: "4" },
  { tag: "00280010", vr: "US", value: 2 * side },
  { tag: "00280011", vr: "US", value: 3 * side },
  { tag: "7fe00010", vr: "OW", value: pixels(side, slices) },
];
const matrix = (rows: number, columns: number): Element => ({ tag: "00181310", vr: "US", value: [rows, 0, 0, columns] });

/** A header of the CSA format with one item for each value of each tag. */
function csa(tags: Readonly<Record<string, readonly string[]>>): Element[] {
  const name = (text: string, length: number) => Buffer.from(text.padEnd(length, "\0"), "latin1");
  const words = (...values: number[]) => Buffer.from(Int32Array.from(values).buffer);
  const encoded = Object.entries(tags).map(([tag, values]) =>
    Buffer.concat([
      name(tag, 64),
      words(1),
      name("IS", 4),
      words(6, values.length, 77),
      ...values.map((value) => Buffer.concat([words(8, 8, 77, 8), name(value, 8)])),
    ]),
  );
  const bytes = Buffer.concat([name("SV10", 4), Buffer.of(4, 3, 2, 1), words(encoded.length, 77), ...encoded]);
  return [
    { tag: "00290010", vr: "LO", value: "SIEMENS CSA HEADER" },
    { tag: "00291010", vr: "OB", value: new Uint8Array(bytes) },
  ];
}

async function expectSlices(scan: Scan, count: number): Promise<void> {
  expect(scan.planeCount).toBe(count);
  for (const index of [0, 1, count - 1]) {
    const plane = await scan.plane(index);
    expect(plane).toMatchObject({ rows: 2, columns: 3, quantity: "mr-magnitude", spacing: { row: 0.0007, column: 0.0008 } });
    expect([...plane.data]).toEqual([1, 2, 3, 4, 5, 6].map((value) => 10 * index + value));
  }
}

describe("Siemens mosaics", () => {
  it("by the private header's number: 7 slices in 3 x 3 tiles", async () => {
    const number: Element[] = [
      { tag: "00190010", vr: "LO", value: "SIEMENS MR HEADER" },
      { tag: "0019100a", vr: "US", value: 7 },
    ];
    await expectSlices(await open([...mosaic(3, 7), ...number]), 7);
  });

  it("wherever the private block lies, and if an exporter wrote the number as text", async () => {
    const number: Element[] = [
      { tag: "00190010", vr: "LO", value: "ANOTHER" },
      { tag: "00190011", vr: "LO", value: "SIEMENS MR HEADER" },
      { tag: "0019110a", vr: "IS", value: "12" },
    ];
    await expectSlices(await open([...mosaic(4, 12), ...number]), 12);
  });

  it("by the CSA header, whose normal tells on which side the next slice lies", async () => {
    const header = (normal: readonly string[]) => csa({ Other: ["1", "2"], NumberOfImagesInMosaic: ["7"], SliceNormalVector: normal });
    const along = await open([...mosaic(3, 7), ...header(["0", "0", "1"])]);
    await expectSlices(along, 7);
    // The first slice at 35.5 mm, slices 4 mm apart.
    const positions = (scan: Scan) => [0, 1, 6].map((plane) => Math.round(1e6 * scan.group!(plane).order[0]) / 1e6);
    expect(positions(along)).toEqual([0.0355, 0.0395, 0.0595]);
    expect(positions(await open([...mosaic(3, 7), ...header(["0", "0", "-1"])]))).toEqual([0.0355, 0.0315, 0.0115]);
  });

  it("without either by the tile's size, and empty tiles at the end are none", async () => {
    await expectSlices(await open([...mosaic(4, 14), matrix(2, 3)]), 14);
    // An empty tile between others is a slice.
    const holed = pixels(4, 14).map((value) => (value > 50 && value < 60 ? 0 : value));
    expect((await open([...mosaic(4, 14).slice(0, -1), { tag: "7fe00010", vr: "OW", value: holed }, matrix(2, 3)])).planeCount).toBe(14);
  });

  it("that cannot be told apart is refused, not shown as one image", async () => {
    for (const unclear of [mosaic(4, 14), [...mosaic(4, 14), matrix(3, 3)], [...mosaic(2, 4), matrix(2, 3)]])
      await expect(open(unclear)).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });

  it("in name only are single slices: of enhanced objects, of syngo MR XA, of a matrix as large as the image", async () => {
    const whole = [...mosaic(3, 9)];
    const enhanced: Element = { tag: "52009230", vr: "SQ", value: [[], [], []] };
    const frames: Element = { tag: "00280008", vr: "IS", value: "3" };
    const three: Element = { tag: "7fe00010", vr: "OW", value: [...pixels(3, 9), ...pixels(3, 9), ...pixels(3, 9)] };
    expect((await open([...whole.slice(0, -1), three, enhanced, frames])).planeCount).toBe(3);
    const enhancedClass: Element = { tag: "00080016", vr: "UI", value: "1.2.840.10008.5.1.4.1.1.4.1\0" };
    const software: Element = { tag: "00181020", vr: "LO", value: "syngo MR XA30" };
    for (const more of [[enhancedClass, matrix(2, 3)], [software, matrix(2, 3)], [software], [matrix(6, 9)]]) {
      const scan = await open([...whole, ...more]);
      expect(scan.planeCount).toBe(1);
      expect((await scan.plane(0)).rows).toBe(6);
    }
  });
});
