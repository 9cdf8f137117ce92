/**
 * What lies deep in the brain in an axial section, at one of three levels: basal ganglia, bodies of the lateral ventricles, centrum semiovale.
 *
 * Shapes are strokes in millimetres, x to the image's right, y down (posterior), origin in the middle of the head. Both sides are drawn
 * from one plan with small differences of their own. Sizes follow adult averages as atlases show them.
 *
 * Not modelled: brain stem and cerebellum, orbits, vessels other than the sagittal sinus, pathology.
 */
import type { RandomSource } from "../../signal/random.ts";
import { type Disc, stroke } from "./stroke.ts";

export const LEVELS = ["basal ganglia", "ventricular bodies", "centrum semiovale"] as const;
export type SectionLevel = (typeof LEVELS)[number];

export interface Section {
  readonly ventricles: readonly Disc[];
  /** Glomera of the choroid plexus inside the ventricles. */
  readonly choroid: readonly Disc[];
  readonly striatum: readonly Disc[];
  readonly thalamus: readonly Disc[];
  readonly pallidum: readonly Disc[];
  /** Thin grey sheet between putamen and insula. */
  readonly claustrum: readonly Disc[];
  /** Clefts filled with CSF that no sulcus may cross: interhemispheric fissure, Sylvian fissures, cisterns. */
  readonly fissures: readonly Disc[];
  readonly sinuses: readonly Disc[];
  /** Where the interhemispheric fissure ends at the corpus callosum: front and back [mm]; equal where it runs through. */
  readonly callosum: readonly [number, number];
  /** Half axes of the region of deep structures that sulci keep out of [mm]. */
  readonly core: readonly [number, number];
}

type Points = readonly (readonly [number, number, number])[];

/**
 * @param front y of the brain's front [mm]
 * @param back y of its back
 * @param atrophy 0 .. 1: ventricles and fissures widen with age
 */
