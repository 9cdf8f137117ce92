/**
 * What a worker thread does: it makes one image, clean or degraded, and puts it into the store under its key; or, where no image waits,
 * it helps another thread with the parts (coils) of its image.
 *
 * A clean entry holds image.png and the acquisition (acquisition.json, acquisition.npy), so that sources are read once.
 * A degraded entry holds image.png and, for a local defect, mask.png.
 */

import { type Catalogue, catalogue, find } from "../generators/catalogue.ts";
import { contentHash, degrade, type Link, type Observed, observe, type Suffered } from "../generators/degrade.ts";
import type { Effect } from "../generators/effect.ts";
import type { DisplayWindow } from "../generators/modality.ts";
import type { Structure } from "../generators/phantom.ts";
import type { Mask } from "../generators/plane.ts";
import type { Engine } from "../generators/signal/engine.ts";
import { type EngineName, engineFor } from "../generators/signal/engine-for.ts";
import { type BegunParts, help } from "../generators/signal/parts.ts";
import { randomSource } from "../generators/signal/random.ts";
import { isBlank } from "../generators/visible-change.ts";
import { type ErrorCode, MedqError } from "../manifests/error.ts";
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Acquisition } from "../sources/acquisition.ts";
import { type Crop, cropPlane } from "../sources/crop.ts";
import { type OpenOptions, openFile } from "../sources/open.ts";
import { requireModality } from "../sources/says.ts";
import { packAcquisition, unpackAcquisition } from "./acquisition-file.ts";
import { encodePng } from "./png.ts";
import { Store } from "./store.ts";

export type CleanSource =
  | { readonly kind: "phantom"; readonly seed: string }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly plane: number;
      readonly crop?: Crop;
      /** How the reader is to take it, and the file as it was when it was planned: what is decoded must be that. */
      readonly opening: Pick<OpenOptions, "sha256" | "checksum" | "sliceAxis" | "intact">;
    };

interface JobBase {
  readonly store: string;
  readonly key: string;
  readonly modality: string;
}
export type Job =
  | (JobBase & { readonly task: "clean"; readonly from: CleanSource })
  | (JobBase & {
      readonly task: "degrade";
      readonly parent: string;
      readonly links: readonly Link[];
      readonly seed: string;
      readonly engine: EngineName;
    });

/** What came out, as the store describes it: everything of an image record that follows from the pixels' making alone. */
export interface Made {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly content: string;
  readonly window: DisplayWindow;
  readonly scanner: Acquisition["scanner"];
  readonly deidentification?: string;
  readonly anatomy?: string;
  readonly structures?: Readonly<Record<string, Structure>>;
  /** Quality attributes of defects that a phantom draws by intention. */
  readonly present?: readonly string[];
  readonly chain: readonly Suffered[];
  readonly effect?: Effect;
  readonly place?: Required<NonNullable<ImageRecord["place"]>>;
}

/** Errors do not survive a thread boundary as what they are: a refusal travels as its parts. */
export type Outcome =
  | { readonly made: Made }
  | {
      readonly made?: undefined;
      readonly refused: { readonly code: ErrorCode; readonly problem: string; readonly where: string; readonly advice: string };
    };

/** An image to make, or parts of one that another thread makes. */
export default async function work(task: Job | BegunParts): Promise<Outcome | undefined> {
  return "state" in task ? void (await help(task)) : make(task);
}

async function make(job: Job): Promise<Outcome> {
  try {
    const store = new Store(job.store);
    return { made: job.task === "clean" ? await makeClean(store, job) : await makeDegraded(store, job) };
  } catch (error) {
    if (!(error instanceof MedqError)) throw error;
    const { code, problem, where, advice } = error;
    return { refused: { code, problem, where, advice } };
  }
}

/** Draws a phantom. The same seed gives the same object in every release. */
export function drawPhantom(entries: Catalogue, modality: string, seed: string) {
  return find(entries.phantoms, modality, "phantom").draw(
    randomSource({ seed, image: `phantom:${modality}`, operation: `phantom/${modality}`, stage: "ingest" }),
  );
}

async function acquire(entries: Catalogue, job: Extract<Job, { task: "clean" }>) {
  if (job.from.kind === "phantom") {
    return { present: undefined, ...drawPhantom(entries, job.modality, job.from.seed), deidentification: undefined };
  }
  const scan = await openFile(job.from.path, job.from.opening);
  requireModality(scan, find(entries.modalities, job.modality, "modality"), job.from.path);
  const acquisition = await scan.plane(job.from.plane);
  return {
    acquisition: job.from.crop === undefined ? acquisition : cropPlane(acquisition, job.from.crop, job.from.path),
    anatomy: undefined,
    structures: undefined,
    present: undefined,
    deidentification: scan.deidentification,
  };
}

