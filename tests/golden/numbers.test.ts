import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { numbers } from "./numbers.ts";

const recorded = JSON.parse(readFileSync(new URL("numbers.json", import.meta.url), "utf8"));

describe(`the recorded numbers, on Node ${process.versions.node}`, () => {
  it("come from the compiled kernels", () => {
    expect(numbers()).toEqual(recorded);
  });

  // The plain transform of 32-bit data computes in 64: it is more exact, and alone in that.
  it("come from the plain twins, but for those of 32 bits", () => {
    const script = fileURLToPath(new URL("numbers.ts", import.meta.url));
    const env = { ...process.env, MEDQ_KERNELS: "typescript" };
    const plain = JSON.parse(execFileSync(process.execPath, ["--import", "tsx", script], { env, encoding: "utf8" }));
    for (const name of Object.keys(recorded)) if (!name.includes("32 bits")) expect(plain[name], name).toBe(recorded[name]);
  });
});
