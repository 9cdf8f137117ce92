/**
 * The field guide: docs/degradations/README.md and a page for every folder of degradations, made of the models and of the comments at the
 * heads of their files. The same text on every machine: nothing is computed but ladders.
 */
import { type Catalogue, degradationsOf } from "../../generators/catalogue.ts";
import type { Anatomy, Modality } from "../../generators/modality.ts";
import { article, type Rival } from "./article.ts";
import { type Entry, entryOf, foldersOf, pagePath } from "./catalogue-files.ts";
import { capital, prose, sentence, table } from "./markdown.ts";
import { type Subject, subjectsOf } from "./subjects.ts";

/** Anatomy words for degradations of any displayed image. */
const ANY_ANATOMY = { title: "the image", fine: "fine structures", coarse: "coarse structures" };

/** Raw domains in the order in which the machine passes through them, then the display. */
function domainsOf(entries: Catalogue, folder: string, models: readonly Entry[]): string[] {
  const stations = entries.modalities.get(folder)?.stations.map(({ domain }) => domain.name) ?? [];
  const others = models.map(({ model }) => model.domain.name);
  return [...new Set([...stations, ...others])].filter((name) => others.includes(name));
}

const byTitle = (a: Entry, b: Entry): number => (a.model.title < b.model.title ? -1 : 1);

const titleOf = (entries: Catalogue, folder: string): string => entries.modalities.get(folder)?.title ?? capital(folder);

/** "on a phantom, then on a real image": where no npm package brings a real image of the modality, two phantoms. */
function howToRead(subjects: readonly Subject[]): string {
  const kinds = subjects.map(({ credit }) => (credit === undefined ? "phantom" : "real image"));
  const shown = kinds.map((kind, index) => (kinds.indexOf(kind) < index ? `on another ${kind}` : `on a ${kind}`));
  return [
    `Each sheet shows the clean image and five severities (0.2 to 1), ${[...new Set(shown)].join(", then ")}.`,
    "Beneath each picture: the parameters at that severity, what was achieved (after the arrow), and the distance from the clean image (NRMSE, SSIM).",
    "The last two pictures belong to severity 0.6: the subtraction from the clean image (white: brighter, black: darker), and the raw data, where the defect is plainer than in the image, or a detail before and after.",
    "Severity 0 is the clean image itself, 1/3 mild, 2/3 moderate, 1 severe.",
  ].join(" ");
}

/** Where a domain can be seen through several reconstructions. */
function reconstructions(entries: Catalogue, folder: string): string[] {
  return (entries.modalities.get(folder)?.stations ?? []).flatMap(({ domain, reconstructions: offered }) => {
    if (offered === undefined || offered.names.length < 2) return [];
    const names = offered.names.map((name) => `\`${name}\``).join(", ");
    return [
      `What acts in the ${domain.name} domain can be shown through another reconstruction: add \`--reconstruction\` and one of ${names}.`,
    ];
  });
}

function contents(domains: readonly string[], models: readonly Entry[]): string[] {
  return domains.flatMap((domain) => {
    const here = models.filter(({ model }) => model.domain.name === domain);
    const rows = here.map(({ name, model }) => [
      `[${prose(capital(model.title))}](#${name})`,
      prose(model.attribute),
      prose(model.looksLike.sign),
    ]);
    return [`**In the ${domain} domain**`, table(["degradation", "attribute", "the sign"], rows)];
  });
}

/** Of the picture shown first. */
function anatomyOf(modality: Modality | undefined, [first]: readonly Subject[]): Pick<Anatomy, "title" | "fine" | "coarse"> {
  return (first?.anatomy !== undefined && modality?.anatomies[first.anatomy]) || ANY_ANATOMY;
}

