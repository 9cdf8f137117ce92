/** Ingest: phantoms and clinical datasets become clean image records, in the recipe's order. */
import { degradationsOf, find } from "../generators/catalogue.ts";
import { anatomyIn } from "../generators/modality.ts";
import { keyOf } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Crop } from "../sources/crop.ts";
import { findDataset, openDataset } from "../sources/dataset.ts";
import { requireModality } from "../sources/says.ts";
import type { Context } from "./context.ts";
import { windowOf } from "./context.ts";
import type { Ungrouped } from "./groups.ts";
import { inOrder } from "./in-order.ts";
import type { CleanSource, Made } from "./jobs.ts";

/** One clean image that is going to be made. */
export interface CleanPlan {
  readonly key: string;
  readonly origin: "clinical" | "phantom" | "generated";
  readonly modality: string;
  /** Undefined: what the phantom or the file says. */
  readonly anatomy: string | undefined;
  readonly making: ImageRecord["making"];
  readonly from: CleanSource;
  readonly source: ImageRecord["source"];
  readonly identities: readonly string[];
  readonly verdict: ImageRecord["verdict"];
}

/** Raised when readers make other acquisitions of the same files. */
export const INGEST_VERSION = 2;

/** Phantoms carry the project's own licence. */
const OWN_LICENCE = { spdx: "Apache-2.0", evidence: "LICENSE", redistribute: true };

export async function* ingest(context: Context): AsyncGenerator<Ungrouped> {
  yield* makeClean(context, "ingest", planIngest(context));
}

async function* planIngest(context: Context): AsyncGenerator<CleanPlan> {
  for (const entry of context.recipe.clean) {
    if ("phantom" in entry) {
      find(context.catalogue.phantoms, entry.phantom, "phantom");
      context.report.expect("ingest", entry.count);
      for (let index = 0; index < entry.count; index++) yield planPhantom(context, entry.phantom, `${context.recipe.seed}/${index}`);
    } else if ("dataset" in entry) {
      yield* planDataset(context, entry.dataset);
    }
  }
}

function planPhantom(context: Context, modality: string, seed: string): CleanPlan {
  const making = {
    operation: `phantom/${modality}`,
    version: context.catalogue.phantoms.get(modality)!.version,
    parameters: { modality, modalityVersion: find(context.catalogue.modalities, modality, "modality").version },
    seed,
  };
  return {
    key: keyOf({ ...making, parents: [] }),
    origin: "phantom",
    modality,
    anatomy: undefined,
    making,
    from: { kind: "phantom", seed },
    source: {
      name: `phantom:${modality}:${seed}`,
      origin: "phantom",
      licence: OWN_LICENCE,
      citation: "MedQ Foundry",
      inspected: { by: "drawn so", absent: "all", present: [] },
    },
    identities: [`phantom ${modality} ${seed}`],
    verdict: "good",
  };
}

async function* planDataset(context: Context, reference: string): AsyncGenerator<CleanPlan> {
  const { name, path } = findDataset(reference, context.recipeFolder);
  const { dataset, planes, withoutSubject } = await openDataset(
    path,
    (error) => context.report.refuse("ingest", error),
    ({ modality }, scan, file) => requireModality(scan, find(context.catalogue.modalities, modality, "modality"), file),
  );
  context.report.expect("ingest", planes.length);
  if (dataset.group !== undefined && withoutSubject > 0) {
    context.report.watcher.note(
      `ingest: ${withoutSubject} files of ${name} have a path that its \`group\` does not match: nothing but the files tells whose they are`,
    );
  }
  for (const { file, sha256, checksum, plane, identities } of planes) {
    yield planFile(context, {
      origin: "clinical",
      modality: dataset.modality,
      anatomy: dataset.anatomy,
      file,
      plane,
      source: {
        name,
        origin: "clinical",
        licence: dataset.licence,
        citation: dataset.citation,
        ...(dataset.inspected !== undefined && { inspected: dataset.inspected }),
      },
      identities,
      verdict: dataset.quality,
      // The dataset looked through it when it was planned.
      opening: { sha256, checksum, sliceAxis: dataset.sliceAxis, intact: true },
    });
  }
}

interface FilePlan extends Pick<CleanPlan, "origin" | "modality" | "anatomy" | "source" | "identities" | "verdict"> {
  readonly file: string;
  readonly plane: number;
  readonly crop?: Crop | undefined;
  readonly opening: Extract<CleanSource, { kind: "file" }>["opening"];
}

