import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { withoutCompanions } from "../../sources/companions.ts";
import { openDataset } from "../../sources/dataset.ts";
import { openFile } from "../../sources/open.ts";
import { bytesOf, writeNifti } from "./readers/write-nifti.ts";

const root = mkdtempSync(join(tmpdir(), "medq-dataset-volumes-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
/** @returns the YAML file, which lies beside the folder of the files */
function dataset(files: Readonly<Record<string, Uint8Array | string>>, more: object = {}): string {
  const name = `d${count++}`;
  mkdirSync(join(root, name));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(root, name, file), bytes);
  const path = join(root, `${name}.yaml`);
  const described = {
    title: "own",
    description: "own",
    licence: { spdx: "CC0-1.0", evidence: "a test", redistribute: true },
    access: { rule: "direct", from: "a test" },
    citation: "own",
    modality: "mri",
    location: { folder: name },
    files: { endings: [] },
    ...more,
  };
  writeFileSync(path, JSON.stringify(described));
  return path;
}

describe("a BART pair among all files of a folder", () => {
  test("is read, and its header is no file by itself", async () => {
    const header = "# Dimensions\n2 3\n";
    const samples = bytesOf(Float32Array.from({ length: 12 }, (_, index) => index + 1));
    const path = dataset({ "img.cfl": samples, "img.hdr": header, "IMG2.CFL": samples, "IMG2.HDR": header });
    const { planes } = await openDataset(path, () => expect.unreachable());
    expect(planes.map(({ file }) => file.slice(-8))).toEqual(["IMG2.CFL", "/img.cfl"]);
  });

  test("a header without samples stays, to be told of", () => {
    const paths = ["a/x.cfl", "a/x.hdr", "b/x.hdr", "y.hdr", "z.img", "z.hdr"].map((path) => ({ path }));
    expect(withoutCompanions(paths).map(({ path }) => path)).toEqual(["a/x.cfl", "b/x.hdr", "y.hdr", "z.img", "z.hdr"]);
  });
});

describe("the slice axis of a dataset", () => {
  const volume = writeNifti({ sizes: [4, 2, 3], datatype: 4, bitpix: 16 }, bytesOf(Int16Array.from({ length: 24 }, (_, index) => index)));
  const planesOf = async (sliceAxis?: string) =>
    (await openDataset(dataset({ "a.NII": volume }, sliceAxis === undefined ? {} : { sliceAxis }), () => expect.unreachable())).planes;

  test("decides the planes, and is part of what they are known by unless it is the file's own", async () => {
    const [own, third, second] = [await planesOf(), await planesOf("k"), await planesOf("j")];
    expect([own.length, third.length, second.length]).toEqual([3, 3, 2]);
    const [a, b, c] = [own, third, second].map((planes) => JSON.stringify({ ...planes[0], file: "" }));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });
});

describe("names in capitals", () => {
  test("say nothing: readers go by content", async () => {
    writeFileSync(join(root, "A.NII"), writeNifti({ sizes: [2, 2], datatype: 2, bitpix: 8 }, Uint8Array.of(1, 2, 3, 4)));
    expect((await openFile(join(root, "A.NII"))).format).toBe("nifti");
  });
});
