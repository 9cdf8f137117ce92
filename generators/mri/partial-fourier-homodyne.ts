/**
 * Partial Fourier through homodyne detection, of an object whose phase varies faster than the symmetric centre of k-space can show.
 *
 *   y = M F (x exp(i p))        image = |Re(exp(-i p_K) F^-1 w y)|  (reconstruction/homodyne.ts)        M keeps round(f N) lines from one end
 *
 * p: a smooth random phase of a given root mean square, which the magnetic field of air and bone leaves near the sinuses at the time of a
 * gradient echo. The fewer lines are acquired on both sides, the coarser the phase p_K that stands for p: a ripple of
 * phase that it misses becomes a ripple of brightness of the same size, and tissue grows dark and bright patches. `drawn`: which side is missing.
 *
 * Not modelled: that such fields also displace and dephase (mri/epi-distortion, mri/susceptibility-void), a phase that noise disturbs.
 *
 * Sources: Noll, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 154; McGibney et al., Magn. Reson. Med. 30 (1993) 51.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cos, sin } from "../signal/math.ts";
import { sharedCopy } from "../signal/parts.ts";
import { smoothNoise } from "../signal/smooth-noise.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { halfScanLines } from "./partial-fourier.ts";

/** Length over which the phase varies, in fields of view: that of a sinus in a head. */
const REACH = 1 / 14;

/** @returns k-space of the same object whose every pixel is turned by a phase [rad], phase x readout */
export function turnedPixels(samples: CoilSamples, angles: Float64Array): CoilSamples {
  const { coils, phase, readout } = samples;
  const images = ifft2c(sharedCopy(samples.data), phase, readout, coils);
  for (let i = 0; i < angles.length; i++) {
    const [re, im] = [cos(angles[i]), sin(angles[i])];
    for (let at = 2 * i; at < images.length; at += 2 * angles.length) {
      const value = images[at];
      images[at] = value * re - images[at + 1] * im;
      images[at + 1] = value * im + images[at + 1] * re;
    }
  }
  return { ...samples, data: fft2c(images, phase, readout, coils) };
}

export default defineDegradation({
  version: 1,
  title: "partial Fourier with an unresolved phase",
  attribute: "phase-error patches",
  domain: kSpace,
  parameters: {
    fraction: ladder({
      unit: "1",
      none: 1,
      mild: 0.64,
      moderate: 0.55,
      severe: 0.515,
      means: "acquired phase-encoding lines / all lines, from one end of k-space: at least 1/2",
    }),
    phaseError: constant({ unit: "rad", value: 1, means: "root mean square of the phase that varies within the image" }),
  },
  effective: {
    fraction: { unit: "1", means: "lines acquired / all lines" },
    symmetricLines: { unit: "lines", means: "lines around the centre that were acquired on both sides" },
  },
  looksLike: {
    sign: "cloudy dark and bright patches over even tissue, with sharp outlines",
    mild: "slight clouding of even tissue",
    moderate: "obvious dark and bright patches across even tissue",
    severe: "deep dark and glaring patches through most of the tissue, with stripes and halos beside borders",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, a little darker or brighter in places",
    moderate: "{fine} are lost in dark patches, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and {coarse} are crossed by dark patches",
  },
  confusedWith: ["mri/rigid-motion", "mri/thermal-noise", "mri/spike-noise", "display/jpeg-compression"],
  references: [
    "Noll, Nishimura and Macovski, IEEE Transactions on Medical Imaging, 1991",
    "McGibney et al., Magnetic Resonance in Medicine, 1993",
  ],
  degrade(samples, { fraction, phaseError }, random) {
    if (!(fraction >= 0.5 && fraction <= 1)) {
      const problem = `Expected a fraction of 0.5 to 1, got ${fraction}`;
      throw new MedqError("E_USAGE", problem, "mri/partial-fourier-homodyne", "Less than half of k-space lacks its centre.");
    }
    const { phase, readout } = samples;
    const side = random.stream("side").sign();
    const cell = Math.max(phase * REACH, 1);
    const angles = smoothNoise(random.stream("phase"), phase, readout, cell, { cell: Math.max(readout * REACH, 1) });
    for (let i = 0; i < angles.length; i++) angles[i] *= phaseError;
    const keep = halfScanLines(phase, fraction, side);
    const count = keep.reduce((sum, kept) => sum + kept, 0);
    const centre = Math.floor(phase / 2);
    const beyond = side === 1 ? centre - (phase - count) : count - 1 - centre;
    return {
      sample: { ...keepLines(turnedPixels(samples, angles), keep), reconstruction: "homodyne" as const },
      drawn: { missing: side === 1 ? "k < 0" : "k > 0" },
      effective: { fraction: count / phase, symmetricLines: Math.min(2 * beyond + 1, phase) },
    };
  },
});
