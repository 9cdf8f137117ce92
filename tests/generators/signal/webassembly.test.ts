import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { loadKernel } from "../../../generators/signal/webassembly.ts";

const compiled = new URL("../../../generators/signal/kernels/compiled/", import.meta.url);
const binaries = readdirSync(compiled).filter((file) => file.endsWith(".wasm"));

describe("the compiled kernels", () => {
  it("are those whose SHA-256 is recorded, one for each source", () => {
    const recorded = readFileSync(new URL("SHA256SUMS", compiled), "utf8");
    const found = binaries.map((file) => {
      const digest = createHash("sha256").update(readFileSync(new URL(file, compiled)));
      return `${digest.digest("hex")}  ${file}\n`;
    });
    expect(found.join("")).toBe(recorded);
    const sources = readdirSync(new URL("..", compiled)).filter((file) => file.endsWith(".ts"));
    expect(binaries.map((file) => file.replace(".wasm", ".ts"))).toEqual(sources);
  });

  it.each(binaries)("%s loads, and needs nothing but memory", (file) => {
    expect(loadKernel(file.replace(".wasm", ""))).toBeDefined();
  });
});

describe("where the compiled kernels are not wanted", () => {
  afterEach(() => {
    delete process.env.MEDQ_KERNELS;
  });

  it("there is none, so that the twins do the work", () => {
    process.env.MEDQ_KERNELS = "typescript";
    expect(loadKernel("fft")).toBeUndefined();
  });
});

describe("kernel memory", () => {
  const { memory } = loadKernel("fft")!;

  it("lends blocks that neither overlap each other nor what is kept, on cache lines", () => {
    const first = memory.keep(100);
    const second = memory.keep(5000);
    const blocks = memory.scratch(1, 70_000, 0, 64);
    const sizes = [100, 5000, 1, 70_000, 0, 64];
    [first, second, ...blocks].reduce((end, address, index) => {
      expect(address % 64).toBe(0);
      expect(address).toBeGreaterThanOrEqual(end);
      return address + sizes[index];
    }, 65_536);
    expect(memory.memory.buffer.byteLength).toBeGreaterThanOrEqual(blocks[3] + 64);
  });

  it("keeps what is kept when it grows", () => {
    const address = memory.keep(24);
    memory.f64(address, 3).set([1, 2, 3]);
    const grown = memory.memory.buffer.byteLength;
    const [block] = memory.scratch(grown + 1);
    expect(memory.memory.buffer.byteLength).toBeGreaterThan(grown);
    expect(block).toBeGreaterThan(address);
    expect([...memory.f64(address, 3)]).toEqual([1, 2, 3]);
  });

  it("says when it would pass 4 GiB", () => {
    expect(() => memory.scratch(2 ** 32)).toThrow("Expected at most 4 GiB of kernel memory");
  });
});
