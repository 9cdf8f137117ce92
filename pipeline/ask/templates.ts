/** Reads the question templates: manifests/questions/general.yaml and one file for each modality that has one. */
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readYaml } from "../../manifests/read.ts";
import {
  type AlsoShows,
  type ComparisonWording,
  type DescriptionWording,
  generalQuestion,
  type Losses,
  type QuestionTemplate,
  question,
} from "../../manifests/schema/question.ts";

export type Template = QuestionTemplate & {
  /** File and name: "general/severity". */
  readonly id: string;
  readonly scope: "general" | "specific";
};

export interface Templates {
  readonly general: readonly Template[];
  readonly specific: ReadonlyMap<string, readonly Template[]>;
  readonly description: DescriptionWording;
  readonly comparison: ComparisonWording;
  /** By degradation id. */
  readonly losses: Losses;
  /** By file, and there by attribute. */
  readonly alsoShows: ReadonlyMap<string, AlsoShows>;
}

const folder = new URL("../../manifests/questions/", import.meta.url);
const path = (file: string): string => fileURLToPath(new URL(file, folder));

const named = (file: string, templates: Readonly<Record<string, QuestionTemplate>>): Template[] =>
  Object.entries(templates).map(([name, template]) => ({
    ...template,
    id: `${file}/${name}`,
    scope: file === "general" ? "general" : "specific",
  }));

/** @returns attributes that an image of the modality shows in consequence of that one */
export const consequences = ({ alsoShows }: Pick<Templates, "alsoShows">, modality: string, attribute: string): readonly string[] =>
  ["general", modality].flatMap((file) => alsoShows.get(file)?.[attribute] ?? []);

/** @throws MedqError E_SCHEMA naming the file and the field */
export async function readTemplates(): Promise<Templates> {
  const { templates, description, comparison, losses, ...general } = await readYaml(path("general.yaml"), generalQuestion);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml") && file !== "general.yaml").sort();
  const specific = new Map<string, readonly Template[]>();
  const allLosses: Losses = { ...losses };
  const alsoShows = new Map([["general", general.alsoShows ?? {}]]);
  for (const file of files) {
    const modality = file.slice(0, -".yaml".length);
    const content = await readYaml(path(file), question);
    specific.set(modality, named(modality, content.templates));
    Object.assign(allLosses, content.losses);
    alsoShows.set(modality, content.alsoShows ?? {});
  }
  return { general: named("general", templates), specific, description, comparison, losses: allLosses, alsoShows };
}
