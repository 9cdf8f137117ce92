/**
 * Uneven illumination: the camera is not centred on the pupil, so that its beam lights one side of the retina and leaves the other dark.
 *
 *   L' = L 2^(-E s)        s = (d - d_min) / (d_max - d_min)        d = |x - b|^2, squared distance from the beam's centre b
 *
 * A Gaussian beam, in stops E from the brightest to the darkest place of the retina. Its centre lies off the field's centre by a drawn
 * share (0.35 to 0.75) of the field's half-diagonal extent, in a drawn direction; severity moves E alone. The brightest place keeps its
 * light and everything else loses some: light that the iris stops is lost, the mean exposure is not kept, and nothing saturates anew.
 *
 * Not modelled: the coloured halo of light scattered by the iris, automatic exposure, noise in the dark part.
 * Drawn: brightSide [deg], direction from the field's centre to the beam's, 0 = right, 90 = up; offset [1], in half extents of the field.
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { ladder } from "../severity.ts";
import { cosTurns, exp, LN2, sinTurns } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { sceneOf } from "../signal/scene.ts";

export default defineDegradation({
  version: 1,
  title: "uneven illumination",
  attribute: "uneven illumination",
  domain: linearLight,
  parameters: {
    falloff: ladder({
      unit: "EV",
      none: 0,
      mild: 1.8,
      moderate: 4.5,
      severe: 10,
      means: "log2 of brightest over darkest illumination of the retina",
    }),
  },
  effective: {
    illuminationRatio: { unit: "1", means: "brightest over darkest illumination within the retina" },
    darkFraction: { unit: "1", means: "share of the retina that gets less than half of the brightest illumination" },
    meanIllumination: { unit: "1", means: "mean illumination of the retina over its brightest" },
  },
  looksLike: {
    sign: "brightness that falls off smoothly across the retina",
    mild: "a slightly dark part of the retina, with all detail visible there",
    moderate: "plain shading across the retina, with one part dark and the opposite part bright",
    severe: "one part of the retina sunk into darkness beside a bright opposite part",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible everywhere but are dimmer on the darker side",
    moderate: "{fine} are hard to see on the dark side, while {coarse} remain visible",
    severe: "{fine} vanish in the dark part of the field, and so do {coarse}",
  },
  // Fewer: nothing else of a fundus camera that is here shades the retina.
  confusedWith: [],
  references: [
    "Shen et al., IEEE Trans. Med. Imaging 40 (2021) 996. doi:10.1109/TMI.2020.3043495",
    "Saine and Tyler, Ophthalmic Photography, 2nd edition (2002)",
  ],
  degrade(light: LinearLight, { falloff }, random: RandomSource) {
    const { rows, columns, data } = light;
    const stream = random.stream("beam");
    const turns = stream.uniform();
    const offset = stream.range(0.35, 0.75);
    const beamRow = (rows - 1) / 2 - (offset * sinTurns(turns) * rows) / 2;
    const beamColumn = (columns - 1) / 2 + (offset * cosTurns(turns) * columns) / 2;
    const scene = sceneOf(light);
    const distance = (i: number): number => {
      const down = Math.floor(i / columns) - beamRow;
      const across = (i % columns) - beamColumn;
      return down * down + across * across;
    };
    let nearest = Number.POSITIVE_INFINITY;
    let farthest = 0;
    for (let i = 0; i < scene.length; i++) {
      if (scene[i] === 0) continue;
      nearest = Math.min(nearest, distance(i));
      farthest = Math.max(farthest, distance(i));
    }
    const span = Math.max(farthest - nearest, 1e-9);
    const result = data.slice();
    let [sum, dark, count, least, most] = [0, 0, 0, Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < scene.length; i++) {
      if (scene[i] === 0) continue;
      const illumination = exp((-falloff * LN2 * (distance(i) - nearest)) / span);
      for (let channel = 0; channel < 3; channel++) result[3 * i + channel] *= illumination;
      sum += illumination;
      count++;
      if (illumination < 0.5) dark++;
      least = Math.min(least, illumination);
      most = Math.max(most, illumination);
    }
    return {
      sample: { ...light, data: result },
      drawn: { brightSide: 360 * turns, offset },
      effective: { illuminationRatio: most / least, darkFraction: dark / count, meanIllumination: sum / count },
    };
  },
});
