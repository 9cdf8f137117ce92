import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readYaml } from "../../manifests/read.ts";
import { inspection } from "../../manifests/schema/common.ts";
import { recipe } from "../../manifests/schema/recipe.ts";
import { schemaFolder, schemas, schemaText } from "../../manifests/schema/write.ts";
import { shared, sharedData } from "../shared.ts";

const recipes = new URL("../../manifests/recipes/", import.meta.url);

describe("JSON Schemas", () => {
  it.each(Object.keys(schemas) as (keyof typeof schemas)[])(
    "%s: what editors read is what the code checks (else: npm run schemas)",
    (name) => {
      expect(readFileSync(new URL(`${name}.schema.json`, schemaFolder), "utf8")).toBe(schemaText(name));
    },
  );
});

describe("readYaml", () => {
  it("reads every recipe of the repository", async () => {
    for (const name of await readdir(recipes)) await expect(readYaml(fileURLToPath(new URL(name, recipes)), recipe)).resolves.toBeDefined();
  });

  it.skipIf(!sharedData)("refuses aliases that multiply (needs ../shared/data)", async () => {
    await expect(readYaml(shared("adversarial/generated/yaml_billion_laughs.yaml"), recipe)).rejects.toMatchObject({ code: "E_SCHEMA" });
  });

  it("names the field that does not fit", async () => {
    const path = fileURLToPath(new URL("../../sources/datasets/own-ct.yaml", import.meta.url));
    await expect(readYaml(path, recipe)).rejects.toMatchObject({ code: "E_SCHEMA", problem: expect.stringContaining("seed") });
  });
});

describe("inspected", () => {
  const stated = (more: object) => inspection.safeParse({ by: "a reader", date: "2026-11-23", ...more }).success;

  it("takes no attribute as absent and present", () => {
    expect(stated({ absent: ["motion"], present: ["noise"] })).toBe(true);
    expect(stated({ absent: "all", present: ["motion"] })).toBe(true);
    expect(stated({ absent: ["noise", "motion"], present: ["motion"] })).toBe(false);
  });
});
