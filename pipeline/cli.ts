/** The command line: medq. Exit 0 done, 1 failed, 2 misused. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { ENGINES, type EngineName } from "../generators/signal/engine-for.ts";
import { MedqError } from "../manifests/error.ts";
import { SLICE_AXES } from "../sources/acquisition.ts";
import { apply } from "./apply.ts";
import { build, degradedImages, items } from "./build.ts";
import { collect } from "./collect.ts";
import { type Context, defaultOut, openContext } from "./context.ts";
import { countChanges, describeChanges } from "./diff.ts";
import { writeDropped } from "./dropped.ts";
import { healing } from "./healing.ts";
import { ingest } from "./ingest.ts";
import { LISTS, type ListName, list } from "./list.ts";
import { watchProgress } from "./progress.ts";
import { comparePublished, findRelease, publish } from "./published.ts";
import { isStorageFailure } from "./report.ts";
import { verify } from "./verify.ts";

interface RunFlags {
  readonly out: string;
  readonly workers?: number;
  readonly engine: EngineName;
  readonly json?: boolean;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Expected a whole number from 1 up.");
  return value;
};
const planeIndex = (text: string): number => {
  const value = Number(text);
  if (text === "" || !Number.isInteger(value) || value < 0) throw new InvalidArgumentError("Expected a whole number from 0 up.");
  return value;
};
const severity = (text: string): number => {
  const value = Number(text);
  if (text === "" || !(value >= 0 && value <= 1)) throw new InvalidArgumentError("Expected a number from 0 to 1.");
  return value;
};
const assignment = (text: string, before: Readonly<Record<string, number>>): Record<string, number> => {
  const [, name, value] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? [];
  if (name === undefined || !Number.isFinite(Number(value))) throw new InvalidArgumentError("Expected parameter=number.");
  return { ...before, [name]: Number(value) };
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const printJson = (value: unknown): void => print(JSON.stringify(value));

/** Two columns or more, aligned. */
/** Given empty, a variable that was never set would write into whatever folder a person stands in. */
function folder(path: string): string {
  if (path === "") throw new InvalidArgumentError("Expected a folder, got an empty text.");
  return resolve(path);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(cell.length, all[i] ?? 0)), []);
  for (const row of rows) print(row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join("  "));
}

