/**
 * Scatter: photons that were deflected in the body reach the detector from all over it and lay an even glow over every view.
 *
 *   I' = I + k (G * (p I))        I = exp(-p),   p' = -ln I'        G: a Gaussian of a decimetre and more along the detector
 *
 * p I is what single scatter towards the detector is proportional to: matter on the ray times what is left of the beam. k gives the ray through
 * the body's middle, on average over the views, the scatter-to-primary ratio asked for. The glow is wide: what the rim of a body scatters, where
 * p I is largest, reaches its whole shadow nearly evenly. The less primary is left the more of the count is glow, so that the middle comes out
 * darkest, and more so behind bones and along the widest way through the body. Multislice scanners with a collimator in front of the detector
 * count 0.05 to 0.3 scattered photons for each primary one; flat detectors of cone-beam scanners, 1 and more.
 *
 * Not modelled: scatter that is deflected several times, its own noise, the anti-scatter grid and the scanner's correction.
 *
 * Sources: Ohnesorge, Flohr, Klingenbeck-Regn, Eur. Radiol. 9 (1999) 563 (the convolution model); Siewerdsen and Jaffray, Med. Phys. 28 (2001) 220.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log, PI } from "../signal/math.ts";
import { filterViews } from "./detector/filter-views.ts";
import { type Sinogram, sinogram } from "./modality.ts";

/** @returns for each view the bin at its centre of mass */
function middles({ data, geometry }: Sinogram): number[] {
  const { binCount } = geometry;
  const bins: number[] = [];
  for (let start = 0; start < data.length; start += binCount) {
    let mass = 0;
    let moment = 0;
    for (let bin = 0; bin < binCount; bin++) {
      mass += data[start + bin];
      moment += bin * data[start + bin];
    }
    bins.push(mass > 0 ? Math.floor(moment / mass + 0.5) : binCount >> 1);
  }
  return bins;
}

/** @param deviation of the Gaussian [bins] @returns scatter of a unit ratio: views x bins, in units of the open beam */
export function scatterGlow(sample: Sinogram, deviation: number): Float64Array {
  const { data, geometry } = sample;
  const { binCount } = geometry;
  const source = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) source[at] = data[at] * exp(-data[at]);
  const glow = filterViews(source, binCount, { real: (turns) => exp(-2 * PI * turns * deviation * PI * turns * deviation) });
  let ratio = 0;
  const centres = middles(sample);
  for (const [view, bin] of centres.entries()) ratio += glow[view * binCount + bin] / exp(-data[view * binCount + bin]) / centres.length;
  // Filtering leaves rounding errors of either sign in the open beam.
  for (let at = 0; at < glow.length; at++) glow[at] = ratio > 0 ? Math.max(glow[at], 0) / ratio : 0;
  return glow;
}

export default defineDegradation({
  version: 2,
  title: "scattered radiation",
  attribute: "shading",
  domain: sinogram,
  parameters: {
    ratio: ladder({
      unit: "1",
      none: 0,
      mild: 0.06,
      moderate: 0.14,
      severe: 0.3,
      means: "scattered / primary photons on the ray through the body's middle, mean over the views",
    }),
    width: constant({ unit: "mm", value: 150, means: "standard deviation of the glow along the detector, at the axis of rotation" }),
  },
  effective: { largestRatio: { unit: "1", means: "largest ratio of scattered to primary photons on any ray" } },
  looksLike: {
    sign: "even darkening of the body from the skin inwards, deepest in its middle",
    mild: "slight darkening of the middle of the body",
    moderate: "plain darkening of the middle of the body, deepest behind dense parts",
    severe: "deep darkening of the middle of the body, with low contrast there",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with slightly wrong densities in the middle",
    moderate: "{fine} in the middle lose contrast, while {coarse} stay clear",
    severe: "{fine} in the middle are lost for want of contrast, and the densities of {coarse} cannot be trusted",
  },
  confusedWith: ["ct/detector-crosstalk", "ct/metal-artefact", "ct/photon-starvation", "ct/field-of-view-truncation"],
  visibleAloneFrom: "moderate",
  references: [
    "Ohnesorge, Flohr, Klingenbeck-Regn, Eur. Radiol. 9 (1999) 563. doi:10.1007/s003300050710",
    "Siewerdsen and Jaffray, Med. Phys. 28 (2001) 220",
  ],
  degrade(sample, { ratio, width }) {
    const glow = scatterGlow(sample, width / 1000 / sample.geometry.binSize);
    const data = new Float64Array(glow.length);
    let largest = 0;
    for (let at = 0; at < data.length; at++) {
      const primary = exp(-sample.data[at]);
      const scattered = ratio * glow[at];
      if (scattered > largest * primary) largest = scattered / primary;
      data[at] = -log(primary + scattered);
    }
    return { sample: { ...sample, data }, drawn: {}, effective: { largestRatio: largest } };
  },
});
