import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { relativeL2 } from "../harness/agreement.ts";
import { defineCase } from "../harness/case.ts";

const bin = fileURLToPath(new URL("../../bin/medq.js", import.meta.url));
const recipe = fileURLToPath(new URL("./whole-build.yaml", import.meta.url));

/** Builds into a fresh folder, as a person would. @returns the release's checksums and the peak memory of the process [bytes] */
async function build(workers: number): Promise<{ sums: Uint8Array; memory: number }> {
  const out = mkdtempSync(join(tmpdir(), "medq-bench-build-"));
  try {
    const child = spawn(process.execPath, [bin, "build", recipe, "--out", out, "--workers", String(workers)], { stdio: "ignore" });
    let memory = 0;
    // The kernel keeps the high-water mark only as long as the process lives. Elsewhere than on Linux there is none to read.
    const watch = setInterval(() => {
      memory = Math.max(memory, highWaterMark(child.pid!));
    }, 100);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    clearInterval(watch);
    if (code !== 0) throw new Error(`medq build ended with ${code}`);
    return { sums: readFileSync(join(out, "releases", "bench", "0.1.0", "checksums.sha256")), memory };
  } finally {
    rmSync(out, { recursive: true });
  }
}

function highWaterMark(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export default defineCase({
  title: "whole build of a recipe of all modalities",
  sizes: [
    { name: "1 worker", workers: 1 },
    { name: "2 workers", workers: 2 },
  ],
  prepare({ workers }) {
    let last: Awaited<ReturnType<typeof build>> = { sums: new Uint8Array(0), memory: 0 };
    return {
      run: async () => {
        last = await build(workers);
      },
      // What the turns before have built.
      output: () => ({ shape: [last.sums.length], dtype: "u1", data: last.sums }),
      peakMemory: () => last.memory,
    };
  },
  peers: [
    {
      against: "ourselves with one worker",
      run: { size: "1 worker" },
      sizes: ["2 workers"],
      target: 0.55,
      agreement: { ...relativeL2(0), measure: "the releases' checksums, byte for byte" },
      note: "`medq build` of bench/cases/whole-build.yaml into fresh folders, start of the program included.",
    },
  ],
});
