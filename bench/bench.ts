/**
 * `npm run bench`: how long our own work takes, and how much memory.
 *
 * Each case at each size has a process of its own, so that neither compiled code nor memory of one tells on another.
 * Three turns warm it up; then it runs for two seconds, at least ten times. Median, quartiles and the peak of memory are printed.
 */
import { parseArgs } from "node:util";
import { findCases } from "./harness/case.ts";
import { load, machine } from "./harness/machine.ts";
import { quantile } from "./harness/statistics.ts";
import { Server } from "./harness/talk.ts";
import { columns, short } from "./harness/text-table.ts";

const WARM_UP_TURNS = 3;
const LEAST_SECONDS = 2;
const LEAST_RUNS = 10;
/** Work that takes longer than this is slow enough for few runs. */
const ENOUGH_SECONDS = 20;

interface Measured {
  readonly case: string;
  readonly size: string;
  readonly runs: number;
  /** Wall time of one run [s]. */
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** Peak memory of the process [bytes]. */
  readonly memory: number;
  /** The machine's load while it ran. */
  readonly load: string;
}

async function measure(id: string, size: string): Promise<Measured> {
  const server = Server.ours();
  try {
    await server.ask({ do: "load", case: id, size });
    const seconds: number[] = [];
    let total = 0;
    for (let turn = 0; turn < WARM_UP_TURNS && total < ENOUGH_SECONDS; turn++) {
      total += (await server.turn(0.1)).seconds.reduce((sum, value) => sum + value, 0);
    }
    total = 0;
    while (total < LEAST_SECONDS || (seconds.length < LEAST_RUNS && total < ENOUGH_SECONDS)) {
      const turn = await server.turn(0.1);
      seconds.push(...turn.seconds);
      total += turn.seconds.reduce((sum, value) => sum + value, 0);
    }
    const { bytes } = await server.ask<{ bytes: number }>({ do: "memory" });
    return {
      case: id,
      size,
      runs: seconds.length,
      median: quantile(seconds, 0.5),
      quartiles: [quantile(seconds, 0.25), quantile(seconds, 0.75)],
      memory: bytes,
      load: load(),
    };
  } finally {
    server.close();
  }
}

const { values, positionals } = parseArgs({ options: { json: { type: "boolean", default: false } }, allowPositionals: true });
const results: Measured[] = [];
for (const [id, work] of await findCases(positionals)) {
  for (const { name } of work.sizes) {
    if (!values.json) process.stderr.write(`${id} ${name} ..\n`);
    results.push(await measure(id, name));
  }
}

if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
else {
  const rows = results.map(({ case: id, size, runs, median, quartiles, memory, load }) => [
    id,
    size,
    short(1000 * median),
    `${short(1000 * quartiles[0])} .. ${short(1000 * quartiles[1])}`,
    String(runs),
    String(Math.round(memory / 2 ** 20)),
    load,
  ]);
  const head = ["case", "size", "median [ms]", "quartiles [ms]", "runs", "peak memory [MiB]", "load"];
  process.stdout.write(`${machine()}\n\n${columns([head, ...rows])}\n`);
}
