/**
 * Uncorrected gantry tilt: the section was cut obliquely, but is shown as if it had been cut straight.
 *
 *   f'(x, y) = f(x, y cos a)        a: tilt of the gantry about the horizontal axis x; the axis of rotation stays in the middle
 *
 * An oblique cut through a body that hardly changes along its axis is longer from front to back by 1 / cos a: circles become
 * ellipses, and distances from front to back are measured too long.
 *
 * Not modelled: structures that change along the axis of the body, which an oblique cut shows at other levels; the shear between sections
 * of a stack that was put together without the tilt.
 *
 * Sources: DICOM PS3.3 (2024), section C.8.2 (Gantry/Detector Tilt); Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153 (interpolation).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cos, PI } from "../signal/math.ts";
import { object } from "./modality.ts";

/** Weights of four neighbours for a place t = 0 .. 1 between the middle ones: Keys' cubic. */
function keys(t: number): [number, number, number, number] {
  return [0.5 * t * (-1 + t * (2 - t)), 1 + 0.5 * t * t * (-5 + 3 * t), 0.5 * t * (1 + t * (4 - 3 * t)), 0.5 * t * t * (t - 1)];
}

/** @param data rows x columns @returns the image stretched down its columns about the centre, edge rows continuing beyond it */
export function stretchedDown(data: Float64Array, rows: number, columns: number, factor: number): Float64Array {
  const stretched = new Float64Array(data.length);
  const centre = (rows - 1) / 2;
  const clamped = (row: number): number => Math.min(Math.max(row, 0), rows - 1) * columns;
  for (let row = 0; row < rows; row++) {
    const place = (row - centre) / factor + centre;
    const first = Math.floor(place);
    const [wa, wb, wc, wd] = keys(place - first);
    const [a, b, c, d] = [clamped(first - 1), clamped(first), clamped(first + 1), clamped(first + 2)];
    for (let column = 0; column < columns; column++) {
      stretched[row * columns + column] = wa * data[a + column] + wb * data[b + column] + wc * data[c + column] + wd * data[d + column];
    }
  }
  return stretched;
}

export default defineDegradation({
  version: 1,
  title: "gantry tilt that was not corrected",
  attribute: "geometric distortion",
  domain: object,
  parameters: {
    tilt: ladder({ unit: "deg", none: 0, mild: 12, moderate: 21, severe: 30, means: "tilt of the gantry out of the vertical" }),
  },
  visibleAloneFrom: "never",
  effective: { elongation: { unit: "%", means: "by how much distances from front to back are too long" } },
  looksLike: {
    sign: "the body and round structures such as vessels and vertebrae drawn out from front to back",
    mild: "the body very slightly drawn out from front to back",
    moderate: "the body and round structures drawn out from front to back, with oval vessels",
    severe: "the body and all round structures plainly drawn out from front to back",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with distances from front to back slightly too long",
    moderate: "{fine} remain visible, but {coarse} are out of proportion",
    severe: "{fine} remain visible, but neither they nor {coarse} can be measured from front to back",
  },
  confusedWith: ["ct/limited-angle", "ct/breathing-motion"],
  references: [
    "DICOM PS3.3 (2024), section C.8.2",
    "Keys, IEEE Trans. Acoust. Speech Signal Process. 29 (1981) 1153. doi:10.1109/TASSP.1981.1163711",
  ],
  degrade(sample, { tilt }) {
    const factor = 1 / cos((tilt * PI) / 180);
    const data = stretchedDown(sample.data, sample.rows, sample.columns, factor);
    // The cubic undershoots beside edges.
    for (let i = 0; i < data.length; i++) if (data[i] < 0) data[i] = 0;
    return { sample: { ...sample, data }, drawn: {}, effective: { elongation: 100 * (factor - 1) } };
  },
});
