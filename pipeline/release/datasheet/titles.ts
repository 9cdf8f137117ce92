/** Modalities as releases print them. */
import type { Catalogue } from "../../../generators/catalogue.ts";

export const titleOf =
  ({ modalities }: Pick<Catalogue, "modalities">) =>
  (name: string): string =>
    modalities.get(name)?.title ?? name;
