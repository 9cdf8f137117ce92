/**
 * The head in an axial slice at the level of the lateral ventricles: which tissue lies at a point.
 *
 * Coordinates: x to the image's right, y downwards (posterior), both -1 .. 1 across the field of view. Layers from outside:
 * scalp fat, skull with marrow, CSF, folded cortex, white matter; inside it ventricles, caudate, thalamus, putamen.
 * Sulci are the zero lines of a smooth random field that runs mainly radially, as deep as a second field lets them be;
 * grey matter lines the surface and both banks of every sulcus.
 */
import { atan2, cos, cosTurns, sin, TWO_PI } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";
import type { Structure } from "../../phantom.ts";
import { type Field, gradientField } from "./noise-field.ts";

export type Tissue = "air" | "scalp" | "muscle" | "bone" | "marrow" | "csf" | "grey" | "white" | "deep";

/** An ellipse with half axes along and across its direction; mirrored ones stand on both sides. */
interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly along: number;
  readonly across: number;
  /** Direction of the long axis: cosine and sine of the angle from the y axis. */
  readonly cosine: number;
  readonly sine: number;
}

interface Layers {
  readonly scalp: number;
  readonly skull: number;
  readonly csf: number;
  readonly cortex: number;
  readonly sulcus: number;
}

export interface Head {
  readonly width: number;
  readonly height: number;
  readonly ripples: readonly (readonly [number, number, number])[];
  readonly layers: Layers;
  readonly depth: number;
  readonly folds: Field;
  readonly depths: Field;
  readonly warp: Field;
  readonly grain: Field;
  readonly ventricles: readonly Ellipse[];
  readonly caudate: Ellipse;
  readonly thalamus: Ellipse;
  readonly putamen: Ellipse;
  readonly insula: Ellipse;
  readonly third: Ellipse;
  readonly structures: Readonly<Record<string, Structure>>;
  texture(x: number, y: number): number;
}

const ellipse = (x: number, y: number, along: number, across: number, angle: number): Ellipse => ({ x, y, along, across, cosine: cos(angle), sine: sin(angle) });

/** Below 1 inside, 1 on the border. */
function radius(e: Ellipse, x: number, y: number): number {
  const dx = x - e.x;
  const dy = y - e.y;
  const u = (dy * e.cosine + dx * e.sine) / e.along;
  const v = (dx * e.cosine - dy * e.sine) / e.across;
  return Math.sqrt(u * u + v * v);
}

export function drawHead(random: RandomSource): Head {
  const stream = random.stream("head");
  const width = stream.range(0.66, 0.73);
  const height = stream.range(0.83, 0.9);
  const atrophy = stream.uniform();
  const open = 0.8 + 0.7 * atrophy;
  const field = (name: string) => gradientField(random.stream(name));
  const grain = field("grain");
  const lift = stream.range(-0.04, 0.04);
  const ventricles = [
    ellipse(0.085, -0.235 + lift, 0.135, 0.034 * open, -0.42),
    ellipse(0.075, -0.06 + lift, 0.16, 0.03 * open, 0.12),
    ellipse(0.185, 0.27 + lift, 0.16, 0.042 * open, 0.5),
  ];
  return {
    width,
    height,
    ripples: [2, 3, 4].map((order) => [order, stream.range(-0.012, 0.012), stream.uniform()] as const),
    layers: {
      scalp: stream.range(0.035, 0.06),
      skull: stream.range(0.045, 0.06),
      csf: stream.range(0.012, 0.02) * open,
      cortex: stream.range(0.026, 0.031),
      sulcus: stream.range(0.0045, 0.007) * open,
    },
    depth: stream.range(0.2, 0.26),
    folds: field("folds"),
    depths: field("depths"),
    warp: field("warp"),
    grain,
    ventricles,
    caudate: ellipse(0.135, -0.19 + lift, 0.1, 0.042, -0.3),
    thalamus: ellipse(0.085, 0.07 + lift, 0.125, 0.07, 0.25),
    putamen: ellipse(0.265, -0.05 + lift, 0.155, 0.05, 0.16),
    insula: ellipse(0.36, -0.06 + lift, 0.17, 0.004 * open, 0),
    third: ellipse(0, 0.05 + lift, 0.1, 0.013 * open, 0),
    structures: {
      "the lateral ventricles": { row: (1 + lift) / 2, column: 0.5, halfHeight: 0.21, halfWidth: 0.12 },
      "the cortex": { row: 0.5, column: 0.5, halfHeight: (height - 0.14) / 2, halfWidth: (width - 0.14) / 2 },
    },
    texture: (x, y) => 1 + 0.05 * grain(9 * x, 9 * y) + 0.04 * grain(31 * x + 7, 31 * y),
  };
}

