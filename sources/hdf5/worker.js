// The entry of the thread that reads HDF5: Node 20 does not read TypeScript by itself, and hooks of the main thread do not reach here.
import { parentPort } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { serve } = await import("./serve.ts");
await serve(parentPort);
