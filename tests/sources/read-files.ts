/** Opens the files named on the command line and decodes up to three planes of each; one JSON line per file, with the time and the memory it took. */
import { MedqError } from "../../manifests/error.ts";
import { openFile } from "../../sources/open.ts";

/** What became of a file. */
export interface Outcome {
  readonly path: string;
  readonly outcome: "read" | "rejected" | "defect";
  readonly code?: string;
  readonly problem: string;
  readonly advice?: string;
  readonly seconds: number;
  /** Peak resident memory of the process so far [MiB]. */
  readonly memory: number;
}

async function decode(path: string): Promise<Pick<Outcome, "outcome" | "code" | "problem" | "advice">> {
  try {
    const scan = await openFile(path, { groupingKey: new Uint8Array(32) });
    for (let index = 0; index < Math.min(scan.planeCount, 3); index++) {
      const { coils, rows, columns, channels, complex, data } = await scan.plane(index);
      const count = coils * rows * columns * channels * (complex ? 2 : 1);
      if (data.length !== count || count === 0) return { outcome: "defect", problem: `${data.length} samples for ${count}` };
      if (!data.every(Number.isFinite)) return { outcome: "defect", problem: `plane ${index} is not finite` };
    }
    return { outcome: "read", problem: "" };
  } catch (error) {
    if (!(error instanceof MedqError)) return { outcome: "defect", problem: String(error) };
    return { outcome: "rejected", code: error.code, problem: error.problem, advice: error.advice };
  }
}

for (const path of process.argv.slice(2)) {
  const start = performance.now();
  const result = await decode(path);
  const outcome: Outcome = { path, ...result, seconds: (performance.now() - start) / 1000, memory: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