/** @param args as after `medq` @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Command("medq")
    .description("Casts versioned benchmark releases for medical image quality.")
    .version((JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version)
    .option("--trace", "show where in the code an error arose")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });

  addLists(program);
  addApply(program);
  addStages(program, (result) => {
    code = result;
  });
  addReleases(program, (result) => {
    code = result;
  });

  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return explain(error, program.opts<{ trace?: boolean }>().trace === true);
  }
}

function explain(error: unknown, trace: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof MedqError) {
    process.stderr.write(`${error.code}  ${error.message}\n`);
    if (trace) process.stderr.write(`${error.stack}\n`);
    return error.code === "E_USAGE" ? 2 : 1;
  }
  if (isStorageFailure(error)) {
    process.stderr.write(
      `E_STORAGE  the output folder: Expected to write there, got ${(error as Error).message}. Free some space or name another folder with --out.\n`,
    );
    return 1;
  }
  const detail = error instanceof Error ? (trace ? error.stack : error.message) : String(error);
  process.stderr.write(`E_INTERNAL  A defect of medq's own: ${detail}\n${trace ? "" : "Run again with --trace to see where.\n"}`);
  return 1;
}

function addLists(program: Command): void {
  program
    .command("list")
    .description("what there is")
    .argument("[what]", LISTS.join(" | "))
    .option("--json", "for a program")
    .action(async (what: string | undefined, { json }: { json?: boolean }) => {
      if (what !== undefined && !LISTS.includes(what as ListName)) {
        throw new MedqError(
          "E_USAGE",
          `Expected one of ${LISTS.join(", ")}, got "${what}"`,
          "medq list",
          "Leave it out to see everything.",
        );
      }
      const asked = what === undefined ? LISTS : [what as ListName];
      const lists = Object.fromEntries(await Promise.all(asked.map(async (name) => [name, await list(name)] as const)));
      if (json) return printJson(what === undefined ? lists : lists[what]);
      for (const [name, rows] of Object.entries(lists)) {
        if (what === undefined) print(`${name}:`);
        printTable(rows.map((row) => [row.name, row.title]));
        if (what === undefined) print("");
      }
    });
}

function addApply(program: Command): void {
  program
    .command("apply")
    .description("one degradation on one image, to look at")
    .argument("<input>", "a file that a reader takes, or phantom:<modality>[:<seed>]")
    .requiredOption("--degradation <id>", "such as mri/rigid-motion")
    .option("--severity <number>", "0 (nothing) to 1 (severe)", severity, 2 / 3)
    .option("--seed <text>", "decides every random draw", "1")
    .option("--set <parameter=value>", "fix a physical parameter, in its unit, instead of the ladder's value (repeatable)", assignment, {})
    .option("--reconstruction <name>", "show it through another reconstruction than its own (medq list modalities --json)")
    .option("--modality <name>", "for a degradation of the display")
    .option("--plane <index>", "of a file that holds several; left out: the middle one", planeIndex)
    .addOption(
      new Option("--slice-axis <axis>", "of a NIfTI volume, along which its slices follow each other; left out: as the file says").choices(
        SLICE_AXES,
      ),
    )
    .requiredOption("--out <folder>", "where the files go", folder)
    .option("--json", "print the record")
    .action(async (input: string, { json, ...options }: Parameters<typeof apply>[1] & { json?: boolean }) => {
      const record = await apply(input, options);
      if (json) return printJson(record);
      print(`${options.degradation} at severity ${options.severity} on ${input}: ${JSON.stringify(record.effect)}`);
      print(`Written: clean.npy degraded.npy clean.png degraded.png record.json in ${resolve(options.out)}`);
    });
}

const engineOption = (): Option =>
  new Option("--engine <name>", "where transforms are computed: cpu is the reference, gpu and auto are within a tolerance of it")
    .choices(ENGINES)
    .default("cpu");

function runOptions(command: Command): Command {
  return command
    .option("--out <folder>", "where store/ and releases/ go", folder, defaultOut)
    .option("--workers <count>", "worker threads; left out: every core", wholeNumber)
    .addOption(engineOption())
    .option("--json", "print the result for a program");
}

/** Runs something over a recipe with progress, closes what it opened, and reports what was dropped. @returns the exit code */
async function over(
  recipe: string,
  flags: RunFlags,
  run: (context: Context) => Promise<Record<string, unknown> & { readonly lines: readonly string[] }>,
): Promise<number> {
  const watcher = watchProgress();
  const { out, engine, workers } = flags;
  const context = await openContext(recipe, { out, engine, watcher, ...(workers !== undefined && { workers }) });
  try {
    let droppedFile: string | undefined;
    const { lines, ...result } = await healing(context, () => run(context)).finally(async () => {
      droppedFile = await writeDropped(context);
    });
    watcher.close();
    const { made, found, refusals } = context.report;
    const dropped = context.report.dropCounts();
    if (flags.json) printJson({ ...result, made, found, dropped, droppedFile: droppedFile ?? null });
    else {
      for (const [reason, count] of Object.entries(dropped)) print(`Dropped: ${reason}: ${count}`);
      print(`Images: ${made} made, ${found} found ready.`);
      for (const line of lines) print(line);
      if (droppedFile !== undefined) print(`Refused: ${refusals.size}, each with what to do: ${droppedFile}`);
    }
    return context.report.failedInternally ? 1 : 0;
  } finally {
    watcher.close();
    await context.workers.close();
  }
}

async function count(records: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of records) total++;
  return total;
}

