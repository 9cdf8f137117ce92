/** Order statistics of timings. They are not normal: a few are late, none is early, so medians and quartiles say more than means. */

/** @param share 0 the least, 1/2 the median, 1 the largest; linear between neighbours */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
