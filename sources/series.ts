/** Groups planes into series and puts each in the order of its geometry. */

export interface Placed<Item> {
  readonly item: Item;
  /** Equal for planes of one series. */
  readonly series: string;
  /** Position along the slice normal [m], then instance number. */
  readonly order: readonly [number, number];
}

/** @returns series in the order in which they first appear; planes by position, equal positions by instance number, then as given */
export function groupSeries<Item>(planes: readonly Placed<Item>[]): Item[][] {
  const series = new Map<string, Placed<Item>[]>();
  for (const plane of planes) {
    const members = series.get(plane.series);
    if (members === undefined) series.set(plane.series, [plane]);
    else members.push(plane);
  }
  return [...series.values()].map((members) =>
    members.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]).map(({ item }) => item),
  );
}
