/** Areas of annular sectors: what a sample stands for where readouts run outwards and are turned copies of each other. */
import { PI } from "../math.ts";

/**
 * Cuts a sector of 1 radian at the middles between neighbouring radii; the last piece reaches as far beyond its radius as within.
 * They add up to the whole sector, whatever the radii.
 *
 * @param radii never falling
 * @returns their areas, (outer^2 - inner^2) / 2
 */
export function annuli(radii: Float64Array): Float64Array {
  const last = radii.length - 1;
  let inner = 0;
  return radii.map((radius, index) => {
    const outer = index < last ? (radius + radii[index + 1]) / 2 : last > 0 ? radius + (radius - radii[index - 1]) / 2 : radius;
    const area = ((outer - inner) * (outer + inner)) / 2;
    inner = outer;
    return area;
  });
}

/** @returns for lines through the origin, half of the angle between the neighbours of each; they add up to pi */
export function angularShares(angles: Float64Array): Float64Array {
  const reduced = angles.map((angle) => angle - PI * Math.floor(angle / PI));
  const order = Uint32Array.from(angles.keys()).sort((a, b) => reduced[a] - reduced[b] || a - b);
  const shares = new Float64Array(angles.length);
  order.forEach((index, place) => {
    const next = place + 1 < order.length ? reduced[order[place + 1]] : reduced[order[0]] + PI;
    const previous = place > 0 ? reduced[order[place - 1]] : reduced[order[order.length - 1]] - PI;
    shares[index] = (next - previous) / 2;
  });
  return shares;
}
