/**
 * `npm run text-only -- RELEASE`: what a model that reads only the words wins on a release's perception questions, by type:
 * trained on dev and asked test, the other way round, and ten folds over both. Beyond two standard errors of chance is marked.
 */
import type { PerceptionItem } from "../manifests/schema/item.ts";
import { readManifest } from "../pipeline/records.ts";
import { type Guessed, guess, summary, TYPES } from "../pipeline/release/text-only.ts";
import { columns } from "./harness/text-table.ts";

const FOLDS = 10;

const items: PerceptionItem[] = [];
for await (const record of readManifest(process.argv[2] ?? "manifests/releases/demo/1.2.0"))
  if (record.kind === "item" && record.task === "perception") items.push(record);

/** Every question asked once, by a model trained on the other folds; the keys, which are hashes, say which fold. */
function folded(asked: readonly PerceptionItem[]): Guessed {
  const foldOf = ({ key }: PerceptionItem): number => Number.parseInt(key.slice(0, 8), 16) % FOLDS;
  const parts = Array.from({ length: FOLDS }, (_, fold) => asked.filter((item) => foldOf(item) === fold));
  const right = parts.flatMap((part, fold) =>
    guess(
      asked.filter((item) => foldOf(item) !== fold),
      part,
    ),
  );
  return summary(parts.flat(), right);
}

const percent = (value: number): string => (100 * value).toFixed(1);
const shown = ({ count, accuracy, chance, standardError }: Guessed): string[] => {
  const z = (accuracy - chance) / standardError;
  return [`${count}`, percent(accuracy), percent(chance), percent(standardError), z.toFixed(1), Math.abs(z) > 2 ? "BEYOND 2" : ""];
};

const table = [["", "questions", "accuracy %", "chance %", "standard error %", "z", ""]];
for (const type of TYPES) {
  const [dev, test] = (["dev", "test"] as const).map((split) => items.filter((item) => item.type === type && item.split === split));
  table.push([`${type}, dev to test`, ...shown(summary(test!, guess(dev!, test!)))]);
  table.push([`${type}, test to dev`, ...shown(summary(dev!, guess(test!, dev!)))]);
  table.push([`${type}, ${FOLDS} folds`, ...shown(folded([...dev!, ...test!]))]);
}
process.stdout.write(`${columns(table, 1)}\n`);
