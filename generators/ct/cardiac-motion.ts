/**
 * Cardiac motion: the heart contracts while the gantry turns, and its walls are recorded in several places.
 *
 *   f_t(r) = f(r + A g(t) b(rho) n)      b = 16 rho^2 (1 - rho)^2      g = sin^2(pi h)      h = c v / V + h_0      v = 0 .. V - 1 views
 *
 * rho: distance from the heart's middle / how far it moves tissue in that direction, n: outwards. What lies half-way out moves inwards by A at
 * the height of the beat, the middle stays, and the heart is at rest as the image has it. c: share of a beat during the views, half of one on
 * a scanner of half a second's rotation: each view sees the heart of its moment, and two dozen moments stand for all.
 * The heart is found in the image (motion/heart.ts): the largest soft tissue between two lungs. Its borders with the lungs move, those with the
 * spine, the descending aorta and the front wall do not. A section without a heart is refused.
 *
 * The scan begins at a drawn angle and goes on a little beyond the half turn: where it closes, views of the end pass over into those of the beginning.
 *
 * `drawn`: `start`, h_0 [beats]; `view`, where on the half turn the scan begins [1].
 *
 * Not modelled: turning and thickening of the wall, motion along the axis, arrhythmia, gating, pulsation of the great vessels.
 *
 * Sources: Ritchie, Godwin, Crawford, Stanford, Anno, Kim, Radiology 185 (1992) 37 (how fast a scan must be); Barrett and Keat,
 * RadioGraphics 24 (2004) 1679.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import type { Mask } from "../plane.ts";
import { constant, ladder } from "../severity.ts";
import { sinTurns } from "../signal/math.ts";
import { bilinearAt } from "../signal/oblique-structures.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type Attenuation, sinogram } from "./modality.ts";
import { findHeart, type Heart, reachTowards } from "./motion/heart.ts";
import { changingViews } from "./volume/changing-views.ts";

/** Above this share of the least reach the deformation would fold: b rises by at most 3.1 per rho. */
const STEEPEST = 0.3;
const MOMENTS = 24;
/** Of those, moments that were measured twice, at the scan's end and before its beginning. */
const OVERSCAN = 4;

/** A pixel that the heart moves. */
interface Moved {
  readonly pixel: number;
  /** b(rho) at it, and the direction outwards in columns and rows for each metre. */
  readonly share: number;
  readonly right: number;
  readonly down: number;
}

/** @returns the pixels within the heart's reach */
export function movedPixels({ rows, columns, pixel }: Attenuation, heart: Heart): Moved[] {
  const moved: Moved[] = [];
  for (let row = 0, i = 0; row < rows; row++) {
    const y = (row - heart.row) * pixel.row;
    for (let column = 0; column < columns; column++, i++) {
      const x = (column - heart.column) * pixel.column;
      const distance = Math.sqrt(x * x + y * y);
      const rho = distance / reachTowards(heart, x, y);
      if (rho >= 1) continue;
      const share = 16 * rho * rho * (1 - rho) * (1 - rho);
      const [right, down] = distance > 0 ? [x / distance / pixel.column, y / distance / pixel.row] : [0, 0];
      moved.push({ pixel: i, share, right, down });
    }
  }
  return moved;
}

/** @param inwards displacement half-way out [m] @returns what the contracted heart's image has more than the one at rest [1/m] */
export function contraction({ rows, columns, data }: Attenuation, moved: readonly Moved[], inwards: number): Float64Array {
  const change = new Float64Array(data.length);
  for (const { pixel, share, right, down } of moved) {
    const step = inwards * share;
    change[pixel] =
      bilinearAt(data, rows, columns, Math.floor(pixel / columns) + step * down, (pixel % columns) + step * right) - data[pixel];
  }
  return change;
}

function maskOf({ data }: Attenuation, moved: readonly Moved[]): Mask {
  const mask = new Uint8Array(data.length);
  for (const { pixel } of moved) mask[pixel] = 1;
  return mask;
}

/** g at a share of the beat: sin^2(pi h). */
export function contracted(beat: number): number {
  const sine = sinTurns(beat / 2);
  return sine * sine;
}

export default defineDegradation({
  version: 2,
  title: "beating of the heart during the scan",
  attribute: "motion",
  domain: sinogram,
  parameters: {
    amplitude: ladder({
      unit: "%",
      none: 0,
      mild: 8,
      moderate: 16,
      severe: 28,
      means: "displacement of the heart's wall at the height of its contraction / radius of the largest disc within the heart",
    }),
    beats: constant({ unit: "1", value: 0.5, means: "share of a heartbeat during the views of one image" }),
  },
  effective: {
    rmsDisplacement: { unit: "mm", means: "root mean square over the views of the displacement of the heart's wall" },
    peakDisplacement: { unit: "mm", means: "largest displacement of the heart's wall" },
  },
  looksLike: {
    sign: "doubled or blurred borders of the heart, with short streaks that leave them, beside sharp lungs and ribs",
    mild: "slight blur or doubling of the borders of the heart",
    moderate: "plainly doubled borders of the heart, with streaks that leave them tangentially",
    severe: "borders of the heart drawn several times over, with dark and bright streaks beside them",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, those beside the heart with slightly blurred edges",
    moderate: "{fine} beside the heart are doubled, while {coarse} stay clear",
    severe: "{fine} beside the heart are lost and the heart has no true border",
  },
  confusedWith: ["ct/partial-volume", "ct/metal-artefact"],
  local: true,
  references: [
    "Ritchie, Godwin, Crawford, Stanford, Anno, Kim, Radiology 185 (1992) 37. doi:10.1148/radiology.185.1.1523332",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { amplitude, beats }, random) {
    const { object } = sample.source;
    const stream = random.stream("heart");
    const start = stream.range(0, 0.1);
    const view = stream.uniform();
    const heart = findHeart(object);
    if (heart === undefined) {
      throw new MedqError(
        "E_UNSUPPORTED",
        "Expected a section through the heart, found no soft tissue of its size between two lungs",
        "ct/cardiac-motion",
        "Take a section of the chest at the level of the heart, or another degradation.",
      );
    }
    const pixels = movedPixels(object, heart);
    const inwards = Math.min((amplitude / 100) * heart.radius, STEEPEST * heart.reach.reduce((least, reach) => Math.min(least, reach)));
    const viewCount = sample.geometry.angles.length;
    const momentOf = Int32Array.from({ length: viewCount }, (_, at) => {
      const turned = at / viewCount - view;
      return Math.min(Math.floor(MOMENTS * (turned - Math.floor(turned))), MOMENTS - 1);
    });
    const displacementAt = (moment: number): number => inwards * contracted((beats * (moment + 0.5)) / MOMENTS + start);
    const before = (moment: number): number => Math.max(moment - (MOMENTS - OVERSCAN) + 1, 0) / (OVERSCAN + 1);
    const moved = changingViews(sample, momentOf, (moment) => {
      const change = contraction(object, pixels, displacementAt(moment));
      const share = before(moment);
      if (share === 0) return change;
      const earlier = contraction(object, pixels, displacementAt(moment - MOMENTS));
      return change.map((value, i) => value + share * (earlier[i] - value));
    });
    let sum = 0;
    let peak = 0;
    for (const moment of momentOf) {
      const displacement = displacementAt(moment);
      sum += displacement * displacement;
      peak = Math.max(peak, displacement);
    }
    return {
      sample: shownSharp(sample, moved),
      drawn: { start, view },
      effective: { rmsDisplacement: 1000 * Math.sqrt(sum / viewCount), peakDisplacement: 1000 * peak },
      mask: maskOf(object, pixels),
    };
  },
});
