/**
 * Pictures of the raw domains, where a defect is often plainer than in the image. A domain that is not here has no picture.
 *
 *   k-space: 20 log10 of the root-sum-of-squares over the coils, 80 dB below the clean maximum is black
 *   sinogram, and fan readings: views down, bins across, from 0 to the clean maximum; beneath it the signed change
 */
import type { AnyDegradation } from "../../generators/catalogue.ts";
import { type FanReadings, fanReadings, type Sinogram, sinogram } from "../../generators/ct/modality.ts";
import type { Observed } from "../../generators/degrade.ts";
import type { Modality } from "../../generators/modality.ts";
import type { CoilSamples } from "../../generators/mri/modality.ts";
import { kSpace } from "../../generators/mri/modality.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { SEED } from "./subjects.ts";
import { type Picture, scaleOf, signedGreys, type Tile } from "./tiles.ts";
import { number } from "./words.ts";

interface RawPicture {
  readonly picture: Picture;
  readonly name: string;
  readonly lines: readonly string[];
}

const DECADES = 4;

/** Root-sum-of-squares over the coils, as the image lies: rows x columns. */
function magnitudes({ coils, phase, readout, data, transposed }: CoilSamples): Float64Array {
  const magnitude = new Float64Array(phase * readout);
  for (let line = 0; line < phase; line++) {
    for (let sample = 0; sample < readout; sample++) {
      let sum = 0;
      for (let coil = 0; coil < coils; coil++) {
        const at = 2 * ((coil * phase + line) * readout + sample);
        sum += data[at] * data[at] + data[at + 1] * data[at + 1];
      }
      magnitude[transposed ? sample * phase + line : line * readout + sample] = Math.sqrt(sum);
    }
  }
  return magnitude;
}

const logarithmic = (magnitude: Float64Array, most: number): Uint8Array =>
  Uint8Array.from(magnitude, (value) =>
    value > 0 ? Math.round(255 * Math.min(Math.max(1 + Math.log10(value / most) / DECADES, 0), 1)) : 0,
  );

/** A sample is lonely when it is strong and that many times as strong as each of its neighbours. */
const LONELY = 10;
const STRONG = 0.01;

/** Lonely samples grow over their neighbours, or nobody would see them. @returns new magnitudes, rows x columns */
function grown(magnitude: Float64Array, rows: number, columns: number, most: number): Float64Array {
  const result = magnitude.slice();
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const value = magnitude[at];
      if (value < STRONG * most) continue;
      const around = [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1];
      if (around.some((step) => magnitude[at + step] * LONELY > value)) continue;
      for (const step of around) result[at + step] = value;
    }
  }
  return result;
}

/** Where one half holds that many times the change of the other, the change is shown there. */
const LOPSIDED = 2;

function kSpacePicture(before: CoilSamples, after: CoilSamples): RawPicture {
  const [rows, columns] = after.transposed ? [after.readout, after.phase] : [after.phase, after.readout];
  const most = magnitudes(before).reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const drawn = (samples: CoilSamples): Uint8Array => logarithmic(grown(magnitudes(samples), rows, columns, most), most);
  const data = drawn(after);
  const lines = [`log magnitude, ${20 * DECADES} dB to black`];
  const picture: Picture = { rows, columns, channels: 1, data, aspect: columns / rows };
  if (before.data.length !== after.data.length) return { picture, name: "k-space", lines };
  const difference = { ...after, data: after.data.map((value, at) => value - before.data[at]) };
  const change = drawn(difference);
  // Both halves tell nearly the same: one shows what was measured, the other what changed in it.
  const half = columns >> 1;
  const energy = [0, 0];
  magnitudes(difference).forEach((value, at) => {
    energy[at % columns < half ? 0 : 1]! += value * value;
  });
  const changeFirst = energy[0]! > LOPSIDED * energy[1]!;
  const mixed = data.map((value, at) => (at % columns < half !== changeFirst ? value : change[at]));
  return { picture: { ...picture, data: mixed }, name: changeFirst ? "change | k-space" : "k-space | change", lines };
}

function sinogramPicture(before: Sinogram | FanReadings, after: Sinogram | FanReadings): RawPicture {
  const { binCount, angles } = after.geometry;
  const views = angles.length;
  const most = before.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const taken = (at: number): boolean => !("weights" in after) || after.weights[Math.floor(at / binCount)]! > 0;
  const grey = Uint8Array.from(after.data, (value, at) => (taken(at) ? Math.round(255 * Math.min(Math.max(value / most, 0), 1)) : 0));
  const same = before.data.length === after.data.length;
  const difference = after.data.map((value, at) => (same && taken(at) ? value - before.data[at] : 0));
  const scale = scaleOf(difference);
  const upper: Picture = { rows: views, columns: binCount, channels: 1, data: grey, aspect: binCount / views };
  if (!difference.some((value) => value !== 0)) {
    return { picture: upper, name: "sinogram", lines: ["views down · black: not taken"] };
  }
  const data = new Uint8Array(2 * grey.length);
  data.set(grey);
  data.set(signedGreys(difference, scale), grey.length);
  return {
    picture: { ...upper, rows: 2 * views, data, aspect: binCount / (2 * views) },
    name: "sinogram, change",
    lines: [`views down, change ±${number(scale)}`],
  };
}

const PICTURES = new Map<object, (before: never, after: never) => RawPicture>([
  [kSpace, kSpacePicture],
  [sinogram, sinogramPicture],
  [fanReadings, sinogramPicture],
]);

/** @returns the raw domain at a severity, of a degradation that acts there and whose domain can be drawn */
export function rawTile(
  id: string,
  model: AnyDegradation,
  modality: Modality,
  clean: Observed,
  key: string,
  severity: number,
): Tile | undefined {
  const draw = PICTURES.get(model.domain);
  const last = modality.stations.findIndex(({ domain }) => domain === model.domain);
  if (draw === undefined || last < 0) return undefined;
  let before: unknown = clean.acquisition;
  for (const station of modality.stations.slice(0, last + 1)) before = station.enter(before, clean);
  const parameters = Object.fromEntries(Object.entries(model.parameters).map(([name, ladder]) => [name, ladder.at(severity)]));
  const random = randomSource({ seed: SEED, image: key, operation: id, stage: "degrade" });
  const { sample } = model.degrade(before, parameters, random);
  const { picture, name, lines } = draw(before as never, sample as never);
  return { picture, title: `${name} at ${severity}`, lines };
}
