/**
 * Photon starvation: through shoulders or hips so few photons arrive that the detector's own electronic noise is all that is read.
 *
 *   N = N0 + s z        N0 = I0 exp(-p),   z ~ N(0, 1),   s: electronic noise in photons        p' = -ln(max(N, 1) / I0)
 *
 * Rays that keep many photons hardly feel it; those along the longest paths, where N0 falls to s and below, are lost, and their logarithm turns
 * what is left into strong streaks along them. Photon noise is what the image itself already has.
 *
 * Not modelled: adaptive filtering of the weakest rays, which scanners apply; noise that is correlated between bins.
 *
 * Sources: Hsieh, Med. Phys. 25 (1998) 2139 (photon starvation and adaptive filtering); Barrett and Keat, RadioGraphics 24 (2004) 1679.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { sinogram } from "./modality.ts";

/** A ray counts as starved below so many deviations of the noise. */
const STARVED = 3;

export default defineDegradation({
  version: 2,
  title: "photon starvation",
  attribute: "starvation streaks",
  domain: sinogram,
  parameters: {
    noiseShare: ladder({
      unit: "1",
      none: 0,
      mild: 0.1,
      moderate: 0.22,
      severe: 0.45,
      means: "standard deviation of the electronic noise / photons that the densest ray leaves",
    }),
  },
  effective: {
    electronicNoise: { unit: "photons", means: "standard deviation of the electronic noise" },
    starvedShare: { unit: "1", means: "rays that leave fewer photons than three of those deviations / all rays through the object" },
  },
  looksLike: {
    sign: "dark and bright streaks along the densest paths through the body",
    mild: "faint streaks between the densest parts",
    moderate: "plain dark and bright streaks between dense parts",
    severe: "strong streaks across the whole body along its longest paths",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint streaks across a few of them",
    moderate: "{fine} between dense parts are hidden by streaks, while {coarse} stay clear",
    severe: "{fine} are lost along the longest paths and even {coarse} are crossed by streaks",
  },
  confusedWith: ["ct/low-dose", "ct/tube-current-modulation", "ct/beam-hardening", "ct/scatter", "ct/metal-artefact"],
  references: ["Hsieh, Med. Phys. 25 (1998) 2139", "Barrett and Keat, RadioGraphics 24 (2004) 1679. doi:10.1148/rg.246045065"],
  degrade(sample, { noiseShare }, random) {
    const { data, photonCount } = sample;
    let longest = 0;
    for (let at = 0; at < data.length; at++) if (data[at] > longest) longest = data[at];
    const deviation = noiseShare * photonCount * exp(-longest);
    const noisy = random.stream("electronics").fillNormal(new Float64Array(data.length));
    let through = 0;
    let starved = 0;
    for (let at = 0; at < data.length; at++) {
      const full = photonCount * exp(-data[at]);
      if (data[at] > 0) through++;
      if (data[at] > 0 && full < STARVED * deviation) starved++;
      // Where even the clean ray leaves less than a photon, that is the floor.
      noisy[at] = -log(Math.max(full + deviation * noisy[at], Math.min(1, full)) / photonCount);
    }
    return {
      sample: { ...sample, data: noisy },
      drawn: { noise: "one normal number for each bin of each view, the same at every strength" },
      effective: { electronicNoise: deviation, starvedShare: through === 0 ? 0 : starved / through },
    };
  },
});
