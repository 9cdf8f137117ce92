/**
 * `npm run accuracy`: how exact the kernels are. Every table of bench/accuracy is computed and docs/accuracy.md is written from them.
 * An error above its bound is marked and fails.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findTables, type Row, referenceOf } from "./harness/accuracy.ts";
import { peerPackages, pythonOf } from "./harness/python.ts";
import { Server } from "./harness/talk.ts";
import { columns, markdown, short } from "./harness/text-table.ts";

const { values, positionals } = parseArgs({ options: { venv: { type: "string" } }, allowPositionals: true });
const python = Server.python(pythonOf(values.venv));
const sections: string[] = [];
for (const [id, { title, measure, bound, rows }] of await findTables(positionals)) {
  const found: Row[] = [];
  for await (const row of rows(referenceOf(id, python))) found.push(row);
  const cells = found.map(({ of, error, bound }) => [of, short(error), short(bound), error <= bound ? "" : "EXCEEDED"]);
  const table = [["", "error", "at most", ""], ...cells];
  process.stdout.write(`${title}\n${columns(table, 1)}\n\n`);
  sections.push(`## ${title[0].toUpperCase()}${title.slice(1)}\n\n${measure} ${bound}\n\n${markdown(table, 1)}\n`);
  if (found.some(({ error, bound }) => !(error <= bound))) process.exitCode = 1;
}
const versions = await python.ask<Record<string, string>>({ do: "versions", names: peerPackages() });
python.close();

const document = `# Accuracy of the kernels

Made by \`npm run accuracy\`; do not edit. References are computed with numpy ${versions.numpy} (80-bit extended precision), mpmath ${versions.mpmath} and
scipy ${versions.scipy}, or are closed forms. Our results have the same bits on every machine, so the errors do too, as far as the reference does not round.

${sections.join("\n")}`;
if (positionals.length === 0) writeFileSync(new URL("../docs/accuracy.md", import.meta.url), document);
