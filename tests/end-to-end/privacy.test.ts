/** A patient is never in the output: not from the header, not from the names of files and folders. */
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../manifests/canonical.ts";
import { ctElements, writeDicom } from "../sources/dicom/write.ts";
import { medq } from "./medq.ts";

describe("medq build", () => {
  it("writes no name of a patient, whether it stands in a tag, a file's name or a folder's", async () => {
    const work = await mkdtemp(join(tmpdir(), "medq-privacy-"));
    await mkdir(join(work, "DOE_JANE_folder"));
    // 32 x 32 samples of a ramp, so that there is something to see.
    const slice = writeDicom(
      ctElements([
        { tag: "00280010", vr: "US", value: 32 },
        { tag: "00280011", vr: "US", value: 32 },
        { tag: "7fe00010", vr: "OW", value: Array.from({ length: 1024 }, (_, i) => i) },
      ]),
    );
    await writeFile(join(work, "DOE_JANE_folder", "DOE_JANE_file.dcm"), slice);
    const dataset = {
      title: "own",
      description: "own",
      licence: { spdx: "CC0-1.0", evidence: "a test", redistribute: true },
      access: { rule: "direct", from: "a test" },
      citation: "own",
      modality: "ct",
      location: { folder: "DOE_JANE_folder" },
      files: [{ path: "DOE_JANE_file.dcm", sha256: sha256(slice) }],
    };
    const recipe = {
      name: "privacy",
      version: "0.1.0",
      title: "Privacy",
      description: "Privacy",
      licence: "CC0-1.0",
      creator: "a test",
      date: "2026-11-23",
      seed: "privacy",
      clean: [{ dataset: "own.yaml" }],
      degrade: [{ severities: ["mild"], degradations: ["display/jpeg-compression"] }],
    };
    await writeFile(join(work, "own.yaml"), JSON.stringify(dataset));
    await writeFile(join(work, "recipe.yaml"), JSON.stringify(recipe));
    const run = await medq(["build", join(work, "recipe.yaml"), "--out", join(work, "out"), "--json"]);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout).images).toBe(2);
    const files = (await readdir(join(work, "out"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const bytes = (await readFile(join(file.parentPath, file.name))).toString("latin1");
      for (const secret of ["DOE_JANE", "DOE^JANE", "PAT-4711", "General Hospital"])
        expect(bytes.includes(secret), `${secret} in ${file.name}`).toBe(false);
    }
  });
});
