/**
 * What lies beyond the edges of an image: its mirror image, the edge pixels doubled (half-sample symmetry), again and again.
 *
 *   .. 2 1 0 | 0 1 2 .. n-1 | n-1 n-2 ..          period 2 n
 */

/** @returns the index in 0 .. length - 1 that stands at any integer index */
export function reflected(index: number, length: number): number {
  if (index >= 0 && index < length) return index;
  const period = 2 * length;
  const place = index - period * Math.floor(index / period);
  return place < length ? place : period - 1 - place;
}
