/**
 * Window mis-set: the image was exported in a window that is too narrow, and off the level at which its tissues lie.
 *
 *   code' = min(max(127.5 + (code - 127.5 - d) / f, 0), 255)        f = width / right width,   d = 255 (level - right level) / right width
 *
 * What lies beyond the narrow window is black or white for ever. The codes of the right window are all there is to start from, so a
 * window that is too wide is not among the defects here. The sense of the offset is drawn, and a part of its size.
 *
 * `drawn`: `offsetFactor`, the offset over its ladder's value: about 1 where the image becomes darker, about -1 where it becomes brighter.
 *
 * Not modelled: windows that are too wide, display curves other than straight ones.
 *
 * Sources: DICOM PS3.3 (2024), section C.11.2 (window centre and width); Barnes, RadioGraphics 12 (1992) 825.
 */
import { defineDegradation } from "../degradation.ts";
import { display } from "../domain.ts";
import { ladder } from "../severity.ts";

const MIDDLE = 127.5;

/** @returns share of the codes that are black or white, of those that were neither */
function clippedShare(before: Float64Array, after: Float64Array): number {
  let inside = 0;
  let lost = 0;
  for (let i = 0; i < before.length; i++) {
    if (before[i] <= 0 || before[i] >= 255) continue;
    inside++;
    if (after[i] <= 0 || after[i] >= 255) lost++;
  }
  return inside === 0 ? 0 : lost / inside;
}

export default defineDegradation({
  version: 1,
  title: "display window too narrow and off level",
  attribute: "windowing errors",
  domain: display,
  parameters: {
    width: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 0.7,
      moderate: 0.4,
      severe: 0.2,
      means: "window width / width in which the tissues fit",
    }),
    offset: ladder({
      unit: "1",
      none: 0,
      mild: 0.04,
      moderate: 0.1,
      severe: 0.2,
      means: "distance of the level from the right one / right width, on average",
    }),
  },
  effective: { clippedShare: { unit: "1", means: "pixels that became black or white / pixels that were neither" } },
  looksLike: {
    sign: "harsh contrast in which tissues of nearly the same density are all black or all white",
    mild: "slightly harsh contrast, with some fat or enhanced tissue near black or white",
    moderate: "harsh contrast, with much of the soft tissue pure black or pure white",
    severe: "nearly two-toned tissues, with soft tissue black or white and hardly a grey",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with harsh contrast",
    moderate: "{fine} are partly lost in black or white areas, while {coarse} stay clear",
    severe: "{fine} are lost in black and white areas and {coarse} are bare silhouettes",
  },
  confusedWith: ["ct/clipped-range", "ct/quantised", "ct/sharp-kernel"],
  references: ["DICOM PS3.3 (2024), section C.11.2", "Barnes, RadioGraphics 12 (1992) 825-837. doi:10.1148/radiographics.12.4.1636042"],
  degrade(shown, { width, offset }, random) {
    const stream = random.stream("offset");
    const offsetFactor = (stream.uniform() < 0.5 ? -1 : 1) * stream.range(0.9, 1.1);
    const shift = 255 * offset * offsetFactor;
    const data = new Float64Array(shown.data.length);
    for (let i = 0; i < data.length; i++) data[i] = Math.min(Math.max(MIDDLE + (shown.data[i] - MIDDLE - shift) / width, 0), 255);
    return { sample: { ...shown, data }, drawn: { offsetFactor }, effective: { clippedShare: clippedShare(shown.data, data) } };
  },
});
