/** Hostile and broken YAML ends quickly, with the line or the field. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readYaml } from "../../manifests/read.ts";

const folder = mkdtempSync(join(tmpdir(), "medq-yaml-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const read = (text: string | Uint8Array): Promise<unknown> => {
  const path = join(folder, `${count++}.yaml`);
  writeFileSync(path, text);
  return readYaml(path, z.strictObject({ title: z.string(), seed: z.union([z.string(), z.int()]).optional() }));
};
const keys = (number: number): string => Array.from({ length: number }, (_, i) => `k${i}: ${i}\n`).join("");

describe("readYaml", () => {
  it("reads what fits, with any character that can be shown", async () => {
    expect(await read("title: |\n  Zähne, 歯, \u{1f9b7}\n  two lines\tand a tab\nseed: 3\n")).toEqual({
      title: "Zähne, 歯, \u{1f9b7}\ntwo lines\tand a tab\n",
      seed: 3,
    });
  });

  it.each([
    ["a key twice", "title: a\nseed: 1\ntitle: b\n", /"title" twice in one mapping at line 3/],
    ["a key twice, once as a number", "1: a\n'1': b\n", /"1" twice/],
    ["a NUL", 'title: "a\\0b"\n', /control character/],
    ["an escape sequence of a terminal", 'title: "\\e[31m"\n', /control character/],
    ["half a surrogate pair", 'title: a\nseed: "\\ud800"\n', /surrogate pair at line 2/],
    ["a text of 3 MiB", `title: ${"x".repeat(3 * 1024 * 1024)}\n`, /65536 are the most/],
    ["brackets without an end", "[".repeat(10_000), /stack size|Flow/],
  ])("refuses %s", async (_, text, problem) => {
    await expect(read(text)).rejects.toMatchObject({ code: "E_SCHEMA", problem: expect.stringMatching(problem) });
  });

  it("refuses bytes that are not UTF-8", async () => {
    await expect(read(Buffer.from("title: caf\xe9\n", "latin1"))).rejects.toMatchObject({ code: "E_SCHEMA", problem: /UTF-8/ });
  });

  it.each([
    ["15 MiB", `title: ${"x".repeat(15 * 1024 * 1024)}\n`],
    ["300 000 keys", keys(300_000)],
    ["a million closing brackets", "]".repeat(1_000_000)],
    ["a million quotation marks", '"'.repeat(1_000_000)],
  ])("refuses %s before parsing", async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "E_TOO_LARGE" });
  });

  it("looks through 40 000 keys once, not each against each", async () => {
    // Quadratic, it took 13 s; its message stays short.
    const started = process.cpuUsage();
    await expect(read(keys(40_000))).rejects.toMatchObject({ code: "E_SCHEMA", problem: expect.stringMatching(/^.{50,2100}$/s) });
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});
