/**
 * Degrade: every clean image is followed by the images degraded from it, as the recipe's rules ask.
 *
 * A rule looks at one clean image at a time, so adding or dropping an image leaves every other one unchanged.
 */
import { degradationsOf, find } from "../generators/catalogue.ts";
import { type Link, planChain, reconstructionsOf } from "../generators/degrade.ts";
import type { Verdict } from "../generators/modality.ts";
import { type Level, MARKS } from "../generators/severity.ts";
import { isSeen } from "../generators/visible-change.ts";
import { keyOf, sha256 } from "../manifests/canonical.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { DegradeRule } from "../manifests/schema/recipe.ts";
import type { Context } from "./context.ts";
import { isReference, windowOf } from "./context.ts";
import { inOrder } from "./in-order.ts";
import type { Made } from "./jobs.ts";

/** Raised when the engine itself (generators/degrade.ts) makes other pixels from the same models, or measures something else of them. */
const ENGINE_VERSION = 3;

interface DegradedPlan {
  readonly key: string;
  /** The store's key: pixels of different profiles never mix. */
  readonly stored: string;
  readonly making: ImageRecord["making"];
  readonly parent: ImageRecord;
  readonly links: readonly Link[];
}

/** Yields each clean image, then its degraded ones. */
export async function* degrade(context: Context, clean: AsyncIterable<ImageRecord>): AsyncGenerator<ImageRecord> {
  const { report, store, workers } = context;
  const results = inOrder(planFamilies(context, clean), windowOf(context), async (plan) => {
    if ("kind" in plan) return plan;
    try {
      const found = await store.describe<Made>(plan.stored);
      if (found !== undefined) report.found++;
      const made =
        found ??
        (await workers.make({
          task: "degrade",
          store: store.root,
          key: plan.stored,
          engine: context.engine,
          modality: plan.parent.modality,
          parent: plan.parent.key,
          links: plan.links,
          seed: context.recipe.seed,
        }));
      if (found === undefined) report.made++;
      report.advance("degrade");
      return recordOf(context, plan, made);
    } catch (error) {
      report.refuse("degrade", error);
      return undefined;
    }
  });
  for await (const record of results) if (record !== undefined) yield record;
}

async function* planFamilies(context: Context, clean: AsyncIterable<ImageRecord>): AsyncGenerator<ImageRecord | DegradedPlan> {
  for await (const parent of clean) {
    yield parent;
    if (parent.verdict !== undefined && parent.verdict !== "good") continue;
    const chains = context.recipe.degrade.flatMap((rule) => chainsOf(context, rule, parent));
    context.report.expect("degrade", chains.length);
    const planned = new Set<string>();
    for (const links of chains) {
      const plan = planOne(context, parent, links);
      if (planned.has(plan.key) || context.only?.has(plan.key) === false) continue;
      planned.add(plan.key);
      yield plan;
    }
  }
}

const severityOf = (value: Level | number): number => (typeof value === "number" ? value : MARKS[value]);

function chainsOf(context: Context, rule: DegradeRule, parent: ImageRecord): Link[][] {
  if (rule.modalities !== undefined && !rule.modalities.includes(parent.modality)) return [];
  if (rule.origins !== undefined && !rule.origins.includes(parent.source.origin)) return [];
  const severities = rule.severities.map(severityOf);
  const fitting = degradationsOf(context.catalogue, parent.modality);
  if ("chain" in rule) {
    for (const id of rule.chain) find(context.catalogue.degradations, id, "degradation");
    if (!rule.chain.every((id) => fitting.includes(id))) return [];
    return severities.map((severity) => rule.chain.map((degradation) => linkOf(context, rule, parent, degradation, severity)));
  }
  if (rule.degradations !== "all") for (const id of rule.degradations) find(context.catalogue.degradations, id, "degradation");
  const asked = rule.degradations === "all" ? fitting : rule.degradations.filter((id) => fitting.includes(id));
  return choose(asked, rule.perImage ?? asked.length, `${context.recipe.seed} ${parent.key}`).flatMap((degradation) =>
    severities.map((severity) => [linkOf(context, rule, parent, degradation, severity)]),
  );
}

/** A rule's reconstruction is for those of its degradations that can be shown through it. */
function linkOf(
  { catalogue }: Context,
  { reconstruction }: DegradeRule,
  { modality }: ImageRecord,
  degradation: string,
  severity: number,
): Link {
  const model = find(catalogue.degradations, degradation, "degradation");
  const offered = reconstructionsOf(find(catalogue.modalities, modality, "modality"), model);
  if (reconstruction === undefined || !offered.includes(reconstruction)) return { degradation, severity };
  return { degradation, severity, reconstruction };
}

/** The `count` names whose hashes with the salt come first, in the names' own order. */
function choose(names: readonly string[], count: number, salt: string): string[] {
  if (count >= names.length) return [...names];
  const ranked = names.map((name) => ({ name, rank: sha256(`${salt} ${name}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const chosen = new Set(ranked.slice(0, count).map(({ name }) => name));
  return names.filter((name) => chosen.has(name));
}

function planOne(context: Context, parent: ImageRecord, links: readonly Link[]): DegradedPlan {
  const planned = planChain(context.catalogue, parent.modality, links);
  const modality = find(context.catalogue.modalities, parent.modality, "modality");
  const making = {
    operation: "degrade",
    version: ENGINE_VERSION,
    parameters: {
      modality: parent.modality,
      modalityVersion: modality.version,
      chain: planned.map(({ degradation, severity, model, reconstruction }) => ({
        degradation,
        version: model.version,
        severity,
        ...(reconstruction !== undefined && { reconstruction }),
      })),
    },
    seed: context.recipe.seed,
  };
  const key = keyOf({ ...making, parents: [parent.key] });
  if (isReference(context)) return { key, stored: key, making, parent, links };
  // A record's key says what the image is; whichever engine makes it, it is that image within the engine's tolerance.
  const stored = keyOf({ operation: "degrade", version: ENGINE_VERSION, parameters: context.profile, parents: [key] });
  context.storedAs.set(key, stored);
  return { key, stored, making, parent, links };
}

function recordOf(context: Context, plan: DegradedPlan, made: Made): ImageRecord {
  const { parent } = plan;
  const modality = find(context.catalogue.modalities, parent.modality, "modality");
  const shown = shownLevels(made);
  const verdict = shown && verdictOf(parent.verdict, modality.verdict(shown));
  const { kind, anatomy, source, group, deidentification, structures } = parent;
  return {
    kind,
    key: plan.key,
    origin: "degraded",
    modality: parent.modality,
    anatomy,
    parents: [parent.key],
    making: plan.making,
    source,
    group,
    ...made,
    ...(deidentification !== undefined && { deidentification }),
    ...(structures !== undefined && { structures }),
    ...(verdict !== undefined && { verdict }),
  } as unknown as ImageRecord;
}

/** Undefined where a level is not known: the links show through another reconstruction, or nothing of what acts can be seen. */
function shownLevels({ chain, effect }: Made): Level[] | undefined {
  if (chain.some(({ reconstruction }) => reconstruction !== undefined)) return undefined;
  const acting = chain.filter(({ level }) => level !== "none");
  const seen = acting.filter(({ visible }) => isSeen(visible ?? effect!.visible));
  return seen.length === 0 && acting.length > 0 ? undefined : seen.map(({ level }) => level);
}

/** A rejected image stays rejected whatever its parent was like; anything better is only known above a parent known to be good. */
const verdictOf = (parent: Verdict | undefined, own: Verdict): Verdict | undefined =>
  own === "reject" || parent === "good" ? own : undefined;
