/**
 * Cardiac motion: the heart contracts while the gantry turns, and its walls are recorded in several places.
 *
 *   f_t(r) = f(r + A g(t) b(rho) n)      b = 16 rho^2 (1 - rho)^2      g = sin^2(pi h)      h = c v / V + h_0      v = 0 .. V - 1 views
 *
 * rho: distance from the middle of an ellipse / its radius there, n: outwards. What lies half-way out moves inwards by A at the height of the
 * beat, the middle and the border stay, and the heart is at rest as the image has it. c: share of a beat during the views, half of one on a
 * scanner of half a second's rotation: each view sees the heart of its moment, and two dozen moments stand for all.
 * The ellipse lies where the heart does, left of the middle of the body and in front of it; in other sections what beats with it.
 *
 * `drawn`: `right`, `up`, middle of the ellipse from the body's middle [body widths, heights]; `start`, h_0 [beats].
 *
 * Not modelled: turning and thickening of the wall, motion along the axis, arrhythmia, gating.
 *
 * Sources: Ritchie, Godwin, Crawford, Stanford, Anno, Kim, Radiology 185 (1992) 37 (how fast a scan must be); Barrett and Keat,
 * RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { sinTurns } from "../signal/math.ts";
import { bilinearAt } from "../signal/oblique-structures.ts";
import { bodyOf } from "./attenuation/body.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type Attenuation, sinogram } from "./modality.ts";
import { changingViews } from "./volume/changing-views.ts";

/** Half axes / width and height of the body; no heart is larger than that [m]. */
const HALF_WIDTH = 0.18;
const HALF_HEIGHT = 0.24;
const LARGEST = 0.06;
/** Above this share of the smaller half axis the deformation would fold: b rises by at most 3.1 per rho. */
const STEEPEST = 0.3;
const MOMENTS = 24;

export interface Heart {
  /** Its middle, in rows and columns. */
  readonly row: number;
  readonly column: number;
  /** Half axes [m]. */
  readonly down: number;
  readonly across: number;
}

/** @param inwards displacement half-way out [m] @returns what the contracted heart's image has more than the one at rest [1/m] */
export function contraction(object: Attenuation, heart: Heart, inwards: number): Float64Array {
  const { rows, columns, pixel, data } = object;
  const change = new Float64Array(data.length);
  for (let row = 0, i = 0; row < rows; row++) {
    const y = (row - heart.row) * pixel.row;
    for (let column = 0; column < columns; column++, i++) {
      const x = (column - heart.column) * pixel.column;
      const square = (x * x) / (heart.across * heart.across) + (y * y) / (heart.down * heart.down);
      if (square >= 1 || square === 0) continue;
      const rho = Math.sqrt(square);
      const distance = Math.sqrt(x * x + y * y);
      const step = (inwards * 16 * square * (1 - rho) * (1 - rho)) / distance;
      change[i] = bilinearAt(data, rows, columns, row + (step * y) / pixel.row, column + (step * x) / pixel.column) - data[i];
    }
  }
  return change;
}

/** 1 within the ellipse. */
function maskOf({ rows, columns, pixel }: Attenuation, heart: Heart): Uint8Array {
  return Uint8Array.from({ length: rows * columns }, (_, i) => {
    const y = ((Math.floor(i / columns) - heart.row) * pixel.row) / heart.down;
    const x = (((i % columns) - heart.column) * pixel.column) / heart.across;
    return x * x + y * y < 1 ? 1 : 0;
  });
}

/** g at a share of the beat: sin^2(pi h). */
export function contracted(beat: number): number {
  const sine = sinTurns(beat / 2);
  return sine * sine;
}

export default defineDegradation({
  version: 1,
  title: "beating of the heart during the scan",
  attribute: "motion",
  domain: sinogram,
  parameters: {
    amplitude: ladder({
      unit: "%",
      none: 0,
      mild: 4,
      moderate: 10,
      severe: 25,
      means: "displacement of the heart's wall at the height of its contraction / the smaller half axis of the heart",
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
    "Ritchie, Godwin, Crawford, Stanford, Anno and Kim, Radiology 185 (1992) 37-42. doi:10.1148/radiology.185.1.1523332",
    "Barrett and Keat, RadioGraphics 24 (2004) 1679-1691. doi:10.1148/rg.246045065",
  ],
  degrade(sample, { amplitude, beats }, random) {
    const { object } = sample.source;
    const { pixel } = object;
    const stream = random.stream("heart");
    const right = stream.range(0.04, 0.1);
    const up = stream.range(0.04, 0.1);
    const start = stream.range(0, 0.1);
    const body = bodyOf(object);
    const width = body.right - body.left;
    const height = body.bottom - body.top;
    const heart = {
      row: (body.top + body.bottom) / 2 - up * height,
      column: (body.left + body.right) / 2 + right * width,
      down: Math.min(HALF_HEIGHT * height * pixel.row, LARGEST),
      across: Math.min(HALF_WIDTH * width * pixel.column, LARGEST),
    };
    const inwards = Math.min(amplitude / 100, STEEPEST) * Math.min(heart.down, heart.across);
    const viewCount = sample.geometry.angles.length;
    const momentOf = Int32Array.from({ length: viewCount }, (_, view) => Math.floor((MOMENTS * view) / viewCount));
    const beatAt = (moment: number): number => (beats * (moment + 0.5)) / MOMENTS + start;
    const moved = changingViews(sample, momentOf, (moment) => contraction(object, heart, inwards * contracted(beatAt(moment))));
    let sum = 0;
    let peak = 0;
    for (const moment of momentOf) {
      const displacement = inwards * contracted(beatAt(moment));
      sum += displacement * displacement;
      peak = Math.max(peak, displacement);
    }
    return {
      sample: shownSharp(sample, moved),
      drawn: { right, up, start },
      effective: { rmsDisplacement: 1000 * Math.sqrt(sum / viewCount), peakDisplacement: 1000 * peak },
      mask: maskOf(object, heart),
    };
  },
});