function addStages(program: Command, exit: (code: number) => void): void {
  const stages = {
    ingest: ["read sources and draw phantoms: clean images", ingest],
    collect: ["read AI-generated samples: clean images", collect],
    degrade: ["clean and degraded images", degradedImages],
    ask: ["questions, descriptions and comparisons", items],
  } as const;
  for (const [name, [description, stage]] of Object.entries(stages)) {
    runOptions(program.command(name).description(`one stage, with those before it: ${description}`).argument("<recipe>")).action(
      async (recipe: string, flags: RunFlags) => {
        exit(
          await over(recipe, flags, async (context) => {
            const records = await count(stage(context));
            return { stage: name, records, lines: [`${name}: ${records} records.`] };
          }),
        );
      },
    );
  }
  for (const [name, description] of [
    ["release", "cast the release; what is not made yet is made"],
    ["build", "all stages: ingest, collect, degrade, ask, release"],
  ] as const) {
    runOptions(program.command(name).description(description).argument("<recipe>"))
      .option("--publish", "put the release's text under manifests/releases, with what changed")
      .action(async (recipe: string, flags: RunFlags & { publish?: boolean }) =>
        exit(await over(recipe, flags, (context) => cast(context, flags.publish === true))),
      );
  }
}

async function cast(context: Context, publishing: boolean) {
  const { name, version } = context.recipe;
  const { folder, gallery, counts, changed } = await build(context);
  const published = publishing ? await publish(folder, name, version) : undefined;
  const state = await comparePublished(folder, name, version);
  const stateLine = {
    unpublished: [],
    equal: ["It equals the published release, byte for byte."],
    different: [
      `It DIFFERS from what is published as ${name} ${version}: \`medq diff ${name}/${version} manifests/releases/${name}/${version}\` counts how; raise \`version\` to publish it.`,
    ],
  }[state];
  return {
    release: `${name}/${version}`,
    folder,
    gallery,
    images: counts.images,
    items: counts.items,
    changed,
    published: published ?? null,
    publishedState: state,
    lines: [
      `${changed ? "Cast" : "Nothing to do:"} ${name} ${version}: ${counts.images} images, ${counts.items} items.`,
      ...stateLine,
      ...(published === undefined ? [] : [`Published: ${published}`]),
      `Release: ${folder}`,
      `Gallery: ${gallery}`,
    ],
  };
}

function addReleases(program: Command, exit: (code: number) => void): void {
  program
    .command("verify")
    .description("rebuild a release and compare")
    .argument("<release>", "a folder, <name>/<version> or <name>")
    .option("--sample <count>", "only the pixels of so many images: no question is checked", wholeNumber)
    .option(
      "--base <folder>",
      "where the YAML files that its recipe names are, there or in a folder below (left out: manifests/recipes)",
      (path) => resolve(path),
    )
    .option("--out <folder>", "where releases/ is", folder, defaultOut)
    .option("--workers <count>", "worker threads; left out: every core", wholeNumber)
    .addOption(engineOption())
    .option("--json", "for a program")
    .action(
      async (
        reference: string,
        { json, out, ...flags }: { json?: boolean; out: string; sample?: number; base?: string; workers?: number; engine: EngineName },
      ) => {
        const watcher = watchProgress();
        const folder = await findRelease(reference, out);
        const { checked, differences } = await verify(folder, { ...flags, watcher }).finally(() => watcher.close());
        if (json) printJson({ release: folder, checked, differences });
        else {
          for (const difference of differences) print(difference);
          print(`${checked} checked, ${differences.length} differences: ${folder}`);
          if (flags.sample !== undefined) print("No question was checked: leave --sample out for that.");
        }
        exit(differences.length === 0 ? 0 : 1);
      },
    );
  program
    .command("diff")
    .description("what changed between two releases, counted")
    .argument("<before>")
    .argument("<after>")
    .addOption(new Option("--out <folder>", "where releases/ is").default(defaultOut).argParser(folder))
    .option("--json", "for a program")
    .action(async (before: string, after: string, { json, out }: { json?: boolean; out: string }) => {
      const changes = await countChanges(await findRelease(before, out), await findRelease(after, out));
      if (json) printJson(changes);
      else print(describeChanges(before, after, changes));
    });
}
