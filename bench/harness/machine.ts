/** What the numbers were taken on. */
import { cpus, loadavg } from "node:os";

/** "AMD EPYC, 2 cores, Node v20.20.2": without a host name or anything else that is a person's. */
export function machine(): string {
  const processors = cpus();
  return `${processors[0]?.model.trim() ?? process.arch}, ${processors.length} cores, Node ${process.version}`;
}

/** Tasks that run or wait, over the last minute: above the number of cores, timings stretch. */
export const load = (): string => loadavg()[0].toFixed(1);
