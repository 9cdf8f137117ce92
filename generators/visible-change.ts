/**
 * How much of a change a person could see, measured on the display's code values 0 .. 255.
 *
 *   changed  = share of the pixels whose code value changes by more than 6, in any channel
 *   smoothed = 99.5th percentile over the pixels of |5 x 5 mean of the change|, the largest of the channels
 *
 * The first tells of noise, texture and edges, the second of shading, bands and lines, which a person sees by their extent. A change that
 * reaches neither mark of `SEEN` is taken for invisible: eight of 246 mild images were so in an audit by eye, no moderate or severe one.
 *
 * Beside other changes one is lost among them from some size on: contrast masking. In a chain the change that one link alone makes is set
 * against what the others have made, above and below the scale of the 5 x 5 mean, as the root of the mean square:
 *
 *   overOthers = the larger of rms(fine) / rms(fine of the others), rms(coarse) / rms(coarse of the others)
 *
 * Sums of whole numbers are exact, so the figures are the same on every machine. Not modelled: viewing distance, luminance, colour vision.
 *
 * Source: Legge and Foley, J. Opt. Soc. Am. 70 (1980) 1458 (masking: the threshold rises with the masker's contrast).
 */

/** Code values, rows x columns x channels. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

export interface VisibleChange {
  /** Share of the pixels that change by more than `NOTICED` code values [1]. */
  readonly changed: number;
  /** 99.5th percentile of the smoothed change [code values]. */
  readonly smoothed: number;
  /** Size over that of what else happened to the image [1]; left out where nothing else did. */
  readonly overOthers?: number | undefined;
}

const NOTICED = 6;
const RADIUS = 2;
const PERCENTILE = 0.995;
/** From either on a change is seen. Beside others it must be twice as large, and reach half the size of theirs. */
const SEEN = { changed: 0.01, smoothed: 4 };
const BESIDE_OTHERS = { times: 2, share: 0.5 };

export function isSeen({ changed, smoothed, overOthers }: VisibleChange): boolean {
  const times = overOthers === undefined ? 1 : BESIDE_OTHERS.times;
  return (changed >= times * SEEN.changed || smoothed >= times * SEEN.smoothed) && (overOthers ?? 1) >= BESIDE_OTHERS.share;
}

/** @returns differences of code values, channels x rows x columns */
function difference(before: Picture, after: Picture): Int32Array {
  const { channels, pixels } = before;
  const area = pixels.length / channels;
  const change = new Int32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) change[(i % channels) * area + Math.floor(i / channels)] = after.pixels[i]! - pixels[i]!;
  return change;
}

/** Sums along runs of 2 RADIUS + 1 values, fewer at the ends. */
function runs(values: Int32Array, start: number, step: number, count: number, into: Int32Array): void {
  let sum = 0;
  for (let i = 0; i < Math.min(RADIUS, count); i++) sum += values[start + i * step]!;
  for (let i = 0; i < count; i++) {
    if (i + RADIUS < count) sum += values[start + (i + RADIUS) * step]!;
    if (i - RADIUS - 1 >= 0) sum -= values[start + (i - RADIUS - 1) * step]!;
    into[start + i * step] = sum;
  }
}

/** @returns the mean over the 5 x 5 pixels around each, of those that lie in the image */
function boxMean(change: Int32Array, { rows, columns, channels }: Picture): Float64Array {
  const along = new Int32Array(change.length);
  const sums = new Int32Array(change.length);
  for (let line = 0; line < channels * rows; line++) runs(change, line * columns, 1, columns, along);
  for (let channel = 0; channel < channels; channel++) {
    for (let column = 0; column < columns; column++) runs(along, channel * rows * columns + column, columns, rows, sums);
  }
  const reach = (at: number, count: number): number => Math.min(at + RADIUS, count - 1) - Math.max(at - RADIUS, 0) + 1;
  return Float64Array.from(sums, (sum, i) => sum / (reach(i % columns, columns) * reach(Math.floor(i / columns) % rows, rows)));
}

/** @returns per pixel the largest magnitude of its channels */
function largest(values: Int32Array | Float64Array, { rows, columns, channels }: Picture): Float64Array {
  const most = new Float64Array(rows * columns);
  for (let channel = 0, i = 0; channel < channels; channel++)
    for (let at = 0; at < most.length; at++, i++) most[at] = Math.max(most[at]!, Math.abs(values[i]!));
  return most;
}

/** The pictures have one shape. */
export function visibleChange(before: Picture, after: Picture): VisibleChange {
  const change = difference(before, after);
  const sizes = largest(change, before);
  const smooth = largest(boxMean(change, before), before).sort();
  return {
    changed: sizes.reduce((count, size) => count + (size > NOTICED ? 1 : 0), 0) / sizes.length,
    smoothed: smooth[Math.floor(PERCENTILE * (smooth.length - 1))]!,
  };
}

/**
 * What one link of a chain changes.
 * @param clean without any of them
 * @param without all links but this
 * @param all all links
 */
export function changeOfOne(clean: Picture, without: Picture, all: Picture): VisibleChange {
  const [own, others] = [bands(without, all), bands(clean, without)];
  const ratio = (mine: number, theirs: number): number => (mine === 0 ? 0 : theirs > 0 ? mine / theirs : Number.POSITIVE_INFINITY);
  const overOthers = Math.max(ratio(own.fine, others.fine), ratio(own.coarse, others.coarse));
  return { ...visibleChange(without, all), ...(Number.isFinite(overOthers) && { overOthers }) };
}

/** Root of the mean square of a change, below the scale of the mean and above it [code values]. */
function bands(before: Picture, after: Picture): { fine: number; coarse: number } {
  const change = difference(before, after);
  const smooth = boxMean(change, before);
  let fine = 0;
  let coarse = 0;
  for (let i = 0; i < smooth.length; i++) {
    const rest = change[i]! - smooth[i]!;
    fine += rest * rest;
    coarse += smooth[i]! * smooth[i]!;
  }
  return { fine: Math.sqrt(fine / smooth.length), coarse: Math.sqrt(coarse / smooth.length) };
}

/** Least spread of a picture's 5 x 5 means that counts as structure, from the 0.5th to the 99.5th percentile [code values]. */
const STRUCTURE = 8;

/** @returns whether a picture shows nothing: one even tone, however noisy */
export function isBlank(picture: Picture): boolean {
  const { rows, columns, channels } = picture;
  const black = { ...picture, pixels: new Uint8Array(picture.pixels.length) };
  const smooth = boxMean(difference(black, picture), picture);
  const area = rows * columns;
  return Array.from({ length: channels }, (_, channel) => smooth.slice(channel * area, (channel + 1) * area).sort()).every(
    (sorted) => sorted[Math.floor(PERCENTILE * (area - 1))]! - sorted[Math.floor((1 - PERCENTILE) * (area - 1))]! < STRUCTURE,
  );
}
