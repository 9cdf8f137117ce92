/**
 * Projections as a scanner's reconstruction shows them: one slice in Hounsfield units.
 *
 *   mu = FBP(p), ramp with a Hann window, about the axis of rotation that the views themselves give          HU = 1000 (mu / mu_water - 1)
 *
 * mu_water is that of CT images here, whatever the beam's energy was. Where the detector's bin size is unknown, so is the scale of mu: the
 * size is then taken for which the object's median attenuation is water's, 0 HU, and the object as large as it would then be. What is seen
 * of it does not depend on that. The object: whatever attenuates more than 0.3 of the 99th percentile.
 *
 * The image is the largest square within the circle's diameter that every view sees; outside the circle nothing was measured.
 * Views stand for half the angle to their neighbours on either side, modulo half a turn; a gap is not filled.
 *
 * Not modelled: beam hardening, fan and cone beams, ring artefacts of the detector, which stay as they are.
 *
 * Source: Kak and Slaney (1988), section 3.3.
 */
import { MedqError } from "../../../manifests/error.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { filteredBackProjection } from "../../signal/filtered-back-projection.ts";
import { PI } from "../../signal/math.ts";
import { centreOfRotation, type Views } from "./centre-of-rotation.ts";

const AIR = -1000;
const LEAST_VIEWS = 8;
const LEAST_BINS = 16;
/** Of the usual step: what lies further apart is a gap. */
const GAP = 3;

/** @returns the angle that each view stands for [rad] */
export function viewWeights(angles: readonly number[]): Float64Array {
  const turned = angles.map((angle) => angle - PI * Math.floor(angle / PI));
  const order = [...turned.keys()].sort((a, b) => turned[a] - turned[b] || a - b);
  const steps = order.map((view, at) => (at + 1 < order.length ? turned[order[at + 1]] : turned[order[0]] + PI) - turned[view]);
  // The upper quartile: two turns give every angle twice, with steps of 0 between.
  const most = GAP * [...steps].sort((a, b) => a - b)[Math.floor(0.75 * steps.length)];
  const weights = new Float64Array(angles.length);
  order.forEach((view, at) => {
    const before = steps[(at + steps.length - 1) % steps.length];
    weights[view] = (Math.min(before, most) + Math.min(steps[at], most)) / 2;
  });
  return weights;
}

/** Moves the bins so that the axis falls on the middle of `binCount` bins. */
function centred({ angles, binCount, data }: Views, axis: number, side: number): Float64Array {
  const moved = new Float64Array(angles.length * side);
  for (let view = 0; view < angles.length; view++) {
    for (let bin = 0; bin < side; bin++) {
      const place = axis + bin - (side - 1) / 2;
      const from = Math.min(Math.max(Math.floor(place), 0), binCount - 2);
      const share = place - from;
      const at = view * binCount + from;
      moved[view * side + bin] = (1 - share) * data[at] + share * data[at + 1];
    }
  }
  return moved;
}

/** The median of what attenuates: 0 where nothing does. */
function objectMedian(attenuation: Float64Array): number {
  const sorted = attenuation.slice().sort();
  const threshold = 0.3 * sorted[Math.floor(0.99 * (sorted.length - 1))];
  const first = sorted.findIndex((value) => value > threshold);
  return threshold > 0 ? sorted[Math.floor((first + sorted.length - 1) / 2)] : 0;
}

function circle(side: number): Uint8Array {
  const inside = new Uint8Array(side * side);
  const centre = (side - 1) / 2;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [y, x] = [row - centre, column - centre];
      if (x * x + y * y <= centre * centre) inside[row * side + column] = 1;
    }
  }
  return inside;
}

function unreadable(problem: string): MedqError {
  return new MedqError("E_SAMPLES", problem, "image", "Give the projections of one object over half a turn, with its whole width in view.");
}

function reconstruct(acquisition: Acquisition, water: number): Acquisition {
  const { rows, columns, data, scan, scanner } = acquisition;
  if (scan?.angles.length !== rows || rows < LEAST_VIEWS || columns < LEAST_BINS) {
    throw unreadable(`Expected at least ${LEAST_VIEWS} views of ${LEAST_BINS} bins with their angles, got ${rows} x ${columns}`);
  }
  const views = { angles: scan.angles, binCount: columns, data };
  const axis = centreOfRotation(views);
  const side = 2 * Math.floor(Math.min(axis, columns - 1 - axis)) + 1;
  if (side < LEAST_BINS)
    throw unreadable(`Expected an axis of rotation within the detector, got it on bin ${axis.toFixed(1)} of ${columns}`);
  const angles = Float64Array.from(scan.angles);
  const geometry = { rows: side, columns: side, pixel: { row: 1, column: 1 }, angles, binCount: side, binSize: 1 };
  const perBin = filteredBackProjection(centred(views, axis, side), geometry, viewWeights(scan.angles), "hann");
  const inside = circle(side);
  const median = objectMedian(perBin.filter((_, pixel) => inside[pixel] === 1));
  if (!(median > 0)) throw unreadable("Expected an object that attenuates, got none");
  const size = scan.binSize ?? median / water;
  return {
    quantity: "hounsfield",
    coils: 1,
    rows: side,
    columns: side,
    channels: 1,
    complex: false,
    data: perBin.map((value, pixel) => (inside[pixel] === 1 ? 1000 * (value / (size * water) - 1) : AIR)),
    spacing: { row: size, column: size },
    inside,
    scanner,
  };
}

const known = new WeakMap<Acquisition, Acquisition>();

/**
 * @param water its attenuation [1/m]
 * @returns projections as an image in Hounsfield units; any other acquisition as it is
 * @throws MedqError E_SAMPLES where no image can be made of them
 */
export function imageOf(acquisition: Acquisition, water: number): Acquisition {
  if (acquisition.quantity !== "ct-projections") return acquisition;
  const image = known.get(acquisition) ?? reconstruct(acquisition, water);
  known.set(acquisition, image);
  return image;
}
