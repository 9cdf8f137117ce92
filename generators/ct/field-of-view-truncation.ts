/**
 * Field-of-view truncation: the body is wider than the field that the detector covers, and a part of its mass is never measured.
 *
 *   p'(theta, s) = p(theta, s)                                        |s| <= h
 *                = p(theta, +-h) cos^2(pi (|s| - h) / (2 L))          h < |s| < h + L,   0 beyond
 *
 * Where a view ends inside the body the scanner lets its last value fall to 0 within L, a twenty-fifth of the half field h, so that the ramp
 * meets no cliff; views that end in air are complete and stay as they are. What is missing beyond h makes the border of the field
 * bright and, more evenly, lifts the inside. h is measured against how far the object reaches from the axis, in any view.
 * For a water disc of radius R cut off sharply (L = 0) the centre rises by (2 mu / pi) (sqrt(R^2 - h^2) / h - arccos(h / R)).
 *
 * Not modelled: fitting water cylinders to the ends of the views, which hides most of it; blanking outside the field.
 *
 * Sources: Ohnesorge et al., Medical Physics 27 (2000) 39 (extrapolation with a cosine); Hsieh et al., Medical Physics 31 (2004) 2385
 * (water cylinders).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns } from "../signal/math.ts";
import { type Sinogram, sinogram } from "./modality.ts";

/** Line integral of half a centimetre of water: less is no body. */
const BODY = 0.1;
/** Length of the fall beyond the field / half the field. */
const FALL = 0.04;

/** @returns the largest distance from the axis at which a view meets the object [bins] */
export function bodyReach({ geometry, source }: Sinogram): number {
  const { binCount } = geometry;
  const centre = (binCount - 1) / 2;
  let reach = 0;
  for (let at = 0; at < source.data.length; at++) {
    if (source.data[at] > BODY) reach = Math.max(reach, Math.abs((at % binCount) - centre));
  }
  return reach;
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
  version: 1,
  title: "field-of-view truncation",
  attribute: "truncation",
  domain: sinogram,
  parameters: {
    cut: ladder({
      unit: "%",
      none: 0,
      mild: 4,
      moderate: 10,
      severe: 22,
      means: "part of the object's half width, from the axis of rotation outwards, that lies beyond the field of view",
    }),
  },
  effective: {
    fieldDiameter: { unit: "mm", means: "diameter of the field of view that the detector covers" },
    truncatedViews: { unit: "1", means: "views that end inside the object / all views" },
  },
  looksLike: {
    sign: "a bright rim along a circle around the centre of the image, where the body reaches out of it",
    mild: "a slight bright band at the outermost parts of the body",
    moderate: "a bright circular rim through the outer parts of the body, which are too dark and shapeless outside it",
    severe: "a broad glaring rim around a circle, brightness rising towards it from within, and little anatomy outside it",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, only the outermost parts of the body are too bright",
    moderate: "{fine} near the rim are whited out, while {coarse} inside the circle stay clear",
    severe: "{fine} fade in the rising brightness and even {coarse} are cut off outside the circle",
  },
  confusedWith: ["ct/detector-rings", "ct/low-dose", "ct/sparse-view"],
  references: ["Ohnesorge et al., Medical Physics 27:39, 2000", "Hsieh et al., Medical Physics 31:2385, 2004"],
  degrade(sample, { cut }) {
    const { binCount, binSize } = sample.geometry;
    const half = Math.max((1 - cut / 100) * bodyReach(sample), 1);
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
