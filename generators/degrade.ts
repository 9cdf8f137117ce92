/**
 * Runs a chain of degradations on one clean image, in the order in which the machine would suffer them.
 *
 * The clean acquisition enters the modality's domains one after the other, as far as the chain needs; each domain is entered once,
 * all of its degradations act there (in the chain's order), and the image is reconstructed from the last domain.
 * Degradations of severity 0 are left out before anything is computed: severity 0 is the bit-exact identity.
 */
import { createHash } from "node:crypto";
import { MedqError } from "../manifests/error.ts";
import type { AnyDegradation, Catalogue } from "./catalogue.ts";
import { degradationsOf, find } from "./catalogue.ts";
import type { Drawn, Outcome } from "./degradation.ts";
import { fromDisplay, quantise, toDisplay } from "./display.ts";
import { display } from "./domain.ts";
import { displayedEffect, type Effect, physicalEffect } from "./effect.ts";
import type { Clean, DisplayWindow, Modality } from "./modality.ts";
import type { Mask, Plane } from "./plane.ts";
import { checkSeverity, type Level, levelOf } from "./severity.ts";
import { cpuEngine, type Engine } from "./signal/engine.ts";
import { type RandomSource, randomSource } from "./signal/random.ts";
import { maskOnGrid, onGrid, squareGrid } from "./square-pixels.ts";
import { changeOfOne, type Picture, type VisibleChange, visibleChange } from "./visible-change.ts";

/** One degradation as a recipe or the command line asks for it. */
export interface Link {
  readonly degradation: string;
  readonly severity: number;
  /** Parameters fixed by hand instead of read off the ladder. */
  readonly set?: Readonly<Record<string, number>>;
  /** Shows it through another reconstruction than its own, by name. In a chain the last one counts. */
  readonly reconstruction?: string;
}

/** One degradation as it happened. */
export interface Suffered {
  readonly degradation: string;
  readonly version: number;
  readonly severity: number;
  readonly level: Level;
  readonly parameters: Readonly<Record<string, number>>;
  /** Where one was chosen. */
  readonly reconstruction?: string;
  readonly drawn: Drawn;
  readonly effective: Readonly<Record<string, number>>;
  /** In a chain of several that act: what changes on the display when this one alone is left out. */
  readonly visible?: VisibleChange;
}

export interface Degraded {
  readonly chain: readonly Suffered[];
  /** The physical quantity on the clean plane's grid; on the picture's, where the chain ends on the display. */
  readonly plane: Plane;
  /** Display code values, rounded: rows x columns x channels of what is shown. */
  readonly pixels: Uint8Array;
  /** Where in the picture the local defects are, where there are any. */
  readonly mask?: Mask;
  readonly effect: Effect;
}

/** The clean image: its physical quantity, its window, and its display pixels. */
export interface Observed extends Clean {
  readonly window: DisplayWindow;
  /** Shape of the picture and of all that are made from it: the plane's, where its pixels are square. */
  readonly shown: Pick<Plane, "rows" | "columns" | "channels">;
  readonly pixels: Uint8Array;
}

/**
 * @param where the file that the acquisition comes from: what is wrong with it is said of the file
 * @throws MedqError
 */
export function observe(modality: Modality, acquisition: Clean["acquisition"], where?: string): Observed {
  try {
    return observed(modality, acquisition);
  } catch (error) {
    if (!(error instanceof MedqError) || where === undefined) throw error;
    throw new MedqError(error.code, error.problem, where, error.advice, error);
  }
}

function observed(modality: Modality, acquisition: Clean["acquisition"]): Observed {
  const plane = modality.observe(acquisition);
  const { floor } = modality.scale({ acquisition, plane });
  if (plane.data.every((value) => value === floor)) {
    throw new MedqError(
      "E_SAMPLES",
      "Expected an image with some signal, got an empty one",
      modality.imageName,
      "Take it out: nothing can be lost from nothing.",
    );
  }
  const window = modality.window({ acquisition, plane });
  const { spacing, aspect = 1 } = acquisition;
  const grid = squareGrid(plane, (modality.spacing ? modality.spacing(acquisition) : spacing) ?? { row: aspect, column: 1 });
  const { data, ...shown } = onGrid(toDisplay(plane, window), grid);
  return { acquisition, plane, window, shown, pixels: quantise({ ...shown, data }) };
}

