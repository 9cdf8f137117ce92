/**
 * The sections above and below one section of a body: bones run on obliquely, each its own way, while soft tissue stands nearly upright.
 *
 *   f(r, z) = s(r + z c v(r)) + b(r + z v(r))        b = max(mu - mu(100 HU), 0),   s = mu - b,   c = 0.1
 *
 * v: field of slopes (signal/oblique-structures.ts). Ribs, scapulae, transverse processes lean by some tens of degrees and leave a section
 * within millimetres; skin and pleura hardly move from one section to the next. Contrast medium leans with the bones. The field is scaled so that the
 * section's bones, not the section, lean by its root mean square.
 *
 * Not modelled: structures that begin or end between sections.
 */
import { SLOPE, type Slopes, sectionAt } from "../../signal/oblique-structures.ts";
import { type Attenuation, WATER_ATTENUATION } from "../modality.ts";

/** Above this a pixel holds bone [1/m]: 100 HU. */
const SOFT = 1.1 * WATER_ATTENUATION;
/** Slope of soft tissue / slope of bone. */
const UPRIGHT = 0.1;

/** Bones that lie where the field is weak are not made to lean more than so many times more. */
const MOST = 4;

/** The field, so that its root mean square over the bone is SLOPE. */
function scaled({ down, across }: Slopes, bone: Float64Array): Slopes {
  let [energy, amount] = [0, 0];
  for (let i = 0; i < bone.length; i++) {
    energy += bone[i] * (down[i] * down[i] + across[i] * across[i]);
    amount += bone[i];
  }
  const factor = amount === 0 ? 1 : Math.min(SLOPE * Math.sqrt(amount / Math.max(energy, 1e-12 * amount)), MOST);
  return { down: down.map((value) => factor * value), across: across.map((value) => factor * value) };
}

/** @returns the section at any height z [m] */
export function leaningBones(object: Attenuation, field: Slopes): (z: number) => Float64Array {
  const soft = { ...object, data: object.data.map((value) => Math.min(value, SOFT)) };
  const bone = { ...object, data: object.data.map((value) => Math.max(value - SOFT, 0)) };
  const slopes = scaled(field, bone.data);
  return (z) => {
    const section = sectionAt(soft, slopes, UPRIGHT * z);
    const dense = sectionAt(bone, slopes, z);
    for (let i = 0; i < section.length; i++) section[i] += dense[i];
    return section;
  };
}
