// The entry of a worker thread: Node 20 does not read TypeScript by itself, and hooks of the main thread do not reach here.
import { register } from "tsx/esm/api";

register();
const { default: make } = await import("./jobs.ts");
export default make;
