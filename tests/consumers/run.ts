/**
 * `npm run test:consumers [-- RELEASE]`: the tables through the programs that read them, in Python (test_*.py beside this file).
 *
 * RELEASE is a release's folder; left out, the demo release, cast first where it is not there as the code makes it now. The Python packages are
 * installed under out/ on the first run. Without Python or its package index nothing is tested and the last line says why;
 * with --required that fails.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readYaml } from "../../manifests/read.ts";
import { recipe } from "../../manifests/schema/recipe.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const project = resolve(here, "../..");
const out = join(project, "out");
const environment = join(out, "consumers/venv");
const OLDEST_PYTHON = [3, 11] as const;
const TRIES = 3;

const { values, positionals } = parseArgs({ options: { required: { type: "boolean", default: false } }, allowPositionals: true });

function skip(reason: string): never {
  process.stdout.write(`0 passed, ${values.required ? 1 : 0} failed, skipped: ${reason}\n`);
  process.exit(values.required ? 1 : 0);
}

/** The environment's interpreter; it is made anew where the requirements are others than those it was made from. */
function python(): string {
  const interpreter = join(environment, "bin/python");
  const requirements = join(here, "requirements.txt");
  const stamp = join(environment, "made-from.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return interpreter;
  const version = spawnSync("python3", ["-c", `import sys; sys.exit(sys.version_info < (${OLDEST_PYTHON}))`]);
  if (version.status !== 0) skip(`Python ${OLDEST_PYTHON.join(".")} or later is needed (python3)`);
  rmSync(environment, { recursive: true, force: true });
  const made = spawnSync("python3", ["-m", "venv", environment], { encoding: "utf8" });
  if (made.status !== 0) skip(`python3 cannot make a virtual environment: ${lastLine(made.stdout + made.stderr)}`);
  process.stdout.write("Installing the consumers' packages under out/consumers ...\n");
  let told = "";
  for (let i = 0; i < TRIES; i++) {
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", requirements];
    const installed = spawnSync(interpreter, install, { encoding: "utf8" });
    if (installed.status === 0) {
      writeFileSync(stamp, wanted);
      return interpreter;
    }
    told = lastLine(installed.stderr);
  }
  skip(`the packages could not be installed: ${told}`);
}

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)!;

/** Casts a recipe and gives the release's folder. */
async function cast(path: string, to: string): Promise<string> {
  const { name, version } = await readYaml(path, recipe);
  process.stdout.write(`Casting ${name} ${version} ...\n`);
  const built = spawnSync(process.execPath, [join(project, "bin/medq.js"), "build", path, "--out", to], { encoding: "utf8" });
  if (built.status !== 0) {
    process.stdout.write(`${built.stderr.split("\n").slice(-5).join("\n")}\n0 passed, 1 failed: ${path} could not be cast\n`);
    process.exit(1);
  }
  return join(to, "releases", name, version);
}

const interpreter = python();
const release = positionals[0] === undefined ? await cast(join(project, "manifests/recipes/demo.yaml"), out) : resolve(positionals[0]);
const other = await cast(join(here, "other.yaml"), join(out, "consumers"));
process.stdout.write(`Testing ${release}\n`);
const { status } = spawnSync(interpreter, [here], {
  stdio: "inherit",
  env: { ...process.env, MEDQ_RELEASE: release, MEDQ_OTHER_RELEASE: other, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
});
process.exit(status ?? 1);
