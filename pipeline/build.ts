/** The stages one after the other, each fed by the one before. Records are held, pixels are not: whose a clean image is hangs on all of them. */
import type { ImageRecord } from "../manifests/schema/image.ts";
import type { Item } from "../manifests/schema/item.ts";
import { ask } from "./ask.ts";
import { collect } from "./collect.ts";
import type { Context } from "./context.ts";
import { degrade } from "./degrade.ts";
import { grouped, type Ungrouped } from "./groups.ts";
import { ingest } from "./ingest.ts";
import { type Released, release } from "./release.ts";

async function* cleanImages(context: Context): AsyncGenerator<Ungrouped> {
  yield* ingest(context);
  yield* collect(context);
}

export const degradedImages = (context: Context): AsyncGenerator<ImageRecord> =>
  degrade(
    context,
    grouped(cleanImages(context), (key) => context.store.read(key, "image.png"), context.twins),
  );

const asking =
  (context: Context) =>
  (images: AsyncIterable<ImageRecord>): AsyncGenerator<Item> =>
    ask(images, context.recipe, context.catalogue, (reason) => context.report.drop("ask", reason, "not asked"));

export const items = (context: Context): AsyncGenerator<Item> => asking(context)(degradedImages(context));

export const build = (context: Context): Promise<Released> => release(context, () => degradedImages(context), asking(context));