/** Looks a chain up and puts it into the order of the machine: by domain, then as asked. @throws MedqError */
export function planChain(
  catalogue: Catalogue,
  modalityName: string,
  links: readonly Link[],
): readonly (Link & { model: AnyDegradation })[] {
  const modality = find(catalogue.modalities, modalityName, "modality");
  const order = [...modality.stations.map((station) => station.domain), display];
  const planned = links.map((link) => {
    checkSeverity(link.severity, link.degradation);
    const model = find(catalogue.degradations, link.degradation, "degradation");
    if (!degradationsOf(catalogue, modalityName).includes(link.degradation) || !order.includes(model.domain)) {
      const fitting = degradationsOf(catalogue, modalityName).join(", ");
      throw new MedqError("E_USAGE", `Expected a degradation of ${modality.title}`, link.degradation, `These fit: ${fitting}.`);
    }
    for (const [name, value] of Object.entries(link.set ?? {})) checkSetting(link.degradation, model, name, value);
    const offered = reconstructionsOf(modality, model);
    if (link.reconstruction !== undefined && !offered.includes(link.reconstruction)) {
      const advice = offered.length > 0 ? `These are known: ${offered.join(", ")}.` : "It shows through one only: leave it out.";
      throw new MedqError("E_USAGE", `Expected a reconstruction, got "${link.reconstruction}"`, link.degradation, advice);
    }
    return { ...link, model };
  });
  return planned
    .map((link, index) => ({ link, index }))
    .sort((a, b) => order.indexOf(a.link.model.domain) - order.indexOf(b.link.model.domain) || a.index - b.index)
    .map(({ link }) => link);
}

/** @returns the reconstructions through which a degradation can be shown; none where there is one way only */
export function reconstructionsOf(modality: Modality, model: AnyDegradation): readonly string[] {
  return modality.stations.find((station) => station.domain === model.domain)?.reconstructions?.names ?? [];
}

/** A parameter set by hand may lie beyond the ladder's marks, not beyond what the quantity can be. @throws MedqError E_USAGE */
function checkSetting(id: string, model: AnyDegradation, name: string, value: number): void {
  const ladder = Object.hasOwn(model.parameters, name) ? model.parameters[name] : undefined;
  if (ladder === undefined) {
    const known = Object.keys(model.parameters).join(", ");
    throw new MedqError("E_USAGE", `Expected one of its parameters, got "${name}"`, id, `It has: ${known}.`);
  }
  const { none, mild, moderate, severe, scale, most, unit, means } = ladder;
  const least = Math.min(none, mild, moderate, severe) < 0 ? -most : 0;
  const positive = scale !== "linear";
  const refuse = (bound: string): never => {
    throw new MedqError("E_USAGE", `Expected ${name} ${bound} [${unit}], got ${value}`, id, `It means: ${means}.`);
  };
  if (Number.isNaN(value) || value < least || (positive && value === 0)) refuse(positive ? "above 0" : `of at least ${least}`);
  if (value > most) refuse(`of at most ${most}`);
}

/** A link changes nothing when its severity is 0 and nothing is set by hand. */
const acts = (link: Link): boolean => link.severity > 0 || Object.keys(link.set ?? {}).length > 0;

/** What a chain makes of a clean image, before it is measured. */
interface Rendered extends Pick<Degraded, "plane" | "pixels" | "mask"> {
  readonly chain: Suffered[];
  readonly onDisplay: boolean;
}

/**
 * Degrades a clean image.
 * @param seed the release's seed
 * @param imageKey key of the clean image: with the seed and the degradation's id it decides every random draw; severity does not
 * @param engine where the way into each domain and back is computed; the degradations themselves are the reference's
 */
export async function degrade(
  catalogue: Catalogue,
  modalityName: string,
  clean: Observed,
  links: readonly Link[],
  seed: string,
  imageKey: string,
  engine: Engine = cpuEngine,
): Promise<Degraded> {
  const modality = find(catalogue.modalities, modalityName, "modality");
  const planned = planChain(catalogue, modalityName, links);
  const renderOf = (some: typeof planned): Promise<Rendered> => render(modality, clean, some, seed, imageKey, engine);
  const { onDisplay, ...rendered } = await renderOf(planned);
  const { plane, pixels } = rendered;
  const picture = (shown: Uint8Array): Picture => ({ ...clean.shown, pixels: shown });
  const chain: Suffered[] = [];
  for (const [at, suffered] of rendered.chain.entries()) {
    if (planned.filter(acts).length < 2 || !acts(planned[at]!)) chain.push(suffered);
    else {
      // The draws of the others stay the same: they hang on the image and on each degradation's own name.
      const without = await renderOf(planned.filter((_, other) => other !== at));
      chain.push({ ...suffered, visible: changeOfOne(picture(clean.pixels), picture(without.pixels), picture(pixels)) });
    }
  }
  const measured = onDisplay ? displayedEffect(clean, pixels) : physicalEffect(modality, clean, plane);
  return { ...rendered, chain, effect: { ...measured, visible: visibleChange(picture(clean.pixels), picture(pixels)) } };
}

