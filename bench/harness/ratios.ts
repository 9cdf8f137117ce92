/** Comparisons with other libraries, as tables: on the terminal, and as docs/performance.md. */
import { columns, markdown, short } from "./text-table.ts";

export interface Compared {
  readonly case: string;
  readonly title: string;
  readonly size: string;
  readonly against: string;
  /** Our time over theirs: the median and quartiles over the rounds. */
  readonly ratio: number;
  readonly quartiles: readonly [number, number];
  readonly rounds: number;
  /** Processor time over wall time, ours and theirs. */
  readonly cores: readonly [number, number];
  readonly target?: number;
  readonly agreement: { readonly measure: string; readonly difference: number; readonly tolerance: number };
  readonly agrees: boolean;
  readonly note?: string;
}

const HEAD = ["work", "against", "ours / theirs", "quartiles", "at most", "", "results differ by", "allowed"];

function row({ title, size, against, ratio, quartiles, target, agreement, agrees }: Compared): string[] {
  return [
    `${title}, ${size}`,
    against,
    short(ratio),
    `${short(quartiles[0])} .. ${short(quartiles[1])}`,
    target === undefined ? "" : short(target),
    target === undefined ? "" : ratio <= target ? "reached" : "missed",
    `${short(agreement.difference)}${agrees ? "" : " DISAGREES"}`,
    short(agreement.tolerance),
  ];
}

export const terminalTable = (results: readonly Compared[]): string => columns([HEAD, ...results.map(row)]);

/** Notes and measures that several rows share, once each. */
function once(results: readonly Compared[], line: (result: Compared) => string | undefined): string[] {
  return [...new Set(results.map(line))].filter((each) => each !== undefined);
}

export function performanceDocument(
  results: readonly Compared[],
  about: { readonly machine: string; readonly load: string; readonly versions: Readonly<Record<string, string>> },
): string {
  const versions = Object.entries(about.versions).map(([name, version]) => `${name} ${version}`);
  const targets = results.filter(({ target }) => target !== undefined);
  const missed = targets.filter(({ ratio, target }) => ratio > target!);
  const busy = (side: 0 | 1): string => short(Math.max(...results.map(({ cores }) => cores[side])));
  return `# Performance against other libraries

Made by \`npm run bench:peers\`; do not edit. bench/README.md says how the times are taken.

- Our time / theirs, one thread against one thread, same run, same input. Below 1 we are faster. Ratios carry over to other machines better than times do.
- ${about.machine}; load ${about.load}. At most ${busy(0)} cores busy on our side (the engine compiles and collects garbage beside us), ${busy(1)} on theirs.
- ${versions.join(", ")}.
- Targets: ${targets.length - missed.length} of ${targets.length} reached.

${markdown([HEAD, ...results.map(row)])}

## What is timed

${once(results, ({ title, against, note }) => note && `- **${title}** against ${against}: ${note}`).join("\n")}

## How results are compared

${once(results, ({ title, against, agreement }) => `- **${title}** against ${against}: ${agreement.measure}.`).join("\n")}
`;
}
