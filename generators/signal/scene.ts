/**
 * Which part of a photograph is the scene, and which is the black surround that the camera or its electronics put around it.
 *
 *   surround = pixels darker than code 27 in every channel that a chain of such pixels joins to a corner, and whatever small islands
 *              (burned-in text) lie within them: only the largest connected rest is the scene
 *   blur inside:   L'(x) = (K * (L S))(x) / (K * S)(x)        S = 1 in the scene, 0 elsewhere; the surround stays as it was
 *
 * The stop or mask lies in an image plane of the camera, so it is sharp whatever happens to the scene, and no light comes from behind it.
 * A uniform scene stays exactly as bright, up to the edge of the stop.
 *
 * Not modelled: text and graphics that touch the scene (they count as scene), a scene that is itself that dark where it meets a corner.
 * Sources: Knutsson and Westin, CVPR 1993, 515 (normalised convolution).
 */
import type { LinearLight } from "../domain.ts";
import type { Mask, Plane } from "../plane.ts";
import { convolve, type PointSpread, type SeparablePointSpread } from "./convolve.ts";
import { fillRegion } from "./regions.ts";

/** Linear light of code 27: above the noise that compression leaves in a black surround, below dim tissue. */
const DARK = 0.0109;

/** Places without this share of their point spread inside the scene keep their light. */
const TOO_FEW = 1e-6;

/** @param light rows x columns x 3 @returns rows x columns: 1 in the scene, 0 in the surround; all 1 where no corner is dark */
export function sceneOf(light: LinearLight): Mask {
  const { rows, columns, data } = light;
  const dark = Uint8Array.from({ length: rows * columns }, (_, i) =>
    data[3 * i] < DARK && data[3 * i + 1] < DARK && data[3 * i + 2] < DARK ? 1 : 0,
  );
  const label = new Uint32Array(rows * columns);
  const corners = [0, columns - 1, (rows - 1) * columns, rows * columns - 1];
  for (const corner of corners)
    if (dark[corner] === 1 && label[corner] === 0) fillRegion({ label, rows, columns }, corner, 1, (i) => dark[i] === 1);
  let largest = 0;
  let most = 0;
  let next = 2;
  for (let i = 0; i < label.length; i++) {
    if (label[i] !== 0) continue;
    const size = fillRegion({ label, rows, columns }, i, next, () => true);
    if (size > most) [largest, most] = [next, size];
    next++;
  }
  return Uint8Array.from(label, (value) => (most === 0 || value === largest ? 1 : 0));
}

/** @returns the light after a blur of the scene alone; the surround keeps its samples bit for bit */
export function blurScene(light: LinearLight, spread: PointSpread): LinearLight {
  const scene = sceneOf(light);
  if (!scene.includes(0)) return { ...light, data: convolve(light, spread).data };
  return { ...light, data: blurWithin(light, scene, spread) };
}

/** Normalised convolution. @param mask rows x columns: 1 where the samples count @returns rows x columns x channels, unchanged outside */
export function blurWithin({ rows, columns, channels, data }: Plane, mask: Mask, spread: PointSpread | SeparablePointSpread): Float64Array {
  const masked = new Float64Array(rows * columns * (channels + 1));
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    masked.set(data.subarray(channels * i, channels * (i + 1)), (channels + 1) * i);
    masked[(channels + 1) * i + channels] = 1;
  }
  const blurred = convolve({ rows, columns, channels: channels + 1, data: masked }, spread).data;
  const result = data.slice();
  for (let i = 0; i < mask.length; i++) {
    const weight = blurred[(channels + 1) * i + channels];
    if (mask[i] === 0 || weight < TOO_FEW) continue;
    for (let channel = 0; channel < channels; channel++) result[channels * i + channel] = blurred[(channels + 1) * i + channel] / weight;
  }
  return result;
}
