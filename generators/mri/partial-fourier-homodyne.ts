/**
 * Partial Fourier through homodyne detection, of an object whose phase varies faster than the symmetric centre of k-space can show.
 *
 *   y = M F (x exp(i p))        image = |Re(exp(-i p_K) F^-1 w y)|  (reconstruction/homodyne.ts)        M keeps round(f N) lines from one end
 *
 * p = 2 pi df TE: the phase that the error of the main field (field/off-resonance.ts) leaves at a gradient echo, fast beside the air of the
 * sinuses and slow elsewhere; 100 Hz and 20 ms make 2 turns. The fewer lines are acquired on both sides, the coarser the phase p_K that stands
 * for p: a ripple of phase that it misses becomes a ripple of brightness of the same size, and tissue there grows dark and bright patches.
 *
 * `drawn`: which side is missing; line, sample and sign of the field's peak.
 *
 * Not modelled: that such fields also displace and dephase (mri/epi-distortion, mri/susceptibility-void), a phase that noise disturbs.
 *
 * Sources: Noll, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 154; McGibney et al., Magn. Reson. Med. 30 (1993) 51.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { sharedCopy } from "../signal/parts.ts";
import { keepLines } from "./acquisition/acquired.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { halfScanLines } from "./partial-fourier.ts";
import { supportOf } from "./tissue/support.ts";

/** @param turns of each pixel, phase x readout @returns k-space of the images with every pixel turned so far */
export function turnedPixels(images: CoilSamples, turns: Float64Array): CoilSamples {
  const { coils, phase, readout } = images;
  const data = sharedCopy(images.data);
  for (let i = 0; i < turns.length; i++) {
    const [re, im] = [cosTurns(turns[i]), sinTurns(turns[i])];
    for (let at = 2 * i; at < data.length; at += 2 * turns.length) {
      const value = data[at];
      data[at] = value * re - data[at + 1] * im;
      data[at + 1] = value * im + data[at + 1] * re;
    }
  }
  return { ...images, data: fft2c(data, phase, readout, coils) };
}

export default defineDegradation({
  version: 2,
  title: "partial Fourier with an unresolved phase",
  attribute: "patchy shading",
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
    turns: constant({ unit: "turns", value: 2, means: "largest phase over the object by the error of the main field at the echo" }),
  },
  effective: {
    fraction: { unit: "1", means: "lines acquired / all lines" },
    symmetricLines: { unit: "lines", means: "lines around the centre that were acquired on both sides" },
  },
  looksLike: {
    sign: "cloudy dark and bright patches near air, at the front or the sides, while tissue far from it stays even",
    mild: "slight clouding of tissue near air",
    moderate: "obvious dark and bright patches in the tissue near air",
    severe: "deep dark and glaring patches through the tissue, most of all near air, with stripes and halos beside borders",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, a little darker or brighter in places",
    moderate: "{fine} are hidden where the patches lie, while {coarse} can still be followed",
    severe: "{fine} cannot be judged and {coarse} are crossed by dark patches",
  },
  confusedWith: ["mri/transmit-shading", "mri/receive-shading", "mri/susceptibility-void", "mri/partial-fourier"],
  references: ["Noll, Nishimura, Macovski, IEEE Trans. Med. Imaging 10 (1991) 154", "McGibney et al., Magn. Reson. Med. 30 (1993) 51"],
  degrade(samples, { fraction, turns }, random) {
    if (!(fraction >= 0.5 && fraction <= 1)) {
      const problem = `Expected a fraction of 0.5 to 1, got ${fraction}`;
      throw new MedqError("E_USAGE", problem, "mri/partial-fourier-homodyne", "Less than half of k-space lacks its centre.");
    }
    const { phase, readout, coils } = samples;
    const side = random.stream("side").sign();
    const images = { ...samples, data: ifft2c(sharedCopy(samples.data), phase, readout, coils) };
    const { field, peak } = drawOffResonance(images, supportOf(images), random);
    const turned = turnedPixels(
      images,
      field.map((value) => value * turns),
    );
    const keep = halfScanLines(phase, fraction, side);
    const count = keep.reduce((sum, kept) => sum + kept, 0);
    const centre = Math.floor(phase / 2);
    const beyond = side === 1 ? centre - (phase - count) : count - 1 - centre;
    return {
      sample: { ...keepLines(turned, keep), reconstruction: "homodyne" as const },
      drawn: { missing: side === 1 ? "k < 0" : "k > 0", peak },
      effective: { fraction: count / phase, symmetricLines: Math.min(2 * beyond + 1, phase) },
    };
  },
});
