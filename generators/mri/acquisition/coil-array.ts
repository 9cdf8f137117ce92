/**
 * Receive coils around the object: what an image without coils would have been received as.
 *
 *   B_c(r) = integral over loop c of dl x (r - l) / |r - l|^3        S_c(r) = (B_x - i B_y) / sqrt(sum_c |B_x - i B_y|^2)
 *
 * Circular loops stand on a superellipse around the field of view, (x / a)^4 + (y / b)^4 = 1, which no corner reaches: no wire crosses the
 * image. Each lies in the tangent plane, parallel to the axis of the magnet, as the elements of a head or body array do; by reciprocity a
 * loop receives what its own field would turn, the transverse part. Neighbouring loops overlap by about a quarter of their diameter. The
 * root-sum-of-squares of all sensitivities is 1 everywhere: the scanner's own intensity correction, so that the images received combine
 * to the very image.
 *
 * Not modelled: load, coupling between loops, the dielectric behaviour of tissue above 3 T.
 *
 * Sources: Roemer et al., Magn. Reson. Med. 16 (1990) 192; Hoult, Concepts Magn. Reson. 12 (2000) 173 (reciprocity).
 */
import { fft2c, ifft2c } from "../../signal/fft.ts";
import { cosTurns, PI, sinTurns } from "../../signal/math.ts";
import { sharedCopy } from "../../signal/parts.ts";
import type { CoilSamples } from "../modality.ts";

/** Distance of the loops from the centre along the axes, in half fields of view. */
const RING = 1.2;
/** Straight pieces of a loop: where the object is, the field of so many differs from the circle's by less than a percent. */
const PIECES = 24;
const MOST_COILS = 32;

/** A circular loop whose plane is parallel to the axis of the magnet, its centre in the section; x across, y down, z along the magnet. */
export interface Loop {
  /** Centre [m], counted from the image's centre. */
  readonly x: number;
  readonly y: number;
  /** Direction of its plane within the section, a unit vector. */
  readonly tangentX: number;
  readonly tangentY: number;
  /** [m] */
  readonly radius: number;
}

type Field = Pick<CoilSamples, "phase" | "readout" | "spacing">;

/** @param turn where on the superellipse around the field of view, 0 .. 1; 0 is across, 1/4 down @param radius [m] */
export function loopAt({ phase, readout, spacing }: Field, turn: number, radius: number): Loop {
  const [a, b] = [(RING * readout * spacing.readout) / 2, (RING * phase * spacing.phase) / 2];
  const [c, s] = [cosTurns(turn), sinTurns(turn)];
  const stretch = 1 / Math.sqrt(Math.sqrt(c * c * c * c + s * s * s * s));
  const [u, v] = [stretch * c, stretch * s];
  // The curve's normal is the gradient of (x / a)^4 + (y / b)^4.
  const [normalX, normalY] = [(u * u * u) / a, (v * v * v) / b];
  const length = Math.sqrt(normalX * normalX + normalY * normalY);
  return { x: a * u, y: b * v, tangentX: -normalY / length, tangentY: normalX / length, radius };
}

/**
 * The law of Biot and Savart, but for mu0 I / 4 pi: integral of dl x (r - l) / |r - l|^3 over the loop [1/m].
 * @returns B_x - i B_y in the section, phase x readout complex
 */
export function loopField({ phase, readout, spacing }: Field, { x, y, tangentX, tangentY, radius }: Loop): Float64Array {
  const out = new Float64Array(2 * phase * readout);
  const chord = (2 * PI * radius) / PIECES;
  for (let piece = 0; piece < PIECES; piece++) {
    const c = cosTurns((piece + 0.5) / PIECES);
    const s = sinTurns((piece + 0.5) / PIECES);
    const at = { x: x + radius * c * tangentX, y: y + radius * c * tangentY, z: radius * s };
    addPiece(out, phase, readout, spacing, at, { x: -chord * s * tangentX, y: -chord * s * tangentY, z: chord * c });
  }
  return out;
}

type Vector = Readonly<Record<"x" | "y" | "z", number>>;

