/** Cuts one image out of a larger one: a panel out of a figure, a field out of a frame with borders. */
import { MedqError } from "../manifests/error.ts";
import type { Acquisition } from "./acquisition.ts";

/** In samples, from the upper left. */
export interface Crop {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** @throws MedqError E_FORMAT when the crop leaves the image */
export function cropPlane(acquisition: Acquisition, crop: Crop, where: string): Acquisition {
  const { coils, rows, columns, channels, complex, data, inside } = acquisition;
  if (crop.top + crop.rows > rows || crop.left + crop.columns > columns) {
    throw new MedqError(
      "E_FORMAT",
      `Expected a crop within ${rows} x ${columns}, got one that ends at ${crop.top + crop.rows} x ${crop.left + crop.columns}`,
      where,
      "Correct the crop.",
    );
  }
  const cut = <T extends Float64Array | Uint8Array>(source: T, target: T, planes: number, width: number): T => {
    for (let plane = 0; plane < planes; plane++) {
      for (let row = 0; row < crop.rows; row++) {
        const from = ((plane * rows + crop.top + row) * columns + crop.left) * width;
        target.set(source.subarray(from, from + crop.columns * width), (plane * crop.rows + row) * crop.columns * width);
      }
    }
    return target;
  };
  const width = channels * (complex ? 2 : 1);
  const count = crop.rows * crop.columns;
  return {
    ...acquisition,
    rows: crop.rows,
    columns: crop.columns,
    data: cut(data, new Float64Array(coils * count * width), coils, width),
    ...(inside !== undefined && { inside: cut(inside, new Uint8Array(count), 1, 1) }),
  };
}
