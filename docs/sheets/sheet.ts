/** One degradation's sheet: on each subject the clean image, five severities, the difference, and the raw domain or a detail. */
import type { Catalogue } from "../../generators/catalogue.ts";
import { find } from "../../generators/catalogue.ts";
import { type Degraded, degrade, type Observed } from "../../generators/degrade.ts";
import type { Modality } from "../../generators/modality.ts";
import type { Ladder } from "../../generators/severity.ts";
import type { Entry } from "./catalogue-files.ts";
import type { Section, Sheet } from "./layout.ts";
import { rawTile } from "./raw.ts";
import { SEED, SHOWN_SEVERITY, type Subject } from "./subjects.ts";
import { detailTile, differenceTile, shown, type Tile } from "./tiles.ts";
import { number, quantity, spoken } from "./words.ts";

/** A subject, observed once for all sheets. */
export interface Shown {
  readonly subject: Subject;
  readonly clean: Observed;
}

const SEVERITIES = [0.2, 0.4, 0.6, 0.8, 1] as const;

/** "lines 158" needs no unit. */
const labelled = (name: string, value: number, unit: string): string => {
  const words = spoken(name);
  return `${words} ${words.endsWith(unit) ? number(value) : quantity(value, unit)}`;
};

const moves = ({ none, mild, moderate, severe }: Ladder): boolean => new Set([none, mild, moderate, severe]).size > 1;

/** What was asked for, and what came of it: an effective value that says the same again is left out. */
function severityTile({ model }: Entry, clean: Observed, severity: number, { chain, pixels, effect }: Degraded): Tile {
  const { parameters, effective } = chain[0]!;
  const set = Object.entries(model.parameters).filter(([, ladder]) => moves(ladder));
  const values = set.map(([name, { unit }]) => labelled(name, parameters[name]!, unit));
  const measured = Object.entries(model.effective)
    .map(([name, { unit }]) => labelled(name, effective[name]!, unit))
    .filter((words) => !values.includes(words));
  return {
    picture: shown(clean, pixels),
    title: `severity ${severity}`,
    lines: [
      ...(values.length > 0 ? [values.join(" · ")] : []),
      ...(measured.length > 0 ? [`→ ${measured.join(" · ")}`] : []),
      `NRMSE ${effect.nrmse.toFixed(3)} · SSIM ${effect.ssim.toFixed(3)}`,
    ],
  };
}

function cleanLines({ quantity: { unit } }: Modality, { window: { low, high }, acquisition: { spacing } }: Observed): string[] {
  const [perMetre, length] = spacing === undefined || spacing.row >= 1e-4 ? [1e3, "mm"] : [1e6, "µm"];
  return [
    ...(spacing === undefined ? [] : [`pixel ${number(perMetre * spacing.row)} × ${number(perMetre * spacing.column)} ${length}`]),
    ...(unit === "HU" ? [`level ${number((low + high) / 2)} · width ${number(high - low)} HU`] : []),
  ];
}

async function section(entries: Catalogue, entry: Entry, { subject, clean }: Shown, showRaw: boolean): Promise<Section> {
  const { id, model } = entry;
  const modality = find(entries.modalities, subject.modality, "modality");
  const degraded = new Map<number, Degraded>();
  for (const severity of SEVERITIES) {
    degraded.set(severity, await degrade(entries, subject.modality, clean, [{ degradation: id, severity }], SEED, subject.key));
  }
  const inside = degraded.get(SHOWN_SEVERITY)!;
  const raw = showRaw ? rawTile(id, model, modality, clean, subject.key, SHOWN_SEVERITY) : undefined;
  const { tile: difference, region } = differenceTile(modality, model, clean, inside, SHOWN_SEVERITY);
  const { rows, columns } = clean.plane;
  return {
    title: subject.title,
    note: `${subject.input}, ${rows} × ${columns}`,
    tiles: [
      {
        picture: shown(clean, clean.pixels),
        title: "clean",
        lines: cleanLines(modality, clean),
        ...(raw === undefined && { frame: region }),
      },
      ...SEVERITIES.map((severity) => severityTile(entry, clean, severity, degraded.get(severity)!)),
      difference,
      raw ?? detailTile(clean, inside, region, SHOWN_SEVERITY),
    ],
  };
}

/** The raw domain is shown on the first subject, a detail on the second, or on both where there is no picture of the raw domain. */
export async function sheetOf(entries: Catalogue, entry: Entry, subjects: readonly Shown[]): Promise<Sheet> {
  const sections: Section[] = [];
  for (const [index, subject] of subjects.entries()) sections.push(await section(entries, entry, subject, index === 0));
  return { title: entry.model.title, note: `${entry.id} · ${entry.model.domain.name}`, sections };
}
