/** The virtual environment of the peers: made once from bench/peers/requirements.txt, or one that the user names. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const requirements = fileURLToPath(new URL("../peers/requirements.txt", import.meta.url));
const ownEnvironment = fileURLToPath(new URL("../../out/bench/venv", import.meta.url));

/** @returns the interpreter; the first call with an environment that is not there yet makes it, which takes minutes */
export function pythonOf(environment: string = ownEnvironment): string {
  const interpreter = join(environment, "bin", "python");
  if (!existsSync(interpreter)) {
    execFileSync("python3", ["-m", "venv", environment], { stdio: "inherit" });
    execFileSync(interpreter, ["-m", "pip", "install", "--quiet", "--requirement", requirements], { stdio: "inherit" });
  }
  return interpreter;
}

/** Names of the packages that are held against us. */
export function peerPackages(): string[] {
  return readFileSync(requirements, "utf8")
    .split("\n")
    .filter((line) => line.includes("=="))
    .map((line) => line.split("==")[0]);
}
