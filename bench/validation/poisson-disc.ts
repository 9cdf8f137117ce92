import { poissonDiscMask } from "../../generators/signal/poisson-disc.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
const CALIBRATION = 24;
const ACCELERATION = 6;
const COUNT = 4;
/** Nearest neighbours are looked for so far [samples]; the ring ends farther from the edge than that. */
const REACH = 6;
/** As mri/poisson-disc-undersampling has it; sigpy finds a slope of its own. */
const SPREAD = 3;

const radiusOf = (i: number): number => Math.hypot(Math.floor(i / SIDE) - SIDE / 2, (i % SIDE) - SIDE / 2) / (SIDE / 2);

/**
 * Mean distance from a sample to its nearest neighbour, times the root of their density, between 0.7 and 0.95 of the way to the edge: how evenly
 * they lie, whatever their number. Independent samples have 1 / 2, a hexagonal grid 1.07.
 */
function evenness(masks: ArrayLike<number>): number {
  const inRing = (i: number): boolean => radiusOf(i) > 0.7 && radiusOf(i) < 0.95;
  let [distances, samples, places] = [0, 0, 0];
  for (let at = 0; at < masks.length; at++) {
    const i = at % (SIDE * SIDE);
    if (!inRing(i)) continue;
    places++;
    if (masks[at] === 0) continue;
    samples++;
    let nearest = Number.POSITIVE_INFINITY;
    for (let down = -REACH; down <= REACH; down++) {
      for (let across = -REACH; across <= REACH; across++) {
        if ((down !== 0 || across !== 0) && masks[at + down * SIDE + across] === 1) nearest = Math.min(nearest, Math.hypot(down, across));
      }
    }
    distances += nearest;
  }
  return (distances / samples) * Math.sqrt(samples / places);
}

/** Share of the samples beyond the calibration region whose right or lower neighbour was taken, too, among those of the outer half. */
function touching(masks: ArrayLike<number>): number {
  let [pairs, samples] = [0, 0];
  for (let at = 0; at < masks.length; at++) {
    const i = at % (SIDE * SIDE);
    if (masks[at] === 0 || radiusOf(i) < 0.6 || i % SIDE === SIDE - 1 || i >= SIDE * (SIDE - 1)) continue;
    samples++;
    if (masks[at + 1] !== 0 || masks[at + SIDE] !== 0) pairs++;
  }
  return pairs / samples;
}

export default defineValidation({
  title: "Poisson-disc masks",
  about: `${COUNT} masks of ${SIDE} x ${SIDE} samples at an acceleration of ${ACCELERATION}, calibration ${CALIBRATION} x ${CALIBRATION}, of either side: other draws, so that what they share is statistics. The
acceleration that comes out: ours keeps round(N / R) samples, sigpy searches for it, here to 0.01. The distance law: mean distance to the nearest sample times the root of the density,
which is 1 / 2 for independent samples; a Poisson-disc lies evenly, both sides alike to 0.1. Neighbours in the outer part, which a Poisson-disc never takes
together at this acceleration, against about 2 / R of the samples without the rule; sigpy's candidates are rounded to the grid after the rule.`,
  async *findings(theirs) {
    const settings = { side: SIDE, calibration: CALIBRATION, acceleration: ACCELERATION, count: COUNT };
    const sigpy = await theirs<number[]>("masks", {}, settings);
    const ours = Array.from({ length: COUNT }, (_, seed) => {
      const stream = randomSource({ seed: String(seed), image: "mask", operation: "validation", stage: "degrade" }).stream("samples");
      const calibration = { rows: CALIBRATION, columns: CALIBRATION };
      return Array.from(
        poissonDiscMask({ rows: SIDE, columns: SIDE, acceleration: ACCELERATION, calibration, spread: SPREAD }, stream).mask,
      );
    }).flat();
    const size = SIDE * SIDE * COUNT;
    const acceleration = (masks: readonly number[]): number => size / masks.reduce((sum, value) => sum + value, 0);
    const off = (masks: readonly number[]): number => Math.abs(acceleration(masks) / ACCELERATION - 1);
    yield { of: "acceleration / the one asked for, less 1", whose: "ours", measured: off(ours), atMost: 1e-3 };
    yield { of: "acceleration / the one asked for, less 1", whose: "sigpy", measured: off(sigpy), atMost: 1e-2 };
    const [own, other] = [evenness(ours), evenness(sigpy)];
    yield { of: "distance to the nearest sample x root of the density", whose: "ours", measured: own, atLeast: 0.7 };
    yield { of: "distance to the nearest sample x root of the density", whose: "sigpy", measured: other, atLeast: 0.7 };
    yield { of: "their difference", whose: "ours and sigpy", measured: Math.abs(own - other), atMost: 0.1 };
    yield { of: "neighbours taken together, outer part", whose: "ours", measured: touching(ours), atMost: 0 };
    yield { of: "neighbours taken together, outer part", whose: "sigpy", measured: touching(sigpy), atMost: 0.02 };
  },
});
