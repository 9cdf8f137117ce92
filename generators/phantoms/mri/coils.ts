/**
 * Four receive coils on a ring around the head: smooth sensitivities and phases that add up to one everywhere.
 *
 *   S_c(r) = w_c(r) exp(i p_c(r)),   w_c ~ 1 / (1 + (d_c / a)^2)^(3/2) normalised so that sum_c w_c^2 = 1
 *
 * d_c is the distance to coil c and a its radius: the field on and off the axis of a small loop, to its first order.
 */
import { cos, cosTurns, sin, sinTurns } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";

const COILS = 4;
/** In half fields of view. */
const RING = 1.25;
const RADIUS = 1;

/** @param signal size x size @returns coils x size x size complex */
export function birdcage(signal: Float64Array, size: number, random: RandomSource): { coils: number; data: Float64Array } {
  const stream = random.stream("coils");
  const turn = stream.uniform();
  const coils = Array.from({ length: COILS }, (_, c) => {
    const at = turn + (c + 0.2 * (stream.uniform() - 0.5)) / COILS;
    return { x: RING * cosTurns(at), y: RING * sinTurns(at), phase: stream.range(-3, 3), tilt: stream.range(-0.8, 0.8) };
  });
  const bend = Array.from({ length: 5 }, () => stream.range(-0.8, 0.8));
  const data = new Float64Array(2 * COILS * size * size);
  const weights = new Float64Array(COILS);
  for (let i = 0; i < size * size; i++) {
    const x = (2 * ((i % size) + 0.5)) / size - 1;
    const y = (2 * (Math.floor(i / size) + 0.5)) / size - 1;
    let energy = 0;
    for (let c = 0; c < COILS; c++) {
      const dx = x - coils[c].x;
      const dy = y - coils[c].y;
      const ratio = 1 + (dx * dx + dy * dy) / (RADIUS * RADIUS);
      weights[c] = 1 / (ratio * Math.sqrt(ratio));
      energy += weights[c] * weights[c];
    }
    const scale = signal[i] / Math.sqrt(energy);
    const background = bend[0] * x + bend[1] * y + bend[2] * x * y + bend[3] * (x * x - y * y) + bend[4];
    for (let c = 0; c < COILS; c++) {
      const phase = background + coils[c].phase + coils[c].tilt * (x * coils[c].x + y * coils[c].y);
      const at = 2 * (c * size * size + i);
      data[at] = scale * weights[c] * cos(phase);
      data[at + 1] = scale * weights[c] * sin(phase);
    }
  }
  return { coils: COILS, data };
}
