/** The datasheet's part on sources: licence, who looked through them and for what, how identity was kept out. */
import type { CountedSource, Counts } from "../counts.ts";
import { counted, list, plain, table } from "../markdown.ts";

export function sources(counts: Counts): string[] {
  const all = [...counts.sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = all.map(({ name, source, groups, images }) => {
    const { spdx, evidence, redistribute } = source.licence;
    return [
      plain(name),
      source.origin,
      groups.size,
      images,
      `${plain(spdx)} (${plain(evidence)})`,
      redistribute ? "yes" : "no: recipes and hashes only",
      plain(source.citation),
    ];
  });
  return table([["source", "origin", "groups", "images", "licence", "pixels in the release", "citation"], ...rows]);
}

/** Absence of a defect is asked only where somebody looked for it, or where a phantom was drawn without it. */
export function inspections(counts: Counts): string[] {
  const all = [...counts.sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return list(all.map((each) => `${plain(each.name)}: ${inspection(each)}.`));
}

function inspection({ source, present }: CountedSource): string {
  const found = [...present].sort().map(plain).join(", ");
  if (source.origin === "phantom") return `drawn without any defect${found === "" ? "" : `, except (in some or all) ${found}`}`;
  const { inspected } = source;
  if (inspected === undefined) return "nobody has stated what its images were looked through for";
  const { by, date, absent } = inspected;
  const looked = absent === "all" ? "every defect of the modality" : absent.map(plain).join(", ");
  return `looked through by ${plain(by)}, ${date}; not found: ${looked || "nothing was looked for"}; found, so never asked as absent: ${found || "nothing"}`;
}

export function deidentification({ deidentified, images }: Counts): string[] {
  const rows = deidentified.rows;
  if (rows.length === 0) return ["No image comes from a format that can carry a patient."];
  const stated = rows.reduce((sum, row) => sum + deidentified.sum(row), 0);
  return list([
    ...rows.map((row) => `${counted(deidentified.sum(row), "image")}: ${plain(row)}.`),
    ...(stated < images ? [`${counted(images - stated, "image")}: of no file that can carry a patient.`] : []),
    "Pixels are not searched for burned-in text; files that declare it are refused.",
  ]);
}