async function render(
  modality: Modality,
  clean: Observed,
  planned: ReturnType<typeof planChain>,
  seed: string,
  imageKey: string,
  engine: Engine,
): Promise<Rendered> {
  const suffered: Suffered[] = [];
  const masks: Mask[] = [];

  const suffer = (sample: unknown, domain: object): unknown => {
    let current = sample;
    for (const link of planned) {
      if (link.model.domain !== domain) continue;
      const parameters = Object.fromEntries(
        Object.entries(link.model.parameters).map(([name, ladder]) => [name, link.set?.[name] ?? ladder.at(link.severity)]),
      );
      const base = {
        degradation: link.degradation,
        version: link.model.version,
        severity: link.severity,
        level: levelOf(link.severity),
        parameters,
        ...(link.reconstruction !== undefined && { reconstruction: link.reconstruction }),
      };
      if (!acts(link)) {
        suffered.push({ ...base, drawn: {}, effective: {} });
        continue;
      }
      const random = randomSource({ seed, image: imageKey, operation: link.degradation, stage: "degrade" });
      const outcome = runModel(link, current, parameters, random);
      const station = modality.stations.find((each) => each.domain === domain);
      current = link.reconstruction === undefined ? outcome.sample : station?.reconstructions?.choose(outcome.sample, link.reconstruction);
      suffered.push({ ...base, drawn: outcome.drawn, effective: outcome.effective });
      if (outcome.mask !== undefined) masks.push(domain === display ? outcome.mask : maskOnGrid(outcome.mask, clean.plane, clean.shown));
    }
    return current;
  };

  const last = modality.stations.findLastIndex((station) => planned.some((link) => link.model.domain === station.domain && acts(link)));
  let plane = clean.plane;
  let sample: unknown = clean.acquisition;
  let untouched = true;
  for (const [index, station] of modality.stations.entries()) {
    if (index > last) {
      suffer(undefined, station.domain);
      continue;
    }
    const entered: unknown = untouched ? await enterOnce(modality, clean, index, engine) : await enter(station, sample, clean, engine);
    sample = suffer(entered, station.domain);
    untouched &&= sample === entered;
    if (index === last) plane = await leave(station, sample, clean, engine);
  }

  const onDisplay = planned.some((link) => link.model.domain === display && acts(link));
  const shown = suffer(onGrid(toDisplay(plane, clean.window), clean.shown), display) as Plane;
  const pixels = quantise(shown);
  if (onDisplay) plane = fromDisplay(shown, clean.window);
  return {
    chain: suffered,
    plane,
    pixels,
    ...(masks.length > 0 && { mask: unite(masks) }),
    onDisplay,
  };
}

/** Whatever a model throws for a parameter that was set by hand is the setting's fault. */
function runModel(
  link: Link & { model: AnyDegradation },
  sample: unknown,
  parameters: Record<string, number>,
  random: RandomSource,
): Outcome<unknown> {
  const isSet = Object.keys(link.set ?? {}).length > 0;
  const refuse = (cause?: unknown): MedqError =>
    new MedqError(
      "E_USAGE",
      `Expected parameters that the model can take, got ${JSON.stringify(link.set)}`,
      link.degradation,
      "Stay nearer to the marks of its ladder: medq list degradations --json.",
      cause,
    );
  try {
    const outcome = link.model.degrade(sample, parameters, random);
    if (isSet && !Object.values(outcome.effective).every(Number.isFinite)) throw refuse();
    return outcome;
  } catch (error) {
    throw error instanceof MedqError || !isSet ? error : refuse(error);
  }
}

type AnyStation = Modality["stations"][number];

const enter = async (station: AnyStation, sample: unknown, clean: Clean, engine: Engine): Promise<unknown> =>
  engine === cpuEngine || station.through?.enter === undefined
    ? station.enter(sample, clean)
    : station.through.enter(sample, clean, engine);

const leave = async (station: AnyStation, sample: unknown, clean: Clean, engine: Engine): Promise<Plane> =>
  engine === cpuEngine || station.through === undefined ? station.leave(sample, clean) : station.through.leave(sample, clean, engine);

/** What the clean image is in each domain, kept while the image is: many degradations of one parent share its transforms. */
const entered = new WeakMap<Observed, WeakMap<Engine, unknown[]>>();

async function enterOnce(modality: Modality, clean: Observed, index: number, engine: Engine): Promise<unknown> {
  const engines = entered.get(clean) ?? new WeakMap<Engine, unknown[]>();
  entered.set(clean, engines);
  const samples = engines.get(engine) ?? [];
  engines.set(engine, samples);
  if (samples[index] === undefined) {
    const from = index === 0 ? clean.acquisition : await enterOnce(modality, clean, index - 1, engine);
    samples[index] = await enter(modality.stations[index]!, from, clean, engine);
  }
  return samples[index];
}

function unite(masks: readonly Mask[]): Mask {
  return masks.reduce((all, mask) => all.map((value, i) => value | mask[i]!));
}

/** Content hash: SHA-256 of dtype, shape and little-endian bytes. */
export function contentHash(pixels: Uint8Array, rows: number, columns: number, channels: number): string {
  return createHash("sha256").update(`u1 ${rows} ${columns} ${channels}\n`).update(pixels).digest("hex");
}
