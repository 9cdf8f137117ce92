/**
 * CT numbers of tissues and their texture: lobules and septa in fat, fatty streaks between the bundles of muscle, spongy bone within
 * its cortex.
 *
 * Sources: CT numbers in round figures after Kalender, Computed Tomography (2011), and Schneider et al., Phys. Med. Biol. 45 (2000) 459.
 */
import type { RandomSource } from "../../signal/random.ts";
import { smoothNoise } from "../../signal/smooth-noise.ts";
import type { Paint } from "./shape.ts";

/** [HU] */
export const HU = { air: -1000, fat: -105, skin: 15, muscle: 55, blood: 42, water: 5, cartilage: 110, cord: 38 } as const;

/** Paints for one patient. */
export interface Tissues {
  readonly fat: Paint;
  readonly muscle: Paint;
  /** Solid organ of a mean CT number. */
  organ(mean: number): Paint;
  /** Cortex of a thickness [mm] around spongy bone. */
  bone(cortex?: number, spongiosa?: number): Paint;
  /** Blood, brighter after contrast medium: `share` of the aorta's enhancement. */
  blood(share?: number): number;
  readonly lung: Paint;
  /** Gas and stool. */
  readonly stool: Paint;
  /** A solid organ's brightening by contrast medium [HU], as a share of the aorta's. */
  enhancement(share: number): number;
}

export function drawTissues(random: RandomSource, size: number, pixel: number): Tissues {
  const stream = random.stream("tissues");
  const field = (name: string, cell: number): Float64Array => smoothNoise(random.stream(name), size, size, cell / pixel);
  const coarse = field("coarse", 9);
  const middle = field("middle", 3.5);
  const fine = field("fine", 1.6);
  const streaks = field("streaks", 6);
  const contrast = stream.uniform() < 0.55 ? stream.range(90, 190) : 0;
  const fat = HU.fat + stream.range(-4, 4);
  const muscle = HU.muscle + stream.range(-6, 6) + 0.08 * contrast;
  const leanness = stream.range(0.08, 0.2);
  const spongy = stream.range(130, 230);
  const lung = stream.range(-880, -830);
  return {
    fat: (i) => fat + 3 * coarse[i] + 3 * middle[i] + (Math.abs(streaks[i] + 0.4 * middle[i]) < 0.035 ? 35 : 0),
    muscle: (i) => muscle + 3 * coarse[i] + 4 * middle[i] - 90 * Math.max(1 - Math.abs(streaks[i] + 0.35 * coarse[i]) / leanness, 0),
    organ: (mean) => (i) => mean + 2 * coarse[i] + 2 * middle[i],
    bone:
      (cortex = 1.6, spongiosa = spongy) =>
      (i, distance) => {
        const shell = Math.min(Math.max(1 + (distance + cortex) / 1.2, 0), 1);
        return spongiosa + 22 * fine[i] + 10 * middle[i] + shell * (720 - spongiosa);
      },
    blood: (share = 1) => HU.blood + share * contrast,
    lung: (i) => lung + ((i / size / size) * 2 - 1) * 45 + 12 * coarse[i] + 10 * fine[i],
    stool: (i) => (middle[i] + 0.6 * fine[i] > 0.9 ? -650 : 20 + 30 * middle[i]),
    enhancement: (share) => share * contrast,
  };
}
