/** One pool of worker threads for everything that makes pixels; the main thread only plans, orders and writes releases. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { type BegunParts, giveUp } from "../generators/signal/parts.ts";
import { MedqError } from "../manifests/error.ts";
import type { Job, Made, Outcome } from "./jobs.ts";

export interface Workers {
  readonly count: number;
  /** Makes the entry of a job's key in the store, unless it is there. @throws MedqError what the job was refused for */
  make(job: Job): Promise<Made>;
  close(): Promise<void>;
}

export const defaultWorkerCount = (): number => availableParallelism();

export function startWorkers(count: number): Workers {
  let pool: Piscina | undefined;
  const start = (): Piscina => {
    const threads = new Piscina({
      filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
      execArgv: [],
      minThreads: count,
      maxThreads: count,
      idleTimeout: 60_000,
    });
    // A thread offers the parts of its image to others: images that wait come first.
    threads.on("message", (parts: BegunParts) => {
      if (threads.queueSize > 0) return;
      for (let others = 1; others < Math.min(count, parts.count); others++) threads.run(parts).catch(() => giveUp(parts));
    });
    return threads;
  };
  return {
    count,
    async make(job) {
      // Threads start with the first job: a build that finds everything made needs none.
      pool ??= start();
      const outcome: Outcome = await pool.run(job);
      if (outcome.made !== undefined) return outcome.made;
      const { code, problem, where, advice } = outcome.refused;
      throw new MedqError(code, problem, where, advice);
    },
    async close() {
      await pool?.destroy();
    },
  };
}