/** Distance inside the scalp's outer border, in half fields of view (negative outside), and the polar angle in turns. */
function place(head: Head, x: number, y: number): { inside: number; turns: number } {
  const turns = atan2(y, x) / TWO_PI;
  const r = Math.sqrt(x * x + y * y);
  const c = r === 0 ? 1 : x / r;
  const s = r === 0 ? 0 : y / r;
  let border = 1 / Math.sqrt((c * c) / (head.width * head.width) + (s * s) / (head.height * head.height));
  // The forehead is narrower than the back of the head.
  border *= 1 + 0.03 * s * (1 - s * s);
  for (const [order, amount, phase] of head.ripples) border *= 1 + amount * cosTurns(order * turns + phase);
  return { inside: border - r, turns };
}

export function tissueAt(head: Head, x: number, y: number): Tissue {
  const { inside, turns } = place(head, x, y);
  const { scalp, skull, csf } = head.layers;
  if (inside <= 0) return "air";
  // Temporal muscle thickens the scalp at the sides.
  const side = Math.max(0, cosTurns(2 * turns)) * Math.max(0, 1 - 6 * (y + 0.1) * (y + 0.1));
  const soft = scalp * (1 + 0.6 * side);
  if (inside < soft) return inside > soft - 0.75 * scalp * Math.max(0, side - 0.25) ? "muscle" : "scalp";
  const bone = inside - soft;
  const thick = skull * (1 + 0.35 * Math.abs(y));
  if (bone < thick) return Math.abs(bone / thick - 0.5) < 0.2 ? "marrow" : "bone";
  const brain = bone - thick;
  return brain < csf ? "csf" : brainAt(head, x, y, brain - csf, turns);
}

/** @param deep distance below the brain's surface */
function brainAt(head: Head, x: number, y: number, deep: number, turns: number): Tissue {
  const mirrored = Math.abs(x);
  for (const ventricle of head.ventricles) if (radius(ventricle, mirrored, y) < 1) return "csf";
  if (radius(head.third, x, y) < 1) return "csf";
  if (radius(head.caudate, mirrored, y) < 1 || radius(head.thalamus, mirrored, y) < 1 || radius(head.putamen, mirrored, y) < 1) return "deep";

  const { cortex, sulcus } = head.layers;
  const wander = 0.02 * head.warp(3 * y, 11);
  const across = Math.abs(x + wander);
  // The two hemispheres part in front of and behind the corpus callosum.
  const callosum = 0.3;
  const gap = Math.abs(y) > callosum ? across : Number.POSITIVE_INFINITY;
  const fissure = Math.min(gap, insulaDistance(head, mirrored, y));
  const folded = foldDistance(head, x, y, deep, turns);
  const open = Math.min(folded, fissure);
  if (open < sulcus) return "csf";
  return Math.min(deep + sulcus, open) < cortex + sulcus ? "grey" : "white";
}

/** Distance to the insular cleft and to the Sylvian fissure that leads to it from the side. */
function insulaDistance(head: Head, mirrored: number, y: number): number {
  const { insula } = head;
  const t = (y - insula.y) / insula.along;
  // The cleft bows outwards at its middle and closes at its ends.
  const bow = insula.x + 0.035 * (1 - t * t) + 0.25 * head.warp(4 * y, 3) * insula.along * 0.3;
  const cleft = Math.abs(t) < 1 ? Math.abs(mirrored - bow) + 0.03 * t * t * t * t : Math.abs(mirrored - bow) + 0.03 + insula.along * (Math.abs(t) - 1);
  const level = insula.y + 0.03 + 0.45 * (mirrored - bow) + 0.12 * head.warp(6 * mirrored, 21);
  const fissure = mirrored > bow ? Math.abs(y - level) : Number.POSITIVE_INFINITY;
  return Math.max(Math.min(cleft, fissure) - insula.across, 0);
}

/** Distance to the nearest sulcus: |n| / |grad n| of a field in coordinates that follow the surface. */
function foldDistance(head: Head, x: number, y: number, deep: number, turns: number): number {
  const reach = head.depth * (0.9 + 1.3 * head.depths(2.6 * x + 5, 2.6 * y + 3));
  if (deep > reach) return Number.POSITIVE_INFINITY;
  // A sulcus every 1/26 of the circumference, bending with depth; the field is periodic in turns by construction of its cosine and sine arguments.
  const at = (u: number, v: number): number => {
    const bend = 0.06 * head.warp(5.5 * u, 5.5 * v);
    const side = 0.06 * head.warp(5.5 * u + 17, 5.5 * v + 29);
    return head.folds(9.5 * (u + bend), 9.5 * (v + side)) + 0.3 * cosTurns(17 * turns + 0.3 * head.warp(3 * u + 40, 3 * v));
  };
  const step = 0.004;
  const here = at(x, y);
  const slope = Math.sqrt((at(x + step, y) - here) * (at(x + step, y) - here) + (at(x, y + step) - here) * (at(x, y + step) - here)) / step;
  // Towards its floor a sulcus closes.
  return Math.abs(here) / (slope + 1.5) + 0.05 * Math.max(0, deep / reach - 0.75);
}
