/**
 * Too few grey levels: a converter, a film printer or an export kept only the highest bits of the display's codes.
 *
 *   code' = 2^d floor(code / 2^d)        d = 8 - b dropped bits, b = log2 of the grey levels, rounded
 *
 * Smooth gradients become steps with contours between them, and what differs by less than a step becomes one grey, a little darker than it was.
 * Nothing is drawn at random.
 *
 * Not modelled: dithering, levels placed along a display curve.
 *
 * Sources: Gonzalez and Woods, Digital Image Processing, 4th edition (2018), chapter 2 (false contouring).
 */
import { defineDegradation } from "../degradation.ts";
import { display } from "../domain.ts";
import { ladder } from "../severity.ts";
import { log2 } from "../signal/math.ts";

const BITS = 8;

export default defineDegradation({
  version: 1,
  title: "too few grey levels",
  attribute: "grey-level banding",
  domain: display,
  parameters: {
    levels: ladder({ unit: "1", scale: "log", none: 256, mild: 16, moderate: 8, severe: 4, means: "grey levels, rounded to a power of 2" }),
  },
  effective: {
    levels: { unit: "1", means: "grey levels from black to white" },
    step: { unit: "1", means: "distance between two grey levels, of 255" },
  },
  looksLike: {
    sign: "flat patches of one grey with hard contours between them within smooth tissue",
    mild: "faint contours and patches of one grey in smooth tissue",
    moderate: "plain flat patches with hard contours between them",
    severe: "posterised tissues in a handful of greys",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly blotchy shades",
    moderate: "{fine} of similar density merge into one grey, while {coarse} stay clear",
    severe: "{fine} are lost in flat patches and {coarse} are left in a handful of greys",
  },
  confusedWith: ["ct/clipped-range", "ct/window-misset", "display/jpeg-compression"],
  references: ["Gonzalez and Woods, Digital Image Processing, 4th edition (2018), chapter 2"],
  degrade(shown, { levels }) {
    const bits = Math.min(Math.max(Math.round(log2(levels)), 1), BITS);
    let step = 1;
    for (let dropped = bits; dropped < BITS; dropped++) step *= 2;
    const data = new Float64Array(shown.data.length);
    for (let i = 0; i < data.length; i++) data[i] = step * Math.floor(shown.data[i] / step);
    return { sample: { ...shown, data }, drawn: {}, effective: { levels: 256 / step, step } };
  },
});