export function drawSection(random: RandomSource, level: SectionLevel, front: number, back: number, atrophy: number): Section {
  const stream = random.stream("section");
  const size = stream.range(0.94, 1.06);
  const wide = (0.75 + 0.9 * atrophy) * stream.range(0.85, 1.15);
  const shift = stream.range(-4, 3);
  /** One plan on both sides, each point moved a little: by up to `loose` mm. */
  const both = (points: Points, radius = 1, loose = 0.8): Disc[] =>
    [1, -1].flatMap((side) => {
      const dx = stream.range(-loose, loose);
      const dy = stream.range(-loose, loose);
      const grown = stream.range(0.94, 1.06);
      return stroke(points.map(([x, y, r]) => [side * (size * x + dx), size * y + shift + dy, r * radius * grown]));
    });
  const middle = (points: Points, radius = 1): Disc[] => stroke(points.map(([x, y, r]) => [x, size * y + shift, r * radius]));
  const cleft = 0.55 + 0.9 * atrophy;
  const bow = stream.range(-1.2, 1.2);
  const interhemispheric = (from: number, to: number): Disc[] =>
    stroke(
      Array.from({ length: 9 }, (_, i) => {
        const t = i / 8;
        const wander = i === 0 ? 0 : stream.range(-0.6, 0.6);
        return [2 * bow * t * (1 - t) + wander, from + t * (to - from), cleft * stream.range(0.6, 1.3) + (i === 0 ? 1.2 : 0)] as const;
      }),
    );
  const sinuses = [
    ...stroke([
      [0, back + 1.5, 2.6],
      [0, back - 3.5, 0.8],
    ]),
    ...stroke([
      [0, front - 1, 1.5],
      [0, front + 2, 0.5],
    ]),
  ];
  const genu = size * -38 + shift;
  const splenium = size * 31 + shift;
  const none: Disc[] = [];

  if (level === "centrum semiovale") {
    const through = interhemispheric(front, back);
    return {
      ventricles: none,
      choroid: none,
      striatum: none,
      thalamus: none,
      pallidum: none,
      claustrum: none,
      fissures: through,
      sinuses,
      callosum: [0, 0],
      core: [24, 40],
    };
  }
  if (level === "ventricular bodies") {
    const spread = stream.range(0, 3);
    return {
      ventricles: both([
        [11.5, -33, 1.3 * wide],
        [8.8, -26, 2.8 * wide],
        [7.2, -13, 3.1 * wide],
        [8.6 + 0.4 * spread, 1, 3.2 * wide],
        [12.5 + spread, 14, 3.6 * wide],
        [17.5 + spread, 24, 3.8 * wide],
        [21 + spread, 31, 2 * wide],
      ]),
      choroid: both(
        [
          [12.5 + spread, 13, 0.9],
          [16 + spread, 21, 1.4],
        ],
        1,
        0.3,
      ),
      striatum: both([
        [13 + 2.6 * wide, -27, 2.9],
        [11.5 + 3 * wide, -13, 3],
        [13 + 0.4 * spread + 3.2 * wide, 1, 1.8],
        [17 + spread + 3.4 * wide, 11, 0.9],
      ]),
      thalamus: none,
      pallidum: none,
      claustrum: none,
      fissures: [...interhemispheric(front, genu), ...interhemispheric(back, splenium)],
      sinuses,
      callosum: [genu, splenium],
      core: [31, 42],
    };
  }
  const sylvian = stream.range(-4, 6);
  const insula = 0.7 + 1.2 * atrophy;
  return {
    ventricles: [
      ...both([
        [4.4, -13, 1.3 * wide],
        [6.2, -20, 2.4 * wide],
        [9.5, -28, 2.9 * wide],
        [12.5, -33, 1.5 * wide],
      ]),
      ...both([
        [16, 21, 1.6 * wide],
        [21, 27, 3.6 * wide],
        [24.5, 36, 3.9 * wide],
        [24, 46, 2.4 * wide],
        [22, 54, 0.9 * wide],
      ]),
      ...middle(
        [
          [0, -5, 0.7],
          [0, 3, 1.3],
          [0, 13, 1.2],
        ],
        0.6 + 0.8 * wide,
      ),
    ],
    choroid: both(
      [
        [20, 28, 1.4],
        [22.5, 33, 2.3],
        [23.5, 36, 1.2],
      ],
      0.95,
      0.4,
    ),
    striatum: [
      ...both([
        [10.5 + 2 * wide, -27, 2.6],
        [11 + 1.6 * wide, -21, 4.2],
        [13, -13, 2.6],
      ]),
      ...both([
        [22, -20, 2.6],
        [26.5, -13, 4],
        [29, -2, 4],
        [29, 8, 2.4],
        [27.5, 14, 1],
      ]),
    ],
    thalamus: both([
      [6, -3, 2.6],
      [8.5, 4, 5.2],
      [12, 11, 6.4],
      [15, 17, 3.6],
    ]),
    pallidum: both([
      [18, -10, 2],
      [21.5, -5, 3.2],
      [22.5, 3, 2.2],
    ]),
    claustrum: both(
      [
        [34.5, -15, 0.5],
        [35.6, -4, 0.7],
        [35, 8, 0.5],
      ],
      1,
      0.3,
    ),
    fissures: [
      ...interhemispheric(front, genu),
      ...interhemispheric(back, splenium),
      ...middle(
        [
          [-2.4, 27, 1.4],
          [2.4, 27, 1.4],
        ],
        0.7 + 0.8 * atrophy,
      ),
      ...middle(
        [
          [0, 21, 1.2],
          [0, 29, 2],
        ],
        0.7 + 0.8 * atrophy,
      ),
      // The insula's cleft, and the Sylvian fissure that leads to it from the side.
      ...both(
        [
          [34, -24, 0.4 * insula],
          [39, -17, insula],
          [41.5, -4, 1.15 * insula],
          [40, 8, insula],
          [36, 17, 0.4 * insula],
        ],
        1,
        1,
      ),
      ...both(
        [
          [41, sylvian, 1.2 * insula],
          [48, sylvian + 2, 0.8 * insula],
          [56, sylvian - 1, 0.9 * insula],
          [80, sylvian - 4, 2 * insula],
        ],
        1,
        1.5,
      ),
    ],
    sinuses,
    callosum: [genu, splenium],
    core: [36, 47],
  };
}
