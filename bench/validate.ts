/**
 * `npm run validate`: our degradations against other people's. Every validation of bench/validation runs and docs/validation.md is written
 * from what was found. A finding that is not what it should be is marked and fails.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { referenceOf } from "./harness/accuracy.ts";
import { peerPackages, pythonOf } from "./harness/python.ts";
import { Server } from "./harness/talk.ts";
import { columns, markdown, short } from "./harness/text-table.ts";
import { type Finding, findValidations, holds } from "./harness/validation.ts";

const { values, positionals } = parseArgs({ options: { venv: { type: "string" } }, allowPositionals: true });
const python = Server.python(pythonOf(values.venv));
const sections: string[] = [];
for (const [id, { title, about, findings }] of await findValidations(positionals)) {
  const found: Finding[] = [];
  for await (const finding of findings(referenceOf(id, python, "validation"))) found.push(finding);
  const rows = found.map((finding) => [
    finding.of,
    finding.whose,
    short(finding.measured),
    finding.atMost === undefined ? `at least ${short(finding.atLeast!)}` : `at most ${short(finding.atMost)}`,
    holds(finding) ? "" : "NOT SO",
  ]);
  const table = [["", "whose", "measured", "expected", ""], ...rows];
  process.stdout.write(`${title}\n${columns(table, 2)}\n\n`);
  sections.push(`## ${title[0].toUpperCase()}${title.slice(1)}\n\n${about}\n\n${markdown(table, 2)}\n`);
  if (!found.every(holds)) process.exitCode = 1;
}
const versions = await python.ask<Record<string, string>>({ do: "versions", names: peerPackages() });
python.close();

const document = `# Validation against independent implementations

Made by \`npm run validate\`; do not edit. Same input on both sides, in one run. Where another library's result is not what the machine would
give, both are held against the closed form, and the table shows by how much theirs misses it.

Against: ${Object.entries(versions)
  .map(([name, version]) => `${name} ${version}`)
  .join(", ")}.

${sections.join("\n")}`;
if (positionals.length === 0) writeFileSync(new URL("../docs/validation.md", import.meta.url), document);
