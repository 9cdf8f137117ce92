/**
 * Shapes drawn with a round brush: a curve whose radius varies along it. Ventricles, nuclei and sulci are all made of strokes.
 *
 *   distance(p) = min over the stroke's discs of |p - centre| - radius        negative inside
 *
 * Not modelled: the minimum over discs is the distance itself outside a stroke; inside it is a lower bound of the depth.
 */

/** A touch of the brush: centre and radius [mm]. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Square samples around the origin: sample i of a side lies at (i + 1/2 - size / 2) * pitch [mm]. */
export interface Grid {
  readonly size: number;
  readonly pitch: number;
}

/** Distance between touches [mm]. */
const STEP = 0.4;

/** @param points x, y, radius [mm] that the stroke passes through, smoothly (Catmull and Rom's spline) */
export function stroke(points: readonly (readonly [number, number, number])[]): Disc[] {
  const discs: Disc[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [points[Math.max(i - 1, 0)], points[i], points[i + 1], points[Math.min(i + 2, points.length - 1)]];
    const length = Math.sqrt((c[0] - b[0]) * (c[0] - b[0]) + (c[1] - b[1]) * (c[1] - b[1]));
    const count = Math.max(Math.ceil(length / STEP), 1);
    for (let step = 0; step <= count; step++) {
      const t = step / count;
      const at = (axis: 0 | 1 | 2): number =>
        b[axis] +
        0.5 *
          t *
          (c[axis] - a[axis] + t * (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis] + t * (3 * (b[axis] - c[axis]) + d[axis] - a[axis])));
      discs.push({ x: at(0), y: at(1), radius: Math.max(at(2), 0) });
    }
  }
  return discs;
}

/**
 * Measures how far each sample of the grid lies from the nearest disc's edge.
 * @returns size x size distances [mm], negative inside, at most `reach`
 */
export function distanceTo(discs: readonly Disc[], { size, pitch }: Grid, reach: number): Float64Array {
  const distance = new Float64Array(size * size).fill(reach);
  const index = (position: number): number => position / pitch - 0.5 + size / 2;
  for (const { x, y, radius } of discs) {
    const far = radius + reach;
    const top = Math.max(Math.ceil(index(y - far)), 0);
    const bottom = Math.min(Math.floor(index(y + far)), size - 1);
    const left = Math.max(Math.ceil(index(x - far)), 0);
    const right = Math.min(Math.floor(index(x + far)), size - 1);
    for (let row = top; row <= bottom; row++) {
      const dy = (row + 0.5 - size / 2) * pitch - y;
      for (let column = left; column <= right; column++) {
        const dx = (column + 0.5 - size / 2) * pitch - x;
        // Compared as squares first: the square root is taken only where it counts.
        const at = row * size + column;
        const limit = distance[at] + radius;
        const squared = dx * dx + dy * dy;
        if (limit > 0 && squared < limit * limit) distance[at] = Math.sqrt(squared) - radius;
      }
    }
  }
  return distance;
}

/** @returns 0 well outside, 1 well inside an edge of that softness; `depth` counts from the edge inwards [mm] */
export function edge(depth: number, softness: number): number {
  const t = Math.min(Math.max(0.5 + depth / (2 * softness), 0), 1);
  return t * t * (3 - 2 * t);
}
