/**
 * Keyhole imaging: only the centre of k-space is acquired anew; the outer lines are those of an earlier frame, when the object lay elsewhere.
 *
 *   y(k) = (F x)(k) for the round(f N) lines around k = 0        y(k) = exp(-2 pi i k . d) (F x)(k) beyond: the earlier pose
 *
 * Brightness and large shapes are where the object is now; the edges that the outer lines hold are where it was, so that borders
 * separate from what they bound. d has a fixed length and a drawn direction: severity alone decides how little of k-space is new.
 *
 * Not modelled: contrast that changed since, rotation, blending of old and new lines, several ages of outer lines.
 *
 * Sources: van Vaals et al., J. Magn. Reson. Imaging 3 (1993) 671; Jones et al., Magn. Reson. Med. 29 (1993) 830.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { kSpace } from "./modality.ts";
import { moveShots } from "./rigid-motion.ts";
import { acsBand } from "./undersampling/lines.ts";

const MILLIMETRE = 1e-3;

export default defineDegradation({
  version: 1,
  title: "keyhole imaging of a moved object",
  attribute: "motion",
  domain: kSpace,
  parameters: {
    renewed: ladder({
      unit: "1",
      none: 1,
      mild: 0.35,
      moderate: 0.18,
      severe: 0.08,
      means: "lines acquired anew around the centre of k-space / all lines",
    }),
    displacement: constant({ unit: "mm", value: 6, means: "distance between the object's places in the two frames" }),
  },
  effective: {
    renewedLines: { unit: "lines", means: "phase-encoding lines acquired anew" },
    staleEnergy: { unit: "1", means: "share of the energy of k-space that the earlier frame's lines hold" },
  },
  looksLike: {
    sign: "thin edges displaced from the tissue that they belong to, each beside a blurred border",
    mild: "faint second outlines beside the sharpest borders",
    moderate: "obvious thin outlines displaced from blurred borders",
    severe: "broad blurred shapes under a displaced sharp drawing of the same anatomy",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but some borders are doubled",
    moderate: "{fine} are doubled, while {coarse} can still be followed",
    severe: "{fine} appear beside their true place and {coarse} have double borders",
  },
  confusedWith: ["mri/rigid-motion", "mri/sudden-motion", "mri/chemical-shift"],
  references: [
    "van Vaals et al., J. Magn. Reson. Imaging 3 (1993) 671. doi:10.1002/jmri.1880030419",
    "Jones et al., Magn. Reson. Med. 29 (1993) 830",
  ],
  degrade(samples, { renewed, displacement }, random) {
    const { coils, phase, readout, data } = samples;
    const turns = random.stream("direction").uniform();
    const fresh = acsBand(phase, Math.max(renewed, 1 / phase));
    const before = {
      phase: displacement * cosTurns(turns) * MILLIMETRE,
      readout: displacement * sinTurns(turns) * MILLIMETRE,
      rotation: 0,
    };
    const poseOf = Uint32Array.from(fresh, (each) => 1 - each);
    let stale = 0;
    let all = 0;
    for (let line = 0, at = 0; line < coils * phase; line++) {
      let energy = 0;
      for (const end = at + 2 * readout; at < end; at++) energy += data[at] * data[at];
      all += energy;
      if (fresh[line % phase] === 0) stale += energy;
    }
    return {
      sample: moveShots(samples, poseOf, [{ phase: 0, readout: 0, rotation: 0 }, before]),
      drawn: { phaseDisplacementMm: before.phase / MILLIMETRE, readoutDisplacementMm: before.readout / MILLIMETRE },
      effective: { renewedLines: fresh.reduce((sum, each) => sum + each, 0), staleEnergy: all > 0 ? stale / all : 0 },
    };
  },
});
