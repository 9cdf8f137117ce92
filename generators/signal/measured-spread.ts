/**
 * A point spread function as it was measured: the image of a point, of any odd or even size, wherever in that image the point lies.
 *
 *   w[d] = sum over pixels x of image[x] b(d - (x - centroid)) / sum of image        b: bilinear, 1 - |t| along each axis
 *
 * The centroid becomes the centre, so that the blur moves nothing. Where it lies between pixels, at fractions f, sharing among neighbours
 * widens the function by f (1 - f) pixels^2 along each axis; where it lies on a pixel, no weight changes but by the common scale.
 *
 * Not modelled: background and noise of the measurement. Subtract them first: far from the centre they weigh most.
 */
import { normalised, type PointSpread, shareAmongPixels } from "./point-spread.ts";

/** A centroid this near to a pixel lies on it: rounding of the sums is far smaller, and no shift so small is seen. */
const ON_PIXEL = 1e-9;

/**
 * Makes a point spread function from the image of a point.
 *
 * @param image rows x columns, each >= 0, of any common scale
 * @throws RangeError for a size that disagrees with the numbers, a number below 0 or not finite, or an image without light
 */
export function measuredSpread(image: { readonly rows: number; readonly columns: number; readonly data: Float64Array }): PointSpread {
  const { rows, columns, data } = image;
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1 && data.length === rows * columns))
    throw new RangeError(`Expected an image of ${rows} x ${columns} numbers, got ${data.length}`);
  const fault = data.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (fault >= 0) throw new RangeError(`Expected light of 0 or more in every pixel of a point spread, got ${data[fault]}`);
  // A scale of 1 keeps the sums finite and the weights from vanishing, whatever unit the image is in.
  const brightest = data.reduce((most, value) => Math.max(most, value), 0);
  if (brightest === 0) throw new RangeError("Expected the image of a point, got one without light");
  const light = data.map((value) => value / brightest);
  const centre = centroidOf(light, columns);
  let rowReach = 0;
  let columnReach = 0;
  light.forEach((value, index) => {
    if (value === 0) return;
    rowReach = Math.max(rowReach, Math.ceil(Math.abs(Math.floor(index / columns) - centre.row)));
    columnReach = Math.max(columnReach, Math.ceil(Math.abs((index % columns) - centre.column)));
  });
  const spread = {
    rows: 2 * rowReach + 1,
    columns: 2 * columnReach + 1,
    weights: new Float64Array((2 * rowReach + 1) * (2 * columnReach + 1)),
  };
  light.forEach((value, index) => {
    const row = Math.floor(index / columns) - centre.row + rowReach;
    const column = (index % columns) - centre.column + columnReach;
    if (value > 0) shareAmongPixels(spread, row, column, value);
  });
  return { ...spread, weights: normalised(spread.weights) };
}

/** @returns the mean place of the light in pixels */
function centroidOf(light: Float64Array, columns: number): { row: number; column: number } {
  let sum = 0;
  let row = 0;
  let column = 0;
  light.forEach((value, index) => {
    sum += value;
    row += value * Math.floor(index / columns);
    column += value * (index % columns);
  });
  const snapped = (place: number): number => (Math.abs(place - Math.round(place)) < ON_PIXEL ? Math.round(place) : place);
  return { row: snapped(row / sum), column: snapped(column / sum) };
}
