/**
 * Field-of-view truncation: the body is wider than the field that the detector covers, and a part of its mass is never measured.
 *
 *   p'(theta, s) = p(theta, s)                                        |s| <= h
 *                = p(theta, +-h) cos^2(pi (|s| - h) / (2 L))          h < |s| < h + L,   0 beyond
 *
 * Where a view ends inside the body the scanner lets its last value fall to 0 within L, a twenty-fifth of the half field h, so that the ramp
 * meets no cliff; views that end in air are complete and stay as they are. What is missing beyond h makes the border of the field
 * bright and, more evenly, lifts the inside. h leaves a given part of the body's area outside; the table does not count.
 * For a water disc of radius R cut off sharply (L = 0) the centre rises by (2 mu / pi) (sqrt(R^2 - h^2) / h - arccos(h / R)).
 *
 * Not modelled: fitting water cylinders to the ends of the views, which hides most of it; blanking outside the field.
 *
 * Sources: Ohnesorge et al., Med. Phys. 27 (2000) 39 (extrapolation with a cosine); Hsieh et al., Med. Phys. 31 (2004) 2385
 * (water cylinders).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns } from "../signal/math.ts";
import { bodyMask } from "./attenuation/body.ts";
import { type Attenuation, sinogram } from "./modality.ts";

/** Line integral of half a centimetre of water: less is no body. */
const BODY = 0.1;
/** Length of the fall beyond the field / half the field. */
const FALL = 0.04;

/** @param share of the body's area @returns the radius about the axis beyond which so much of the body lies [m] */
export function radiusLeaving(object: Attenuation, share: number): number {
  const { rows, columns, pixel } = object;
  const mask = bodyMask(object);
  const distances: number[] = [];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const y = (Math.floor(at / columns) - (rows - 1) / 2) * pixel.row;
    const x = ((at % columns) - (columns - 1) / 2) * pixel.column;
    distances.push(Math.sqrt(x * x + y * y));
  }
  const sorted = Float64Array.from(distances).sort();
  const place = (1 - Math.min(share, 1)) * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/** @returns the value at a place between two bins */
function between(data: Float64Array, view: number, binCount: number, place: number): number {
  const low = Math.min(Math.max(Math.floor(place), 0), binCount - 2);
  const t = Math.min(Math.max(place - low, 0), 1);
  return (1 - t) * data[view * binCount + low] + t * data[view * binCount + low + 1];
}

/** @returns views that end `half` bins from the middle and fall to 0 within `fall` bins */
export function truncated(data: Float64Array, binCount: number, half: number, fall: number): Float64Array {
  const centre = (binCount - 1) / 2;
  const cut = data.slice();
  for (let view = 0; view < data.length / binCount; view++) {
    const left = between(data, view, binCount, centre - half);
    const right = between(data, view, binCount, centre + half);
    for (let bin = 0; bin < binCount; bin++) {
      const beyond = Math.abs(bin - centre) - half;
      if (beyond <= 0) continue;
      const share = beyond < fall ? 0.5 + 0.5 * cosTurns(beyond / fall / 2) : 0;
      cut[view * binCount + bin] = share * (bin < centre ? left : right);
    }
  }
  return cut;
}

export default defineDegradation({
  version: 2,
  title: "field-of-view truncation",
  attribute: "truncation artefacts",
  domain: sinogram,
  parameters: {
    outside: ladder({
      unit: "%",
      none: 0,
      mild: 4,
      moderate: 9,
      severe: 20,
      means: "part of the body's area that lies beyond the field of view",
    }),
  },
  effective: {
    fieldDiameter: { unit: "mm", means: "diameter of the field of view that the detector covers" },
    truncatedViews: { unit: "1", means: "views that end inside the body or the table / all views" },
  },
  looksLike: {
    sign: "bright rims along a circle around the centre of the image, where the body reaches out of it",
    mild: "slight bright rims where the outermost parts of the body leave the circle",
    moderate: "bright circular rims through the outer parts of the body, which are shapeless outside them",
    severe: "broad glaring rims along a circle, with brightness that rises towards them from within and little anatomy outside",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a bright rim at the outermost parts of the body",
    moderate: "{fine} near the rim are whited out, while {coarse} inside the circle stay clear",
    severe: "{fine} fade in the rising brightness and even {coarse} are cut off outside the circle",
  },
  confusedWith: ["ct/detector-rings", "ct/detector-band", "ct/beam-hardening", "ct/scatter"],
  references: [
    "Ohnesorge, Flohr, Schwarz, Heiken, Bae, Med. Phys. 27 (2000) 39. doi:10.1118/1.598855",
    "Hsieh, Chao, Thibault, Grekowicz, Horst, McOlash, Myers, Med. Phys. 31 (2004) 2385. doi:10.1118/1.1776673",
  ],
  degrade(sample, { outside }) {
    const { binCount, binSize } = sample.geometry;
    const half = Math.max(radiusLeaving(sample.source.object, outside / 100) / binSize, 1);
    const data = truncated(sample.data, binCount, half, FALL * half);
    const centre = (binCount - 1) / 2;
    let views = 0;
    for (let view = 0; view * binCount < data.length; view++) {
      const ends = [centre - half, centre + half].map((place) => between(sample.source.data, view, binCount, place));
      if (Math.max(...ends) > BODY) views++;
    }
    return {
      sample: { ...sample, data },
      drawn: {},
      effective: { fieldDiameter: 2 * half * binSize * 1000, truncatedViews: (views * binCount) / data.length },
    };
  },
});
