/**
 * Breathing: the front of the body rises and falls while the gantry turns slowly, as on scanners for radiotherapy, or without breath-hold.
 *
 *   y' = y + (y - y_back) A sin(2 pi (c v / V + phi)) / H        v = 0 .. V - 1 views, c cycles in all, H height of the body, y_back its back
 *
 * The back rests on the table; the front moves by the amplitude A, what lies between in proportion. Each view sees the body at another height
 * and keeps its own geometry: the front wall is drawn several times over, and streaks leave ribs and gas tangentially.
 * The body is what lies on the table (attenuation/body.ts).
 *
 * `drawn`: `start`, where in the cycle the first view falls [turns].
 *
 * Not modelled: density that falls as the lungs fill, motion along the axis of the body, sliding organs, irregular cycles.
 *
 * Sources: Barrett and Keat, RadioGraphics 24 (2004) 1679; Crawford, King, Ritchie, Godwin, IEEE Trans. Med. Imaging 15 (1996) 327
 * (breathing as magnification and displacement).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { sinTurns } from "../signal/math.ts";
import { bodyOf } from "./attenuation/body.ts";
import { shownSharp } from "./detector/whole-band.ts";
import { type Attenuation, sinogram } from "./modality.ts";
import { displacements, type Movement, movedViews } from "./motion/moved-views.ts";

/** Where the body's front and back lie above the axis [m]. */
function frontAndBack(object: Attenuation): { front: number; back: number } {
  const { top, bottom } = bodyOf(object);
  const above = (row: number): number => ((object.rows - 1) / 2 - row) * object.pixel.row;
  // To the outer edges of the pixels.
  return { front: above(top - 0.5), back: above(bottom + 0.5) };
}

export default defineDegradation({
  version: 2,
  title: "breathing during a slow scan",
  attribute: "motion",
  domain: sinogram,
  parameters: {
    amplitude: ladder({
      unit: "mm",
      none: 0,
      mild: 1,
      moderate: 3.5,
      severe: 12,
      means: "amplitude of the front of the body, half its way",
    }),
    cycles: constant({ unit: "1", value: 7, means: "breaths during the views of one image" }),
  },
  effective: {
    rmsDisplacement: { unit: "mm", means: "root mean square over the views of the displacement of the body's front" },
    peakDisplacement: { unit: "mm", means: "largest displacement of the body's front" },
  },
  looksLike: {
    sign: "several outlines of the front of the body one above the other, with streaks that leave ribs and gas tangentially",
    mild: "slight blur of the front wall, with fine streaks from ribs and gas",
    moderate: "double or triple outlines of the front wall, with plain streaks from ribs and gas",
    severe: "several front walls one above the other, with strong streaks across the section",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, those near the front wall with slightly blurred edges",
    moderate: "{fine} are blurred towards the front, while {coarse} can still be followed",
    severe: "{fine} are lost but near the table and {coarse} appear several times, crossed by streaks",
  },
  confusedWith: ["ct/partial-volume", "ct/cone-beam", "ct/windmill", "ct/focal-spot-blur", "ct/gantry-tilt"],
  references: [
    "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065",
    "Crawford, King, Ritchie, Godwin, IEEE Trans. Med. Imaging 15 (1996) 327",
  ],
  degrade(sample, { amplitude, cycles }, random) {
    const start = random.stream("start").uniform();
    const viewCount = sample.geometry.angles.length;
    const { front, back } = frontAndBack(sample.source.object);
    const movements = Array.from({ length: viewCount }, (_, view): Movement => {
      const strain = ((amplitude / 1000) * sinTurns((cycles * view) / viewCount + start)) / (front - back);
      // Stretched about the axis and then moved, so that the back stays where it is.
      return { right: 0, up: -strain * back, turn: 0, stretch: 1 + strain };
    });
    const { rms, peak } = displacements(movements, 0, front);
    return {
      sample: shownSharp(sample, movedViews(sample, movements)),
      drawn: { start },
      effective: { rmsDisplacement: 1000 * rms, peakDisplacement: 1000 * peak },
    };
  },
});
