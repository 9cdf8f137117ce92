/** Apply: one degradation on one image, to look at. Writes clean.npy, degraded.npy (the physical quantity, f64), clean.png, degraded.png and record.json. */
import { type Catalogue, catalogue, find } from "../generators/catalogue.ts";
import { contentHash, degrade, type Link, observe } from "../generators/degrade.ts";
import type { Plane } from "../generators/plane.ts";
import { keyOf } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import type { Acquisition, Scan, SliceAxis } from "../sources/acquisition.ts";
import { runKey } from "../sources/identity.ts";
import { writeNpy } from "../sources/npy.ts";
import { openFile } from "../sources/open.ts";
import { requireModality } from "../sources/says.ts";
import { writeTogether } from "./disk.ts";
import { INGEST_VERSION } from "./ingest.ts";
import { drawPhantom } from "./jobs.ts";
import { encodePng } from "./png.ts";

export interface ApplyOptions {
  readonly degradation: string;
  readonly severity: number;
  readonly seed: string;
  readonly set: Readonly<Record<string, number>>;
  readonly reconstruction?: string;
  readonly out: string;
  /** For a degradation of the display, which any modality can suffer, when the input does not tell. */
  readonly modality?: string;
  /** Plane of a file that holds several; left out: the middle one. */
  readonly plane?: number;
  /** Of a volume whose slices are to follow another axis than the file says. */
  readonly sliceAxis?: SliceAxis;
}

interface Input {
  readonly modality: string;
  readonly acquisition: Acquisition;
  readonly making: { readonly operation: string; readonly version: number; readonly parameters: unknown; readonly seed?: string };
  readonly deidentification: string | undefined;
}

/** @returns the record, as written to record.json @throws MedqError */
export async function apply(input: string, options: ApplyOptions): Promise<Record<string, unknown>> {
  const entries = await catalogue();
  const { modality: modalityName, acquisition, making, deidentification } = await read(entries, input, options);
  const modality = find(entries.modalities, modalityName, "modality");
  const clean = observe(modality, acquisition, input);
  const cleanKey = keyOf({ ...making, parents: [] });
  const { degradation, severity, set, reconstruction } = options;
  const link: Link = { degradation, severity, set, ...(reconstruction !== undefined && { reconstruction }) };
  const { chain, plane, pixels, mask, effect } = await degrade(entries, modalityName, clean, [link], options.seed, cleanKey);
  const { rows, columns, channels } = clean.shown;
  const record = {
    key: keyOf({ operation: "apply", version: 1, parameters: link, seed: options.seed, parents: [cleanKey] }),
    cleanKey,
    modality: modalityName,
    quantity: modality.quantity,
    making,
    seed: options.seed,
    rows,
    columns,
    channels,
    spacing: acquisition.spacing ?? null,
    window: clean.window,
    scanner: acquisition.scanner,
    ...(deidentification !== undefined && { deidentification }),
    chain: chain.map((suffered) => ({ ...suffered, units: unitsOf(entries, suffered.degradation) })),
    effect,
    hashes: {
      cleanPixels: contentHash(clean.pixels, rows, columns, channels),
      degradedPixels: contentHash(pixels, rows, columns, channels),
    },
  };
  await writeTogether(options.out, {
    "clean.npy": npy(clean.plane),
    "degraded.npy": npy(plane),
    "clean.png": encodePng(clean.pixels, rows, columns, channels),
    "degraded.png": encodePng(pixels, rows, columns, channels),
    ...(mask !== undefined && {
      "mask.png": encodePng(
        mask.map((value) => 255 * value),
        rows,
        columns,
        1,
      ),
    }),
    "record.json": `${JSON.stringify(record, undefined, 2)}\n`,
  });
  return record;
}

const npy = ({ rows, columns, channels, data }: Plane): Uint8Array =>
  writeNpy({ shape: channels === 1 ? [rows, columns] : [rows, columns, channels], data, dtype: "f8" });

const unitsOf = (entries: Catalogue, id: string): Record<string, string> => {
  const { parameters, effective } = find(entries.degradations, id, "degradation");
  return Object.fromEntries([...Object.entries(parameters), ...Object.entries(effective)].map(([name, { unit }]) => [name, unit]));
};

async function read(entries: Catalogue, input: string, options: ApplyOptions): Promise<Input> {
  find(entries.degradations, options.degradation, "degradation");
  if (input.startsWith("phantom:")) {
    const [, modality = "", seed = options.seed] = input.split(":");
    const { version } = find(entries.phantoms, modality, "phantom");
    const { acquisition } = drawPhantom(entries, modality, seed);
    return {
      modality: modalityOf(entries, options, modality),
      acquisition,
      making: { operation: `phantom/${modality}`, version, parameters: {}, seed },
      deidentification: undefined,
    };
  }
  const modality = modalityOf(entries, options, undefined);
  const scan = await openFile(input, { groupingKey: runKey, sliceAxis: options.sliceAxis });
  requireModality(scan, find(entries.modalities, modality, "modality"), input);
  const plane = options.plane ?? middle(scan);
  if (plane >= scan.planeCount)
    throw new MedqError("E_USAGE", `Expected a plane from 0 to ${scan.planeCount - 1}, got ${plane}`, input, "Correct --plane.");
  return {
    modality,
    acquisition: await scan.plane(plane),
    making: { operation: "ingest", version: INGEST_VERSION, parameters: { file: scan.checksum, plane } },
    deidentification: scan.deidentification,
  };
}

/** The middle one of the planes that hold an image. */
function middle({ planeCount, refused }: Scan): number {
  const usable = Array.from({ length: planeCount }, (_, plane) => plane).filter((plane) => !refused?.has(plane));
  return usable[Math.floor(usable.length / 2)]!;
}

/** The modality that the degradation belongs to, else the phantom's, else the one named. */
function modalityOf(entries: Catalogue, options: ApplyOptions, phantom: string | undefined): string {
  const own = options.degradation.split("/")[0]!;
  const modality = options.modality ?? phantom ?? (entries.modalities.has(own) ? own : undefined);
  if (modality !== undefined) return modality;
  throw new MedqError(
    "E_USAGE",
    "Expected to know the modality, got a degradation that any can suffer",
    options.degradation,
    `Add --modality, one of ${[...entries.modalities.keys()].join(", ")}.`,
  );
}
