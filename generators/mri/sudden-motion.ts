/**
 * Sudden motion: the head nods once during the scan, and the lines before and after see it in two poses.
 *
 *   y(k) = (F x)(k) for the lines of the pose that holds k = 0,   (F T x)(k) for the others        T: rotation, then translation
 *
 * Lines are acquired from one end of k-space to the other. The pose of the central line is the resting one, so the image as a whole stays; only
 * the lines beyond the moment of the nod differ. The nearer it is to the middle of the scan, the more energy they hold: severity brings it
 * nearer, because displacement alone soon makes those lines as wrong as they can be.
 *
 * `drawn`: `time` of the nod as a share of the scan, `directionDeg` of the displacement, `rotationSign`.
 *
 * Not modelled: motion through the section, coils that stay with the scanner, lines acquired while the head moves.
 *
 * Sources: Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881; Zaitsev, Maclaren, Herbst, J. Magn. Reson. Imaging 42 (2015) 887.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, PI, sinTurns } from "../signal/math.ts";
import { kSpace } from "./modality.ts";
import { moveShots } from "./rigid-motion.ts";

const MILLIMETRE = 0.001;
const DEGREE = PI / 180;

/** @param time of the nod as a share of the scan @returns for each line 1 where it shows the other pose than the central line, else 0 */
export function movedLines(lineCount: number, time: number): Uint32Array {
  const first = Math.min(Math.max(Math.round(time * lineCount), 1), lineCount);
  const after = first <= Math.floor(lineCount / 2) ? 0 : 1;
  return new Uint32Array(lineCount).fill(1 - after, 0, first).fill(after, first);
}

export default defineDegradation({
  version: 2,
  title: "sudden motion during the scan",
  attribute: "motion",
  domain: kSpace,
  parameters: {
    translation: ladder({ unit: "mm", none: 0, mild: 1.2, moderate: 3, severe: 9, means: "displacement of the image centre by the nod" }),
    rotation: ladder({ unit: "deg", none: 0, mild: 1, moderate: 2.5, severe: 7, means: "in-plane rotation by the nod" }),
    distance: ladder({
      unit: "1",
      none: 0.4,
      mild: 0.14,
      moderate: 0.055,
      severe: 0.008,
      means: "time between the nod and the middle of the scan / duration of the scan",
    }),
  },
  effective: {
    movedLines: { unit: "1", means: "lines that were acquired in another pose than the central one / all lines" },
    movedEnergy: { unit: "1", means: "energy of those lines / energy of k-space, before" },
  },
  looksLike: {
    sign: "ripples and a shadow beside bright edges along the phase-encoding direction, as if part of the detail had been left behind",
    mild: "faint ripples beside bright edges",
    moderate: "obvious ripples and doubled edges along the phase-encoding direction",
    severe: "strong waves and doubled edges throughout, with detail that no longer fits the outlines",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but lose their crisp edges",
    moderate: "{fine} are crossed by ripples and partly doubled, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and {coarse} have doubled borders",
  },
  confusedWith: ["mri/truncation-ringing", "mri/keyhole", "mri/partial-fourier"],
  references: [
    "Shaw et al., IEEE Trans. Med. Imaging 39 (2020) 2881",
    "Zaitsev, Maclaren, Herbst, J. Magn. Reson. Imaging 42 (2015) 887. doi:10.1002/jmri.24850",
  ],
  degrade(samples, { translation, rotation, distance }, random) {
    const { coils, phase, readout, data } = samples;
    const stream = random.stream("nod");
    const late = stream.sign() > 0;
    const away = distance * stream.range(0.8, 1.2);
    const time = late ? 0.5 + away : 0.5 - away;
    const direction = stream.uniform();
    const turn = stream.sign();
    const moved = movedLines(phase, time);
    const pose = {
      phase: translation * cosTurns(direction) * MILLIMETRE,
      readout: translation * sinTurns(direction) * MILLIMETRE,
      rotation: turn * rotation * DEGREE,
    };
    const energies = [0, 0];
    for (let line = 0, at = 0; line < coils * phase; line++) {
      let sum = 0;
      for (const end = at + 2 * readout; at < end; at++) sum += data[at] * data[at];
      energies[moved[line % phase]] += sum;
    }
    const energy = energies[0] + energies[1];
    return {
      sample: moveShots(samples, moved, [{ phase: 0, readout: 0, rotation: 0 }, pose]),
      drawn: { time, directionDeg: 360 * direction, rotationSign: turn },
      effective: { movedLines: moved.reduce((sum, value) => sum + value, 0) / phase, movedEnergy: energy > 0 ? energies[1] / energy : 0 },
    };
  },
});
