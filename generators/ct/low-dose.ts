/**
 * Low dose: fewer photons reach the detector, their number fluctuates relatively more, and dense paths leave the detector almost dark.
 *
 *   N0 = I0 exp(-p)                                     counts of the full-dose scan, its own noise included
 *   N = a N0 + (X - m) + sqrt(1 - a^2) sigma_e z        X ~ Poisson(m),  m = a (1 - a) N0,  z ~ normal,  a = dose fraction
 *   p' = -ln(max(N, 1) / (a I0))
 *
 * Why this thinning: given N0, N has mean a N0 and variance a (1 - a) N0. If N0 was itself Poisson with mean M, the total variance is
 * a^2 M + a (1 - a) M = a M, that of a scan with dose a; and a = 1 adds exactly nothing. A real image keeps its own noise and gets
 * what is missing, which is the noise insertion of Yu et al. for large counts: variance (1 - a) / (a N0) of p'.
 * Each bin keeps its uniform and its normal number at every dose.
 *
 * Not modelled: energy-integrating detectors (compound Poisson counts), a bow-tie filter, crosstalk, statistical weighting and
 * iterative reconstruction, which would smooth the noise.
 *
 * Sources: Yu, Shiung, Jondal, McCollough, J. Comput. Assist. Tomogr. 36 (2012) 477 (noise insertion); Zeng et al., IEEE Trans. Nucl. Sci. 62
 * (2015) 2226; Whiting et al., Med. Phys. 33 (2006) 3290 (counts of a real detector).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log } from "../signal/math.ts";
import { sinogram } from "./modality.ts";

export default defineDegradation({
  version: 2,
  title: "low radiation dose",
  attribute: "low-dose noise",
  domain: sinogram,
  parameters: {
    doseFraction: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 0.25,
      severe: 0.025,
      means: "photons emitted / photons of the full-dose scan",
    }),
    electronicNoise: constant({ unit: "photons", value: 5, means: "standard deviation of the detector's electronic noise" }),
  },
  effective: {
    doseFraction: { unit: "1", means: "photons emitted / photons of the full-dose scan" },
    photonCount: { unit: "photons", means: "photons per bin and view without an object in the beam" },
    noiseAdded: { unit: "HU", means: "predicted standard deviation of the added quantum noise at the body's centre of mass" },
    starvedFraction: { unit: "1", means: "bins behind the object whose count fell to one photon or less / bins behind the object" },
  },
  looksLike: {
    sign: "fine grainy noise over the whole body, with thin streaks along the paths of highest attenuation",
    mild: "slight fine grain in the uniform soft tissues",
    moderate: "plain grain all over the body, coarse enough to blur the borders between soft tissues",
    severe: "heavy grain over the whole body with dark and bright streaks between dense structures",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through the grain",
    moderate: "{fine} are partly hidden by the grain, while {coarse} stay clear",
    severe: "{fine} are lost in noise and streaks and even {coarse} have ragged borders",
  },
  confusedWith: ["ct/photon-starvation", "ct/tube-current-modulation", "ct/bow-tie-miscentring", "ct/sharp-kernel"],
  references: [
    "Yu, Shiung, Jondal, McCollough, J. Comput. Assist. Tomogr. 36 (2012) 477. doi:10.1097/RCT.0b013e318258e891",
    "Zeng et al., IEEE Trans. Nucl. Sci. 62 (2015) 2226. doi:10.1109/TNS.2015.2467219",
    "Whiting et al., Med. Phys. 33 (2006) 3290. doi:10.1118/1.2230762",
  ],
  degrade(sample, { doseFraction, electronicNoise }, random) {
    const emitted = doseFraction * sample.photonCount;
    const spread = Math.sqrt(Math.max(1 - doseFraction * doseFraction, 0)) * electronicNoise;
    const fullDose = sample.data.map((integral) => sample.photonCount * exp(-integral));
    const means = fullDose.map((full) => doseFraction * (1 - doseFraction) * full);
    const photons = random.stream("photons").fillPoisson(new Float64Array(means.length), means);
    const electronics = random.stream("electronics").fillNormal(new Float64Array(means.length));
    let behind = 0;
    let starved = 0;
    const data = sample.data.map((integral, bin) => {
      const full = fullDose[bin];
      const count = doseFraction * full + photons[bin] - means[bin] + spread * electronics[bin];
      // Where even full dose left less than a photon, that is the floor: the dose alone must change the image.
      const floor = Math.min(1, full);
      if (integral > 0) behind++;
      if (integral > 0 && count <= floor) starved++;
      return -log(Math.max(count, floor) / emitted);
    });
    return {
      sample: { ...sample, data },
      drawn: { counts: "one uniform and one normal number for each bin of each view, the same at every dose" },
      effective: {
        doseFraction,
        photonCount: emitted,
        noiseAdded: sample.noise * Math.sqrt((1 - doseFraction) / doseFraction),
        starvedFraction: behind === 0 ? 0 : starved / behind,
      },
    };
  },
});
