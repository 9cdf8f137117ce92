/**
 * What one frame tells of the wall's shape: the lamp sits beside the lens, so a place is the brighter, the nearer it is and the more it faces both.
 *
 *   s = G * log(min(L, cap) + floor)        inside the scene alone; L: luminance, G: Gaussian of standard deviation `SCALE`
 *
 * Along the crest of a fold s has a ridge: its Hessian has one strongly negative eigenvalue across the crest and one near 0 along it.
 *
 * Not modelled: pigment, dye and shadows, which change the brightness as well.
 * Sources: Horn, Shape from Shading (1970); Batlle, Montiel, Tardos, IROS (2022) 4904 (the lamp's light falls with the square of the distance).
 */
import type { LinearLight } from "../../domain.ts";
import type { Mask } from "../../plane.ts";
import { gaussianSpread } from "../../signal/convolve.ts";
import { luminanceOf } from "../../signal/light.ts";
import { log } from "../../signal/math.ts";
import { blurWithin } from "../../signal/scene.ts";

/** Standard deviation of the smoothing, over the frame's longer side. */
const SCALE = 0.012;
/** Brighter walls are no nearer, darker ones no farther [linear light]. */
const CAP = 0.5;
const FLOOR = 0.01;

/** rows x columns each. */
export interface WallShape {
  /** Log luminance: 0 for the brightest wall, about -4 in the dark of the lumen. */
  readonly near: Float64Array;
  /** Curvature across the crest, times the longer side squared; 0 where the wall is hollow. */
  readonly crest: Float64Array;
  /** Direction along the crest, of length 1: down and across. */
  readonly down: Float64Array;
  readonly across: Float64Array;
}

/** @param scene rows x columns: 1 where the wall is */
export function wallShape(light: LinearLight, scene: Mask): WallShape {
  const { rows, columns } = light;
  const longer = Math.max(rows, columns);
  const top = log(CAP + FLOOR);
  const data = luminanceOf(light).map((value) => log(Math.min(Math.max(value, 0), CAP) + FLOOR) - top);
  const near = blurWithin({ rows, columns, channels: 1, data }, scene, gaussianSpread(Math.max(1, SCALE * longer)));
  const size = near.length;
  const [crest, down, across] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < size; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const inside = row > 0 && row < rows - 1 && column > 0 && column < columns - 1;
    across[i] = 1;
    if (!inside || !around(scene, i, columns)) continue;
    const hDown = near[i - columns] - 2 * near[i] + near[i + columns];
    const hAcross = near[i - 1] - 2 * near[i] + near[i + 1];
    const hBoth = (near[i - columns - 1] - near[i - columns + 1] - near[i + columns - 1] + near[i + columns + 1]) / 4;
    const half = (hDown - hAcross) / 2;
    const root = Math.sqrt(half * half + hBoth * hBoth);
    const upper = (hDown + hAcross) / 2 + root;
    crest[i] = Math.max(0, root - (hDown + hAcross) / 2) * longer * longer;
    // The eigenvector of the upper eigenvalue, by whichever row of the matrix is not small.
    const vector = half > 0 ? [upper - hAcross, hBoth] : [hBoth, upper - hDown];
    const length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1]);
    if (length === 0) continue;
    down[i] = vector[0] / length;
    across[i] = vector[1] / length;
  }
  return { near, crest, down, across };
}

/** Whether all eight neighbours of a pixel away from the border are in the scene: at its rim the blur is no curvature. */
function around(scene: Mask, i: number, columns: number): boolean {
  for (const row of [i - columns, i, i + columns]) for (let k = row - 1; k <= row + 1; k++) if (scene[k] === 0) return false;
  return true;
}
