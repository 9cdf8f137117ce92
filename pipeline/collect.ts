/** Collect: folders of AI-generated images with their sidecars become clean image records of origin `generated`. */
import { dirname, join, resolve } from "node:path";
import { MedqError } from "../manifests/error.ts";
import { readYaml } from "../manifests/read.ts";
import { type Generated, generated as generatedSchema } from "../manifests/schema/generated.ts";
import { type Bounds, boundsOf, staysBelow } from "../sources/folder.ts";
import { openFile } from "../sources/open.ts";
import type { Context } from "./context.ts";
import type { Ungrouped } from "./groups.ts";
import { type CleanPlan, makeClean, planFile } from "./ingest.ts";

export async function* collect(context: Context): AsyncGenerator<Ungrouped> {
  for (const entry of context.recipe.clean) {
    if ("generated" in entry) yield* makeClean(context, "collect", planCollection(context, resolve(context.recipeFolder, entry.generated)));
  }
}

async function* planCollection(context: Context, sidecarPath: string): AsyncGenerator<CleanPlan> {
  const sidecar = await readYaml(sidecarPath, generatedSchema);
  context.report.expect("collect", sidecar.images.length);
  const bounds = await folderOf(sidecar, sidecarPath).catch((error) => context.report.refuse("collect", error));
  if (bounds === undefined) return;
  for (const image of sidecar.images) {
    try {
      yield await planImage(context, sidecar, image, bounds);
    } catch (error) {
      context.report.refuse("collect", error);
    }
  }
}

/** A sidecar may come with a download: it names what lies below it, and nothing else. @throws MedqError E_SCHEMA, E_NOT_FOUND */
async function folderOf({ folder }: Generated, sidecarPath: string): Promise<Bounds> {
  const own = await boundsOf(dirname(sidecarPath));
  requireBelow(folder, "the sidecar's own folder");
  return boundsOf(await own.follow(join(own.folder, folder)));
}

function requireBelow(path: string, what: string): void {
  if (staysBelow(path)) return;
  throw new MedqError("E_SCHEMA", `Expected a path inside ${what}, got one that leads out of it`, path, "Correct it in the sidecar.");
}

async function planImage(
  context: Context,
  sidecar: Generated,
  image: Generated["images"][number],
  { folder, follow }: Bounds,
): Promise<CleanPlan> {
  const { model, version, modality, anatomy, quality, inspected, prompt, seed } = { ...sidecar.defaults, ...image };
  if (model === undefined || version === undefined || modality === undefined) {
    throw new MedqError(
      "E_SCHEMA",
      "Expected model, version and modality for every generated image, got none",
      image.file,
      "Add them to the image or to `defaults`.",
    );
  }
  requireBelow(image.file, "the sidecar's folder");
  const file = join(folder, image.file);
  await follow(file);
  const { sha256: own, checksum } = await openFile(file);
  const plan = planFile(context, {
    origin: "generated",
    modality,
    anatomy,
    file,
    opening: { sha256: own, checksum },
    plane: 0,
    crop: image.crop,
    source: {
      name: sidecar.title,
      origin: "generated",
      licence: sidecar.licence,
      citation: sidecar.citation,
      ...(inspected !== undefined && { inspected }),
    },
    // Images of one generator share its habits: they stay on one side of a split.
    identities: [`generator ${model} ${version}`, `file ${checksum}`],
    verdict: quality,
  });
  const generator = { model, version, ...(prompt !== undefined && { prompt }), ...(seed !== undefined && { seed }) };
  return { ...plan, source: { ...plan.source, generator } };
}
