/**
 * Our side of a measurement: a process that prepares one case and runs it on request. bench/peers/serve.py is its mirror.
 *
 * One JSON object a line, in on stdin and out on stdout:
 *   { do: "load", case, size, folder? }   prepares the case; with a folder, writes its inputs there for a peer
 *   { do: "run", least }                  runs it again and again for at least so many seconds -> { seconds: [one a run], cpu }
 *   { do: "save", file }                  writes its output as .npy
 *   { do: "memory" }                      -> { bytes }, the peak of the process
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { writeNpy } from "../../sources/npy.ts";
import { findCases, type Prepared, sizeOf } from "./case.ts";

type Request =
  | { readonly do: "load"; readonly case: string; readonly size: string; readonly folder?: string }
  | { readonly do: "run"; readonly least: number }
  | { readonly do: "save"; readonly file: string }
  | { readonly do: "memory" };

let prepared: Prepared | undefined;

async function answer(request: Request): Promise<object> {
  if (request.do === "load") return load(request);
  if (prepared === undefined) throw new RangeError(`Expected a case to be loaded before "${request.do}"`);
  if (request.do === "run") return run(prepared, request.least);
  if (request.do === "memory") return { bytes: prepared.peakMemory?.() ?? process.resourceUsage().maxRSS * 1024 };
  if (prepared.output === undefined) throw new RangeError("Expected a case with an output to compare");
  writeFileSync(request.file, writeNpy(await prepared.output()));
  return {};
}

async function load({ case: id, size, folder }: Extract<Request, { do: "load" }>): Promise<object> {
  const work = (await findCases([id])).get(id)!;
  prepared = await work.prepare(sizeOf(work, size));
  if (folder !== undefined) {
    for (const [name, array] of Object.entries(prepared.inputs ?? {})) writeFileSync(join(folder, `${name}.npy`), writeNpy(array));
  }
  return {};
}

async function run(work: Prepared, least: number): Promise<object> {
  const seconds: number[] = [];
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  let last = start;
  do {
    const result = work.run();
    if (result instanceof Promise) await result;
    const now = process.hrtime.bigint();
    seconds.push(Number(now - last) / 1e9);
    last = now;
  } while (Number(last - start) / 1e9 < least);
  const { user, system } = process.cpuUsage(before);
  return { seconds, cpu: (user + system) / 1e6 };
}

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line)).catch((error: Error) => ({ error: error.stack }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
