/** Draws docs/overview.png: one phantom of each modality, clean, mildly and severely degraded. Run with `npm run overview`. */
import { fileURLToPath } from "node:url";
import sharp, { type OverlayOptions } from "sharp";
import { catalogue, find } from "../generators/catalogue.ts";
import { degrade, observe } from "../generators/degrade.ts";
import type { Plane } from "../generators/plane.ts";
import { MARKS } from "../generators/severity.ts";
import { drawPhantom } from "../pipeline/jobs.ts";

const SHOWN = [
  ["mri", "mri/rigid-motion", "overview-4"],
  ["ct", "ct/sparse-view", "overview-2"],
  ["fundus", "fundus/uneven-illumination", "overview-1"],
  ["endoscopy", "endoscopy/motion-blur", "overview-1"],
  ["histopathology", "histopathology/out-of-focus", "overview-1"],
] as const;
const TILE = 240;
const GAP = 4;
const LABEL = 26;

const entries = await catalogue();
const overlays: OverlayOptions[] = [];

const tile = ({ rows, columns, channels }: Plane, pixels: Uint8Array): Promise<Buffer> =>
  sharp(pixels, { raw: { width: columns, height: rows, channels: channels as 1 | 3 } })
    .resize(TILE, TILE, { fit: "cover" })
    .toColourspace("srgb")
    .png()
    .toBuffer();

const label = (text: string): Buffer =>
  Buffer.from(
    `<svg width="${TILE}" height="${LABEL}"><text x="${TILE / 2}" y="18" text-anchor="middle" font-family="sans-serif" font-size="14" fill="#eee">${text}</text></svg>`,
  );

for (const [column, [modality, id, seed]] of SHOWN.entries()) {
  const left = column * (TILE + GAP);
  const clean = observe(find(entries.modalities, modality, "modality"), drawPhantom(entries, modality, seed).acquisition);
  overlays.push({
    input: label(`${find(entries.modalities, modality, "modality").title}: ${find(entries.degradations, id, "degradation").attribute}`),
    left,
    top: 0,
  });
  for (const [row, level] of (["none", "mild", "severe"] as const).entries()) {
    const { pixels } = await degrade(entries, modality, clean, [{ degradation: id, severity: MARKS[level] }], "overview", seed);
    overlays.push({ input: await tile(clean.plane, pixels), left, top: LABEL + row * (TILE + GAP) });
  }
}

const size = { width: SHOWN.length * (TILE + GAP) - GAP, height: LABEL + 3 * (TILE + GAP) - GAP };
await sharp({ create: { ...size, channels: 3, background: "#111" } })
  .composite(overlays)
  .png({ palette: true, quality: 90 })
  .toFile(fileURLToPath(new URL("./overview.png", import.meta.url)));
