#!/usr/bin/env node
// Node 20 does not read TypeScript by itself: tsx teaches it, then the command line takes over.
import { register } from "tsx/esm/api";

register();
const { main } = await import("../pipeline/cli.ts");
process.exitCode = await main(process.argv.slice(2));
