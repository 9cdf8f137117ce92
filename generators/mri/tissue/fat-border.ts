/**
 * How much of each pixel is fat where fat borders on water: the border is as wide as a section's thickness makes it, and fat stays whole
 * within.
 *
 *   q = P(d / w)      d: distance from the border [px], above 0 on fat's side      P: distribution function of the normal law
 *
 * Of two borders of a thin layer the nearer one counts, so that its middle stays fat. Air and bone hold neither fat nor water, and no line
 * runs where fat borders on them: pixels that fat shares with bone count as fat. Towards the air the outermost pixels are the skin's water.
 */
import { erf } from "../../signal/math.ts";
import type { CoilSamples } from "../modality.ts";
import { distanceFrom, fatMask, outside } from "./fat.ts";
import { supportOf } from "./support.ts";

/** Water is what is wider than a pixel shared with bone. */
const RIM = 1.2;
/** Skin is what lies so near to the air [px]. */
const SKIN = 1.2;

/**
 * @param width w [px], above 0
 * @returns q, 0 .. 1: phase x readout; 0 in water, air and bone
 * @throws MedqError E_SAMPLES where no fat can be told
 */
export function fatBorder(images: CoilSamples, width: number): Float64Array {
  const { phase, readout, spacing } = images;
  const pixel = Math.sqrt(spacing.phase * spacing.readout);
  const from = (mask: Uint8Array): Float64Array => distanceFrom(mask, images, Number.POSITIVE_INFINITY).map((metres) => metres / pixel);
  const support = supportOf(images);
  const fat = fatMask(images);
  const other = support.mask.map((tissue, i) => (tissue === 1 && fat[i] === 0 ? 1 : 0));
  const inside = from(other.map((tissue) => 1 - tissue));
  const core = from(other.map((_, i) => (inside[i] > RIM ? 1 : 0)));
  const air = from(outside(support, images, pixel * Math.sqrt(phase * readout)));
  const water = other.map((tissue, i) => (tissue === 1 && (core[i] < 2 || air[i] < SKIN) ? 1 : 0));
  const toWater = from(water);
  const toFat = from(fat);
  const share = (distance: number): number => 0.5 + 0.5 * erf((distance - 0.5) / (width * Math.SQRT2));
  return Float64Array.from(fat, (isFat, i) => {
    if (water[i] === 1) return 1 - share(toFat[i]);
    return isFat === 1 || other[i] === 1 ? share(toWater[i]) : 0;
  });
}
