/**
 * `npm run bench:peers`: the same work on the same input, ours and a library's in turns, and the ratio of their times.
 *
 * Both sides stay loaded; each takes a turn of some 50 ms or one run, again and again, so that whatever else the machine does falls on both.
 * A turn's time is the median of its runs, a round's ratio that of its two turns; the median and quartiles of the ratios are printed.
 * Before that the results are held against each other: a disagreement is printed and fails.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readNpy } from "../sources/npy.ts";
import { type AnyCase, findCases, type Peer, type Size, sizeOf } from "./harness/case.ts";
import { load, machine } from "./harness/machine.ts";
import { peerPackages, pythonOf } from "./harness/python.ts";
import { type Compared, performanceDocument, terminalTable } from "./harness/ratios.ts";
import { median, quantile } from "./harness/statistics.ts";
import { Server, type Turn } from "./harness/talk.ts";

const TURN_SECONDS = 0.05;
const WARM_UP = { turns: 3, seconds: 10 };
/** Rounds go on until there are enough of them and they have lasted long enough; slow work stops at the fewest. */
const ROUNDS = { fewest: 3, enough: 7, leastSeconds: 4, mostSeconds: 60 };

const { values, positionals } = parseArgs({
  options: { venv: { type: "string" }, json: { type: "boolean", default: false } },
  allowPositionals: true,
});

const python = Server.python(pythonOf(values.venv));
const versions = await python.ask<Record<string, string>>({ do: "versions", names: peerPackages() });
const loadBefore = load();
const results: Compared[] = [];
for (const [id, work] of await findCases(positionals)) {
  for (const peer of work.peers ?? []) {
    for (const name of peer.sizes ?? work.sizes.map((size: Size) => size.name)) {
      process.stderr.write(`${id} ${name}: against ${peer.against} ..\n`);
      results.push(await compare(id, work, peer, sizeOf(work, name)));
    }
  }
}
python.close();

const about = { machine: machine(), versions, load: `${loadBefore} before, ${load()} after` };
if (values.json) process.stdout.write(`${JSON.stringify({ ...about, results }, null, 2)}\n`);
else process.stdout.write(`${about.machine}; load ${about.load}\n\n${terminalTable(results)}\n`);
if (positionals.length === 0) writeFileSync(new URL("../docs/performance.md", import.meta.url), performanceDocument(results, about));
if (results.some(({ agrees }) => !agrees)) process.exitCode = 1;

async function compare(id: string, work: AnyCase, peer: Peer<Size>, size: Size): Promise<Compared> {
  const folder = mkdtempSync(join(tmpdir(), "medq-bench-"));
  const ours = Server.ours();
  const theirs = "size" in peer.run ? Server.ours() : python;
  try {
    await ours.ask({ do: "load", case: id, size: size.name, folder });
    if ("size" in peer.run) await theirs.ask({ do: "load", case: id, size: peer.run.size });
    else await theirs.ask({ do: "load", ...peer.run, file: join("peers", peer.run.file), folder, size });
    const start = performance.now();
    for (let turn = 0; turn < WARM_UP.turns && performance.now() - start < 1000 * WARM_UP.seconds; turn++) {
      await ours.turn(TURN_SECONDS);
      await theirs.turn(TURN_SECONDS);
    }
    const saved = async (server: Server, name: string): Promise<Float64Array> => {
      const file = join(folder, name);
      await server.ask({ do: "save", file });
      return readNpy(readFileSync(file), name).data;
    };
    const agreement = typeof peer.agreement === "function" ? peer.agreement(size) : peer.agreement;
    const difference = agreement.difference(await saved(ours, "ours.npy"), await saved(theirs, "theirs.npy"));
    const rounds = await takeTurns(ours, theirs);
    const ratios = rounds.map(([a, b]) => median(a.seconds) / median(b.seconds));
    const target = typeof peer.target === "function" ? peer.target(size) : peer.target;
    return {
      case: id,
      title: work.title,
      size: size.name,
      against: peer.against,
      ratio: median(ratios),
      quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
      rounds: rounds.length,
      cores: [coresOf(rounds.map(([turn]) => turn)), coresOf(rounds.map(([, turn]) => turn))],
      ...(target !== undefined && { target }),
      agreement: { measure: agreement.measure, difference, tolerance: agreement.tolerance },
      agrees: difference <= agreement.tolerance,
      ...(peer.note !== undefined && { note: peer.note }),
    };
  } finally {
    ours.close();
    if (theirs !== python) theirs.close();
    rmSync(folder, { recursive: true });
  }
}

async function takeTurns(ours: Server, theirs: Server): Promise<[Turn, Turn][]> {
  const rounds: [Turn, Turn][] = [];
  const start = performance.now();
  const goesOn = (): boolean => {
    const elapsed = (performance.now() - start) / 1000;
    if (rounds.length < ROUNDS.fewest) return true;
    return (rounds.length < ROUNDS.enough || elapsed < ROUNDS.leastSeconds) && elapsed < ROUNDS.mostSeconds;
  };
  while (goesOn()) {
    rounds.push([await ours.turn(TURN_SECONDS), await theirs.turn(TURN_SECONDS)]);
  }
  return rounds;
}

/** @returns processor time over wall time: 1 for one busy thread */
function coresOf(turns: readonly Turn[]): number {
  const wall = turns.reduce((sum, { seconds }) => sum + seconds.reduce((total, value) => total + value, 0), 0);
  return turns.reduce((sum, { cpu }) => sum + cpu, 0) / wall;
}
