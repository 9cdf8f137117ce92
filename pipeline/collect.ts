/** Collect: folders of AI-generated images with their sidecars become clean image records of origin `generated`. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import { readYaml } from "../manifests/read.ts";
import { type Generated, generated as generatedSchema } from "../manifests/schema/generated.ts";
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
  for (const image of sidecar.images) {
    try {
      yield await planImage(context, sidecar, image, sidecarPath);
    } catch (error) {
      context.report.refuse("collect", error);
    }
  }
}

async function planImage(
  context: Context,
  sidecar: Generated,
  image: Generated["images"][number],
  sidecarPath: string,
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
  const file = resolve(dirname(sidecarPath), sidecar.folder, image.file);
  const bytes = await readFile(file).catch((error) => {
    throw new MedqError(
      "E_NOT_FOUND",
      "Expected the file that the sidecar names, got none",
      image.file,
      "Correct `file` or `folder` in the sidecar.",
      error,
    );
  });
  const plan = planFile(context, {
    origin: "generated",
    modality,
    anatomy,
    file,
    checksum: sha256(bytes),
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
    identities: [`generator ${model} ${version}`, `file ${sha256(bytes)}`],
    verdict: quality,
  });
  const generator = { model, version, ...(prompt !== undefined && { prompt }), ...(seed !== undefined && { seed }) };
  return { ...plan, source: { ...plan.source, generator } };
}
