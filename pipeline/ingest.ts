/** Ingest: phantoms and clinical datasets become clean image records, in the recipe's order. */
import { find } from "../generators/catalogue.ts";
import { keyOf, sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Crop } from "../sources/crop.ts";
import { findDataset, openDataset } from "../sources/dataset.ts";
import type { Context } from "./context.ts";
import { windowOf } from "./context.ts";
import { inOrder } from "./in-order.ts";
import type { CleanSource, Made } from "./jobs.ts";

/** One clean image that is going to be made. */
export interface CleanPlan {
  readonly key: string;
  readonly origin: "clinical" | "phantom" | "generated";
  readonly modality: string;
  /** Undefined: what the phantom says, or the modality's first. */
  readonly anatomy: string | undefined;
  readonly making: ImageRecord["making"];
  readonly from: CleanSource;
  readonly source: ImageRecord["source"];
  readonly group: string;
  readonly verdict: ImageRecord["verdict"];
}

/** Phantoms carry the project's own licence. */
const OWN_LICENCE = { spdx: "Apache-2.0", evidence: "LICENSE", redistribute: true };

export async function* ingest(context: Context): AsyncGenerator<ImageRecord> {
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
    source: { name: `phantom:${modality}:${seed}`, origin: "phantom", licence: OWN_LICENCE, citation: "MedQ Foundry" },
    group: sha256(`phantom:${modality}:${seed}`).slice(0, 16),
    verdict: "good",
  };
}

async function* planDataset(context: Context, reference: string): AsyncGenerator<CleanPlan> {
  const { name, path } = findDataset(reference, context.recipeFolder);
  const { dataset, planes } = await openDataset(path, (error) => context.report.refuse("ingest", error));
  context.report.expect("ingest", planes.length);
  for (const { file, sha256, checksum, plane, group } of planes) {
    yield planFile(context, {
      origin: "clinical",
      modality: dataset.modality,
      anatomy: dataset.anatomy,
      file,
      opening: { sha256, checksum },
      plane,
      source: { name, origin: "clinical", licence: dataset.licence, citation: dataset.citation },
      group,
      verdict: dataset.quality,
    });
  }
}

interface FilePlan extends Pick<CleanPlan, "origin" | "modality" | "anatomy" | "source" | "group" | "verdict"> {
  readonly file: string;
  readonly opening: { readonly sha256: string; readonly checksum: string };
  readonly plane: number;
  readonly crop?: Crop | undefined;
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
  const making = {
    operation: "ingest",
    version: 1,
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
async function* distinct({ report }: Context, stage: string, plans: AsyncIterable<CleanPlan>): AsyncGenerator<CleanPlan> {
  for await (const plan of plans) {
    const name = plan.from.kind === "file" ? plan.from.path : plan.source.name;
    const first = report.meet(plan.key, name);
    if (first === undefined) {
      yield plan;
      continue;
    }
    const problem = plan.from.kind === "file" ? `the same file as ${first}` : "the same phantom a second time";
    report.refuse(stage, new MedqError("E_DUPLICATE", `Expected each image once, got ${problem}`, name, "Nothing is lost: leave one out."));
    report.advance(stage);
  }
}

/** Makes clean images, several at a time, in the plan's order. What is refused is counted, and nothing else is lost. */
export async function* makeClean(context: Context, stage: string, plans: AsyncIterable<CleanPlan>): AsyncGenerator<ImageRecord> {
  const { report, store, workers } = context;
  const results = inOrder(distinct(context, stage, plans), windowOf(context), async (plan) => {
    if (context.only?.has(plan.key) === false) return undefined;
    try {
      const found = await store.describe<Made>(plan.key);
      if (found !== undefined) report.found++;
      const made =
        found ?? (await workers.make({ task: "clean", store: store.root, key: plan.key, modality: plan.modality, from: plan.from }));
      if (found === undefined) report.made++;
      return recordOf(context, plan, made);
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

function recordOf(context: Context, plan: CleanPlan, made: Made): ImageRecord {
  const { anatomy, chain, ...rest } = made;
  const modality = find(context.catalogue.modalities, plan.modality, "modality");
  return {
    kind: "image",
    key: plan.key,
    origin: plan.origin,
    modality: plan.modality,
    anatomy: anatomy ?? plan.anatomy ?? Object.keys(modality.anatomies)[0]!,
    parents: [],
    making: plan.making,
    source: plan.source,
    group: plan.group,
    ...rest,
    chain: [],
    ...(plan.verdict !== undefined && { verdict: plan.verdict }),
  } as ImageRecord;
}
