/** A cylinder of water in air, as an acquisition and as the modality's samples. */

import modality, { type Attenuation, type FanReadings, type Sinogram } from "../../../generators/ct/modality.ts";
import type { Clean } from "../../../generators/modality.ts";
import { type RandomSource, randomSource } from "../../../generators/signal/random.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";

export function cylinder(rows: number, columns: number, radius: number, spacing = 0.001, hounsfield = 0): Acquisition {
  const data = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [y, x] = [Math.floor(at / columns) - (rows - 1) / 2, (at % columns) - (columns - 1) / 2];
    return (x * x + y * y) * spacing * spacing < radius * radius ? hounsfield : -1000;
  });
  const base = { quantity: "hounsfield", coils: 1, channels: 1, complex: false, scanner: {} } as const;
  return { ...base, rows, columns, data, spacing: { row: spacing, column: spacing } };
}

export const cleanOf = (acquisition: Acquisition): Clean => ({ acquisition, plane: modality.observe(acquisition) });

export function enter(clean: Clean): { object: Attenuation; fans: FanReadings; sinogram: Sinogram } {
  const object = modality.stations[0]!.enter(clean.acquisition, clean) as Attenuation;
  const fans = modality.stations[1]!.enter(object, clean) as FanReadings;
  return { object, fans, sinogram: modality.stations[2]!.enter(fans, clean) as Sinogram };
}

export const leave = (sample: Sinogram, clean: Clean): Float64Array => modality.stations[2]!.leave(sample, clean).data;

export const leaveFans = (sample: FanReadings, clean: Clean): Float64Array => modality.stations[1]!.leave(sample, clean).data;

export const draws = (seed = "1"): RandomSource => randomSource({ seed, image: "cylinder", operation: "ct", stage: "degrade" });

/** @returns mean and standard deviation of values at which `chosen` holds */
export function moments(values: Float64Array, chosen: (at: number) => boolean): { mean: number; deviation: number; count: number } {
  const taken = values.filter((_, at) => chosen(at));
  const mean = taken.reduce((sum, value) => sum + value, 0) / taken.length;
  const square = taken.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (taken.length - 1);
  return { mean, deviation: Math.sqrt(square), count: taken.length };
}
