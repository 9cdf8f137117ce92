import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNpy } from "../../sources/npy.ts";
import { medq } from "./medq.ts";

const fresh = () => mkdtemp(join(tmpdir(), "medq-cli-"));

describe("medq", () => {
  it.each([
    [["nonsense"], 2],
    [["list", "nonsense"], 2],
    [["apply", "phantom:mri:1", "--degradation", "mri/thermal-noise", "--severity", "2", "--out", "x"], 2],
    [["apply", "phantom:mri:1", "--degradation", "mri/thermal-noise", "--set", "wrong=1", "--out", "x"], 2],
    [["apply", "phantom:mri:1", "--degradation", "ct/low-dose", "--modality", "mri", "--out", "x"], 2],
    [["apply", "phantom:ct:1", "--degradation", "ct/low-dose", "--set", "doseFraction=-1", "--out", "x"], 2],
    [["apply", "phantom:ct:1", "--degradation", "ct/low-dose", "--set", "doseFraction=4", "--out", "x"], 2],
    [["apply", "no-such-file.dcm", "--degradation", "mri/thermal-noise", "--out", "x"], 1],
    [["build", "no-such-recipe.yaml"], 1],
    [["apply", "phantom:fundus:1", "--degradation", "fundus/defocus", "--out", ""], 2],
    [["build", "demo", "--out", ""], 2],
    [["verify", "no-such-release"], 1],
    [["list", "degradations"], 0],
    [["--version"], 0],
  ])("%j exits with %i, and says what to do where it fails", async (args, code) => {
    const run = await medq(args);
    expect(run.code, run.stderr).toBe(code);
    if (code !== 0) expect(run.stderr).toMatch(/\S/);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it("lists what there is, for a program", async () => {
    const { stdout } = await medq(["list", "--json"]);
    const lists = JSON.parse(stdout);
    expect(lists.modalities.map((row: { name: string }) => row.name)).toEqual(["ct", "endoscopy", "fundus", "histopathology", "mri"]);
    expect(lists.degradations.length).toBeGreaterThanOrEqual(13);
    for (const row of lists.degradations) expect(Object.keys(row.parameters).length).toBeGreaterThan(0);
  });

  it("applies a degradation: five files, f64 samples, the identity at severity 0", async () => {
    const out = await fresh();
    const run = await medq([
      "apply",
      "phantom:fundus:7",
      "--degradation",
      "fundus/defocus",
      "--severity",
      "0",
      "--seed",
      "7",
      "--out",
      out,
    ]);
    expect(run.code, run.stderr).toBe(0);
    expect((await readdir(out)).sort()).toEqual(["clean.npy", "clean.png", "degraded.npy", "degraded.png", "record.json"]);
    const [clean, degraded] = await Promise.all(["clean.npy", "degraded.npy"].map((name) => readFile(join(out, name))));
    expect(clean!.equals(degraded!)).toBe(true);
    expect(readNpy(clean!, "clean.npy").data.length).toBeGreaterThan(0);
    expect(clean!.subarray(0, 128).toString("latin1")).toContain("'<f8'");
  });

  it("takes a parameter by hand instead of the ladder's", async () => {
    const out = await fresh();
    const run = await medq([
      "apply",
      "phantom:ct:3",
      "--degradation",
      "ct/low-dose",
      "--severity",
      "0.2",
      "--set",
      "doseFraction=0.5",
      "--out",
      out,
      "--json",
    ]);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout).chain[0].parameters.doseFraction).toBe(0.5);
  });
});
