/**
 * Wrap-around: the field of view along phase encoding is smaller than the object, and what lies beyond it returns on the other side.
 *
 *   x'(y) = sum_j x(y + j V)   for y within the field of view of V lines      0 beyond it
 *
 * Lines spaced 1 / V apart cannot tell places apart that are V lines from each other; per coil, phases included, they add. The field of
 * view is a share of the object's own extent along phase encoding and centred on it; the pixel stays as it is, and the matrix is padded with
 * zeros to its former size, as scanners show a rectangular field of view. Extent: lines with a pixel above a tenth of the 99th percentile.
 *
 * Not modelled: oversampling, saturation bands, wrapping along the readout, which filters prevent, and through the section.
 *
 * Source: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { type CoilSamples, combine, foreground, object } from "./modality.ts";

const MILLIMETRE = 1e-3;

/** @returns the first line of the object and the number of its lines; all of them where there is no signal */
export function extentOf(images: CoilSamples): { first: number; count: number } {
  const { phase, readout } = images;
  const { data } = combine({ ...images, transposed: false });
  const least = foreground(data)[0] ?? 0;
  let [first, last] = [phase, -1];
  for (let line = 0; line < phase; line++) {
    for (let at = line * readout; at < (line + 1) * readout; at++) {
      if (data[at] < least) continue;
      if (first === phase) first = line;
      last = line;
      break;
    }
  }
  return last < first ? { first: 0, count: phase } : { first, count: last - first + 1 };
}

/** Adds each line to the one that the field of view of `count` lines from `first` on shows it as. */
export function fold({ coils, phase, readout, data }: CoilSamples, first: number, count: number): Float64Array {
  const folded = new Float64Array(data.length);
  for (let coil = 0; coil < coils; coil++) {
    for (let line = 0; line < phase; line++) {
      const shown = first + ((((line - first) % count) + count) % count);
      let to = 2 * (coil * phase + shown) * readout;
      let from = 2 * (coil * phase + line) * readout;
      for (const end = from + 2 * readout; from < end; from++, to++) folded[to] += data[from];
    }
  }
  return folded;
}

export default defineDegradation({
  version: 1,
  title: "wrap-around",
  attribute: "aliasing",
  domain: object,
  parameters: {
    fieldOfView: ladder({
      unit: "1",
      none: 1,
      mild: 0.9,
      moderate: 0.78,
      severe: 0.58,
      means: "field of view / extent of the object along phase encoding",
    }),
  },
  effective: {
    fieldOfView: { unit: "mm", means: "field of view along phase encoding" },
    wrapped: { unit: "mm", means: "extent of the object beyond it, both sides together" },
  },
  looksLike: {
    sign: "parts of the anatomy cut off at one border of the field of view and overlaid at the opposite one",
    mild: "thin rims of the anatomy overlaid at the opposite borders of the field of view",
    moderate: "clear portions of the anatomy overlaid at the opposite border of the field of view",
    severe: "large portions of the anatomy folded over each other through most of the field of view",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but at the borders of the field of view, where anatomy overlaps",
    moderate: "{fine} near two borders are hidden by anatomy from the opposite side, while {coarse} in the middle can be followed",
    severe: "{fine} are overlaid by anatomy from the opposite side almost everywhere, and so are {coarse}",
  },
  confusedWith: ["mri/nyquist-ghost", "mri/simultaneous-multislice-leakage", "mri/quadrature-imbalance"],
  references: ["Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004)"],
  degrade(images, { fieldOfView }) {
    const extent = extentOf(images);
    const count = Math.min(Math.max(Math.round(fieldOfView * extent.count), 1), images.phase);
    const first = Math.min(Math.max(extent.first + Math.floor((extent.count - count) / 2), 0), images.phase - count);
    return {
      sample: { ...images, data: fold(images, first, count) },
      drawn: {},
      effective: {
        fieldOfView: (count * images.spacing.phase) / MILLIMETRE,
        wrapped: (Math.max(extent.count - count, 0) * images.spacing.phase) / MILLIMETRE,
      },
    };
  },
});