function page(
  entries: Catalogue,
  folder: string,
  models: readonly Entry[],
  subjects: readonly Subject[],
  own: ReadonlyMap<string, readonly Subject[]>,
): string {
  const modality = entries.modalities.get(folder);
  const domains = domainsOf(entries, folder, models);
  const ordered = domains.flatMap((domain) => models.filter(({ model }) => model.domain.name === domain).sort(byTitle));
  const rivalOf = (id: string): Rival => {
    const [place = "", name = ""] = id.split("/");
    const { title, attribute, looksLike } = entries.degradations.get(id) ?? { title: id, attribute: id, looksLike: { sign: "" } };
    return { title, attribute, sign: looksLike.sign, address: place === folder ? `#${name}` : `../${place}/README.md#${name}` };
  };
  const credits = subjects.flatMap(({ credit }) => (credit === undefined ? [] : [`- ${prose(credit)}`]));
  return `${[
    `# ${titleOf(entries, folder)}: a field guide to its artefacts`,
    modality === undefined
      ? `What can happen to an image of any modality once it is displayed or stored: ${ordered.length} so far, each simulated where it happens.`
      : `${ordered.length} ways in which ${modality.title} loses quality, each simulated where it happens in the machine.`,
    howToRead(subjects),
    ...reconstructions(entries, folder),
    "## Which one is it?",
    ...contents(domains, ordered),
    ...ordered.map((entry) =>
      article(entry, anatomyOf(modality, own.get(entry.id)!), entry.model.confusedWith.map(rivalOf), own.get(entry.id)!),
    ),
    "## About this page",
    "`npm run sheets` draws the pictures and writes the text, from each degradation's own file: correct it there.",
    ...(credits.length > 0 ? ["The real images:", credits.join("\n")] : []),
  ].join("\n\n")}\n`;
}

/** What a reader may look for in vain, and why. */
const NOT_HERE = [
  ["MRI, half-pixel shift", "The image is as good as before: nothing to see, and nothing to ask."],
  [
    "MRI, order of the views",
    "No defect of its own: motion, ghosting and decay follow the order in which lines were acquired, and record it.",
  ],
  [
    "MRI, residue of GRAPPA",
    "Through 4 coils it does not grow steadily with anything a scanner sets. As a reconstruction it can be chosen.",
  ],
  ["CT, stair-step", "It shows where sections are stacked into another plane, never in an axial image."],
  [
    "CT, blanket, cable or arm outside the field",
    "A detector that covers the image's diagonal sees it in every view, and draws it where it lies: truncation is what is left of it.",
  ],
  [
    "CT, shading of a misplaced bow-tie filter",
    "Over a full turn its odd part cancels; what a miscentred body shows is noise (ct/bow-tie-miscentring).",
  ],
  [
    "CT, low dose without the image's own noise",
    "Full simulation and noise insertion are one: the counts are thinned, whatever noise they hold.",
  ],
];

function cover(entries: Catalogue): string {
  const rows = foldersOf(entries).map((folder) => {
    const own = [...entries.degradations.keys()].filter((id) => id.startsWith(`${folder}/`));
    const domains = [...new Set(own.map((id) => entries.degradations.get(id)!.domain.name))];
    return [`[${titleOf(entries, folder)}](${folder}/README.md)`, String(own.length), prose(domains.join(", "))];
  });
  const total = foldersOf(entries).reduce(
    (sum, folder) => sum + degradationsOf(entries, folder).filter((id) => id.startsWith(folder)).length,
    0,
  );
  return `${[
    "# Field guide to image artefacts",
    `${total} degradations, each with its cause, its equation, what one sees, what it is confused with, and pictures on phantoms and real images.`,
    table(["guide", "degradations", "where they act"], rows),
    "## Not here, and why",
    table(["artefact", "why"], NOT_HERE),
    sentence("`npm run sheets` draws all of it; `npm run sheets -- ct mri/spike-noise` a part"),
  ].join("\n\n")}\n`;
}

/** @returns the text of every page, by its path in the repository @throws MedqError where a file's header lacks a part */
export async function pages(entries: Catalogue): Promise<Map<string, string>> {
  const texts = new Map([["docs/degradations/README.md", cover(entries)]]);
  for (const folder of foldersOf(entries)) {
    const models = [...entries.degradations.keys()].filter((id) => id.startsWith(`${folder}/`)).map((id) => entryOf(entries, id));
    const own = new Map<string, readonly Subject[]>();
    for (const { id } of models) own.set(id, await subjectsOf(entries, id));
    texts.set(pagePath(folder), page(entries, folder, models, await subjectsOf(entries, folder), own));
  }
  return texts;
}
