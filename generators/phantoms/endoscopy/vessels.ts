/**
 * The fine vascular pattern of the mucosa: trees of vessels that branch, thin out and wander, on the unrolled wall.
 *
 *   map = largest over strokes of strength (1 - (d / (width + 1))^2)^2        d: distance to the vessel's middle [texels]
 */
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";

export const VESSEL_ROWS = 720;
export const VESSEL_COLUMNS = 1280;
/** Texels per radius of the tube along and around it. */
export const VESSEL_SCALE = VESSEL_COLUMNS / 6.283185307179586;
/** Depth of the first row [radii]. */
export const VESSEL_FIRST = -0.3;

interface Tip {
  row: number;
  column: number;
  heading: number;
  width: number;
  strength: number;
}

function stamp(map: Float64Array, { row, column, width, strength }: Tip): void {
  const reach = width + 1;
  const top = Math.max(0, Math.ceil(row - reach));
  const bottom = Math.min(VESSEL_ROWS - 1, Math.floor(row + reach));
  for (let r = top; r <= bottom; r++) {
    for (let c = Math.ceil(column - reach); c <= column + reach; c++) {
      const distance = ((r - row) * (r - row) + (c - column) * (c - column)) / (reach * reach);
      if (distance >= 1) continue;
      const at = r * VESSEL_COLUMNS + ((c + 8 * VESSEL_COLUMNS) % VESSEL_COLUMNS);
      map[at] = Math.max(map[at], strength * (1 - distance) * (1 - distance));
    }
  }
}

/** Draws the map, VESSEL_ROWS x VESSEL_COLUMNS, 0 .. 1; it closes around the tube. @param perTurn trunks around it, as far apart along it */
export function drawVessels(stream: RandomStream, perTurn: number): Float64Array {
  const map = new Float64Array(VESSEL_ROWS * VESSEL_COLUMNS);
  const tips: Tip[] = [];
  const cell = VESSEL_COLUMNS / perTurn;
  const down = Math.round(VESSEL_ROWS / cell);
  for (let trunk = 0; trunk < perTurn * down; trunk++) {
    tips.push({
      row: (VESSEL_ROWS / down) * (Math.floor(trunk / perTurn) + stream.range(-0.1, 1.1)),
      column: cell * ((trunk % perTurn) + stream.range(-0.1, 1.1)),
      heading: stream.uniform(),
      width: stream.range(1.4, 3),
      strength: stream.range(0.7, 1),
    });
  }
  let budget = 90000;
  for (let tip = tips.pop(); tip !== undefined && budget > 0; tip = tips.pop()) {
    let bending = 0;
    while (tip.width > 0.25 && tip.row > -20 && tip.row < VESSEL_ROWS + 20 && budget-- > 0) {
      stamp(map, tip);
      bending = 0.85 * bending + 0.0042 * stream.range(-1, 1);
      tip.heading += bending;
      tip.row += 1.2 * sinTurns(tip.heading);
      tip.column += 1.2 * cosTurns(tip.heading);
      tip.width *= 0.9955;
      tip.strength = Math.max(0.25, tip.strength * 0.9985);
      if (stream.uniform() > 0.022) continue;
      const side = stream.sign();
      const share = stream.range(0.5, 0.85);
      tips.push({ ...tip, heading: tip.heading + side * stream.range(0.08, 0.2), width: tip.width * share, strength: tip.strength * 0.85 });
      tip.heading -= side * 0.03;
      tip.width *= 0.94;
    }
  }
  return map;
}