async function makeClean(store: Store, job: Extract<Job, { task: "clean" }>): Promise<Made> {
  const entries = await catalogue();
  const modality = find(entries.modalities, job.modality, "modality");
  const { acquisition, anatomy, structures, present, deidentification } = await acquire(entries, job);
  const { shown, window, pixels } = observe(modality, acquisition, job.from.kind === "file" ? job.from.path : undefined);
  const { rows, columns, channels } = shown;
  if (isBlank({ rows, columns, channels, pixels })) {
    throw new MedqError(
      "E_SAMPLES",
      "Expected an image that shows something, got one even tone",
      job.from.kind === "file" ? job.from.path : "phantom",
      "Take it out: nothing can be seen in it, and nothing be lost from it.",
    );
  }
  const made: Made = {
    rows,
    columns,
    channels,
    content: contentHash(pixels, rows, columns, channels),
    window,
    scanner: acquisition.scanner,
    ...(deidentification !== undefined && { deidentification }),
    ...(anatomy !== undefined && { anatomy }),
    ...(structures !== undefined && { structures }),
    ...(present !== undefined && { present }),
    chain: [],
  };
  await store.write(job.key, made, {
    "image.png": encodePng(pixels, rows, columns, channels),
    ...packAcquisition(acquisition),
  });
  return made;
}

/** The parents last used: jobs of one family follow each other, and share what the parent is in each domain. */
const parents = new Map<string, Observed>();
const PARENTS_KEPT = 2;

async function loadParent(store: Store, entries: Catalogue, job: Extract<Job, { task: "degrade" }>): Promise<Observed> {
  const known = parents.get(job.parent);
  if (known !== undefined) return known;
  const acquisition = unpackAcquisition(await store.read(job.parent, "acquisition.json"), await store.read(job.parent, "acquisition.npy"));
  const observed = observe(find(entries.modalities, job.modality, "modality"), acquisition);
  if (parents.size >= PARENTS_KEPT) parents.delete(parents.keys().next().value!);
  parents.set(job.parent, observed);
  return observed;
}

/** This thread's engines. One that fails goes on as the reference, which is within its tolerance: a line tells. */
const engines = new Map<EngineName, Promise<Engine>>();

function engineOf(name: EngineName): Promise<Engine> {
  const known = engines.get(name);
  if (known !== undefined) return known;
  const tell = (reason: string): void => void process.stderr.write(`${reason}\n`);
  const opened = engineFor(name, { onFallback: tell }).then(({ engine, reason }) => {
    if (reason !== undefined) tell(reason);
    return engine;
  });
  engines.set(name, opened);
  return opened;
}

async function makeDegraded(store: Store, job: Extract<Job, { task: "degrade" }>): Promise<Made> {
  const entries = await catalogue();
  const parent = await loadParent(store, entries, job);
  const { chain, pixels, mask, effect } = await degrade(
    entries,
    job.modality,
    parent,
    job.links,
    job.seed,
    job.parent,
    await engineOf(job.engine),
  );
  const { rows, columns, channels } = parent.shown;
  const place = mask === undefined ? undefined : placeOf(mask, rows, columns);
  const made: Made = {
    rows,
    columns,
    channels,
    content: contentHash(pixels, rows, columns, channels),
    window: parent.window,
    scanner: parent.acquisition.scanner,
    chain,
    effect,
    ...(place !== undefined && { place }),
  };
  await store.write(job.key, made, {
    "image.png": encodePng(pixels, rows, columns, channels),
    ...(mask !== undefined &&
      place !== undefined && {
        "mask.png": encodePng(
          mask.map((value) => 255 * value),
          rows,
          columns,
          1,
        ),
      }),
  });
  return made;
}

/** Where a mask lies, as fractions; undefined for an empty one. */
function placeOf(mask: Mask, rows: number, columns: number): Made["place"] {
  let [area, upper, left, row, column, squares] = [0, 0, 0, 0, 0, 0];
  mask.forEach((value, i) => {
    if (value === 0) return;
    const [down, across] = [Math.floor(i / columns) + 0.5, (i % columns) + 0.5];
    area++;
    row += down;
    column += across;
    squares += down * down + across * across;
    upper += shareBefore(down, rows / 2);
    left += shareBefore(across, columns / 2);
  });
  if (area === 0) return undefined;
  const [middle, centre] = [row / area, column / area];
  const variance = Math.max(squares / area - middle * middle - centre * centre, 0);
  return {
    row: middle / rows,
    column: centre / columns,
    area: area / (rows * columns),
    upper: upper / area,
    left: left / area,
    spread: Math.sqrt(variance / (rows * rows + columns * columns)),
    mask: contentHash(mask, rows, columns, 1),
  };
}

/** A pixel on the middle line lies in both halves. */
const shareBefore = (at: number, middle: number): number => (at < middle ? 1 : at > middle ? 0 : 0.5);