/** Adds the transverse field of one straight piece of wire. @param at its middle [m] @param along its length and direction [m] */
function addPiece(out: Float64Array, rows: number, columns: number, spacing: CoilSamples["spacing"], at: Vector, along: Vector): void {
  const dz = -at.z;
  const top = Math.floor(rows / 2);
  const left = Math.floor(columns / 2);
  for (let row = 0, to = 0; row < rows; row++) {
    const dy = (row - top) * spacing.phase - at.y;
    for (let column = 0; column < columns; column++, to += 2) {
      const dx = (column - left) * spacing.readout - at.x;
      const square = dx * dx + dy * dy + dz * dz;
      const weight = 1 / (square * Math.sqrt(square));
      out[to] += weight * (along.y * dz - along.z * dy);
      out[to + 1] -= weight * (along.z * dx - along.x * dz);
    }
  }
}

function normalise(data: Float64Array, coilCount: number): void {
  const size = data.length / coilCount;
  for (let at = 0; at < size; at += 2) {
    let energy = 0;
    for (let coil = 0; coil < coilCount; coil++) {
      const i = coil * size + at;
      energy += data[i] * data[i] + data[i + 1] * data[i + 1];
    }
    const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
    for (let coil = 0; coil < coilCount; coil++) {
      data[coil * size + at] *= scale;
      data[coil * size + at + 1] *= scale;
    }
  }
}

let last: { readonly name: string; readonly data: Float64Array } = { name: "", data: new Float64Array(0) };

/**
 * @param field size and spacing of the image
 * @param coilCount 1 .. 32
 * @returns sensitivities, coils x phase x readout complex, not to be written to; sum over the coils of |S|^2 = 1
 */
export function coilArray({ phase, readout, spacing }: Field, coilCount: number): Float64Array {
  if (!(Number.isInteger(coilCount) && coilCount >= 1 && coilCount <= MOST_COILS)) {
    throw new RangeError(`Expected 1 to ${MOST_COILS} coils, got ${coilCount}`);
  }
  const name = [phase, readout, spacing.phase, spacing.readout, coilCount].join();
  if (last.name === name) return last.data;
  const data = new Float64Array(2 * coilCount * phase * readout);
  const [halfDown, halfAcross] = [(phase * spacing.phase) / 2, (readout * spacing.readout) / 2];
  const distance = (2 * PI * RING * Math.sqrt((halfDown * halfDown + halfAcross * halfAcross) / 2)) / coilCount;
  const radius = Math.min(distance / 1.5, 0.75 * RING * Math.min(halfDown, halfAcross));
  for (let coil = 0; coil < coilCount; coil++) {
    const loop = loopAt({ phase, readout, spacing }, (coil + 0.5) / coilCount, radius);
    data.set(loopField({ phase, readout, spacing }, loop), 2 * coil * phase * readout);
  }
  normalise(data, coilCount);
  last = { name, data };
  return data;
}

/**
 * What an array of coils would have received of an object that is known from one virtual coil. Samples of several coils stay as they are.
 * The image must be known: ask before samples are left out, for in gaps this leaves what the sensitivities carry over from their neighbours.
 *
 * @param samples k-space
 * @returns k-space of `coilCount` coils, with their sensitivities
 */
export function receivedBy(samples: CoilSamples, coilCount: number): CoilSamples {
  const { coils, phase, readout, data } = samples;
  if (coils > 1 || coilCount <= 1) return samples;
  const sensitivities = coilArray(samples, coilCount);
  const image = ifft2c(data.slice(), phase, readout);
  const images = sharedCopy(sensitivities);
  for (let coil = 0, at = 0; coil < coilCount; coil++) {
    for (let i = 0; i < image.length; i += 2, at += 2) {
      const re = images[at];
      images[at] = re * image[i] - images[at + 1] * image[i + 1];
      images[at + 1] = re * image[i + 1] + images[at + 1] * image[i];
    }
  }
  return { ...samples, coils: coilCount, data: fft2c(images, phase, readout, coilCount), sensitivities };
}