/** A plan for one plane of a file. The file's path may name a patient: only its checksum is recorded. */
export function planFile(context: Context, plan: FilePlan): CleanPlan {
  const { file, opening, plane, crop, ...rest } = plan;
  const modality = find(context.catalogue.modalities, plan.modality, "modality");
  if (plan.anatomy !== undefined && !Object.hasOwn(modality.anatomies, plan.anatomy)) {
    throw new MedqError(
      "E_SCHEMA",
      `Expected an anatomy of ${modality.title}, got "${plan.anatomy}"`,
      plan.source.name,
      `Known: ${Object.keys(modality.anatomies).join(", ")}.`,
    );
  }
  checkInspected(context, plan);
  const making = {
    operation: "ingest",
    version: INGEST_VERSION,
    parameters: {
      file: opening.checksum,
      plane,
      modality: plan.modality,
      modalityVersion: modality.version,
      ...(crop !== undefined && { crop }),
    },
  };
  return {
    ...rest,
    key: keyOf({ ...making, parents: [] }),
    making,
    from: { kind: "file", path: file, plane, opening, ...(crop !== undefined && { crop }) },
  };
}

/** One record a key: what came before under another name is counted, and not made twice. */
async function* distinct({ report, twins }: Context, stage: string, plans: AsyncIterable<CleanPlan>): AsyncGenerator<CleanPlan> {
  for await (const plan of plans) {
    const name = plan.from.kind === "file" ? plan.from.path : plan.source.name;
    const first = report.meet(plan.key, name);
    if (first === undefined) {
      yield plan;
      continue;
    }
    twins.set(plan.key, [...(twins.get(plan.key) ?? []), ...plan.identities]);
    const problem = plan.from.kind === "file" ? `the same file as ${first}` : "the same phantom a second time";
    report.refuse(stage, new MedqError("E_DUPLICATE", `Expected each image once, got ${problem}`, name, "Nothing is lost: leave one out."));
    report.advance(stage);
  }
}

/** Only an attribute that questions can ask about can be found or not found. @throws MedqError E_SCHEMA */
function checkInspected({ catalogue }: Context, { modality, source }: FilePlan): void {
  const known = new Set(degradationsOf(catalogue, modality).map((id) => find(catalogue.degradations, id, "degradation").attribute));
  const { absent = [], present = [] } = source.inspected ?? {};
  const unknown = [...(absent === "all" ? [] : absent), ...present].find((attribute) => !known.has(attribute));
  if (unknown === undefined) return;
  throw new MedqError(
    "E_SCHEMA",
    `Expected quality attributes of the modality ${modality} under \`inspected\`, got "${unknown}"`,
    source.name,
    `Known: ${[...known].sort().join(", ")}.`,
  );
}

/** Makes clean images, several at a time, in the plan's order. What is refused is counted, and nothing else is lost. */
export async function* makeClean(context: Context, stage: string, plans: AsyncIterable<CleanPlan>): AsyncGenerator<Ungrouped> {
  const { report, store, workers } = context;
  const results = inOrder(distinct(context, stage, plans), windowOf(context), async (plan) => {
    if (context.only?.has(plan.key) === false) return undefined;
    try {
      const found = await store.describe<Made>(plan.key);
      if (found !== undefined) report.found++;
      const made =
        found ?? (await workers.make({ task: "clean", store: store.root, key: plan.key, modality: plan.modality, from: plan.from }));
      if (found === undefined) report.made++;
      return { image: recordOf(context, plan, made), identities: plan.identities };
    } catch (error) {
      report.refuse(stage, error);
      return undefined;
    }
  });
  for await (const record of results) {
    report.advance(stage);
    if (record !== undefined) yield record;
  }
}

function recordOf(context: Context, plan: CleanPlan, made: Made): Ungrouped["image"] {
  const { anatomy, present, chain, ...rest } = made;
  const modality = find(context.catalogue.modalities, plan.modality, "modality");
  const { inspected } = plan.source;
  return {
    kind: "image",
    key: plan.key,
    origin: plan.origin,
    modality: plan.modality,
    anatomy: plan.anatomy ?? anatomy ?? anatomyIn(modality, made.scanner),
    parents: [],
    making: plan.making,
    source: {
      ...plan.source,
      ...(present !== undefined && inspected !== undefined && { inspected: { ...inspected, present: [...present] } }),
    },
    ...rest,
    chain: [],
    ...(plan.verdict !== undefined && { verdict: plan.verdict }),
  } as Ungrouped["image"];
}
