/**
 * The outline of a head in an axial section and the layers under it, as functions of the direction from its centre.
 *
 *   R(a) = ellipse(a) * (1 + sum of low harmonics)      depth(p) = (R(a) - |p|) / sqrt(1 + (R'/R)^2)
 *
 * Layers from outside: skin, subcutaneous fat, temporal muscle at the sides, outer table, diploe, inner table, subarachnoid space.
 */
import { atan2, cosTurns, TWO_PI } from "../../signal/math.ts";
import type { RandomSource, RandomStream } from "../../signal/random.ts";

/** Directions in a full turn at which the layers are tabulated. */
const DIRECTIONS = 1440;

/** Lengths [mm] at one point. */
interface Layers {
  /** Below the skin's surface; negative in air. */
  depth: number;
  /** From the skin's surface to the muscle, to the bone, to the end of the bone, and to the brain, along the same line. */
  muscle: number;
  bone: number;
  dura: number;
  brain: number;
  diploe: number;
}

export interface Skull {
  /** Reads the layers at a point [mm], head coordinates: x to the image's right, y down (posterior). */
  at(x: number, y: number): Layers;
  /** @returns the point of the brain's surface in a direction [turns, from +x towards +y] */
  brainSurface(turns: number): { x: number; y: number };
}

/** A smooth periodic function of direction: mean 0, largest deviation about `amount`. */
function ripple(stream: RandomStream, amount: number, orders: readonly number[]): (turns: number) => number {
  const waves = orders.map((order) => ({
    order,
    phase: stream.uniform(),
    size: (amount * stream.range(-1, 1)) / Math.sqrt(orders.length),
  }));
  return (turns) => waves.reduce((sum, { order, phase, size }) => sum + size * cosTurns(order * turns + phase), 0);
}

/** @param narrow 1 at the level of the basal ganglia, smaller towards the vertex */
export function drawSkull(random: RandomSource, narrow: number, atrophy: number): Skull {
  const stream = random.stream("skull");
  const halfWidth = stream.range(74, 80) * narrow;
  const halfLength = stream.range(92, 99) * (0.4 + 0.6 * narrow);
  const occiput = stream.range(0.02, 0.055);
  const outline = ripple(stream, 0.011, [1, 2, 3, 5]);
  const fat = stream.range(2.6, 5);
  const fatVaries = ripple(stream, 0.3, [1, 2, 3, 7, 11]);
  const muscle = stream.range(3, 6.5) * narrow;
  const bone = stream.range(5.2, 7.4);
  const boneVaries = ripple(stream, 0.2, [2, 3, 5, 8]);
  const diploe = stream.range(0.3, 0.5);
  const space = stream.range(0.9, 1.6) + 1.8 * atrophy;
  const spaceVaries = ripple(stream, 0.8, [2, 3, 5, 9, 14, 19]);

  const tables = ["radius", "muscle", "bone", "dura", "brain", "slope"] as const;
  const table = Object.fromEntries(tables.map((name) => [name, new Float64Array(DIRECTIONS + 1)])) as Record<
    (typeof tables)[number],
    Float64Array
  >;
  for (let i = 0; i <= DIRECTIONS; i++) {
    const turns = i / DIRECTIONS;
    const c = cosTurns(turns);
    const s = cosTurns(turns - 0.25);
    const ellipse = 1 / Math.sqrt((c * c) / (halfWidth * halfWidth) + (s * s) / (halfLength * halfLength));
    // Widest behind the middle; the forehead is narrower and the occiput rounder than an ellipse.
    table.radius[i] = ellipse * (1 + occiput * s * c * c * 2 + outline(turns));
    const side = Math.max(0, c * c - 0.35 - 0.5 * Math.max(0, s) - 0.1 * s);
    const soft = 1.6 + fat * (1 + fatVaries(turns));
    table.muscle[i] = soft;
    table.bone[i] = soft + 0.4 + 1.5 * muscle * side;
    table.dura[i] = table.bone[i] + bone * (1 + boneVaries(turns)) * (1 + 0.25 * s * s - 0.3 * side);
    table.brain[i] = table.dura[i] + space * (1 + spaceVaries(turns));
  }
  for (let i = 0; i <= DIRECTIONS; i++) {
    const next = table.radius[i === DIRECTIONS ? 1 : i + 1];
    const rate = ((next - table.radius[i]) * DIRECTIONS) / TWO_PI / table.radius[i];
    table.slope[i] = 1 / Math.sqrt(1 + rate * rate);
  }
  const read = (values: Float64Array, position: number): number => {
    const i = Math.min(Math.floor(position), DIRECTIONS - 1);
    return values[i] + (position - i) * (values[i + 1] - values[i]);
  };
  const place = (turns: number): number => (turns - Math.floor(turns)) * DIRECTIONS;
  return {
    at(x, y) {
      const position = place(atan2(y, x) / TWO_PI);
      const depth = (read(table.radius, position) - Math.sqrt(x * x + y * y)) * read(table.slope, position);
      const boneStart = read(table.bone, position);
      const dura = read(table.dura, position);
      const brain = read(table.brain, position);
      return { depth, muscle: read(table.muscle, position), bone: boneStart, dura, brain, diploe: diploe * (dura - boneStart) };
    },
    brainSurface(turns) {
      const position = place(turns);
      const r = read(table.radius, position) - read(table.brain, position) / read(table.slope, position);
      return { x: r * cosTurns(turns), y: r * cosTurns(turns - 0.25) };
    },
  };
}
