/**
 * Compiles kernels/<name>.ts (AssemblyScript) to kernels/compiled/<name>.wasm, and writes their SHA-256 beside them:
 * `npm run kernels`, or `npm run kernels -- fft` for one.
 *
 * The same source gives the same bytes on every machine. Relaxed SIMD stays off: its results depend on the processor.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const FLAGS = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory"];

const folder = fileURLToPath(new URL("./kernels/", import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(folder).flatMap((entry) => (entry.endsWith(".ts") ? [entry.slice(0, -3)] : []));
for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const { error, stderr } = await asc.main([`${name}.ts`, "--baseDir", folder, "--outFile", `compiled/${name}.wasm`, ...FLAGS]);
  if (error !== null) throw new Error(`${name}.ts: ${error.message}\n${stderr.toString()}`);
}
const sums = readdirSync(`${folder}compiled`)
  .filter((entry) => entry.endsWith(".wasm"))
  .map(
    (entry) =>
      `${createHash("sha256")
        .update(readFileSync(`${folder}compiled/${entry}`))
        .digest("hex")}  ${entry}\n`,
  );
writeFileSync(`${folder}compiled/SHA256SUMS`, sums.join(""));
