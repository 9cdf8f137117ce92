// The entry of a worker thread: Node 20 does not read TypeScript by itself, and hooks of the main thread do not reach here.
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { default: work } = await import("./jobs.ts");
const { setCall } = await import("../generators/signal/parts.ts");
// The pool hears it and asks the threads that have nothing to do.
setCall((parts) => parentPort.postMessage(parts));
export default work;
