/**
 * Periodic attenuation: every n-th phase-encoding line is weaker than it should be, and n copies of the image appear.
 *
 *   y'(k) = (1 - s) y(k)  for k = k0 + n j,  y(k) for all others
 *   image = (1 - s / n) m(r) - (s / n) sum_(q = 1 .. n - 1) exp(-2 pi i q k0 / n) m(r - q FOV / n)
 *
 * Gain or flip angle that alternates with the period of a few excitations does that. The strongest line is never among the weak ones: its loss
 * would be a loss of contrast, not ghosts.
 *
 * `drawn`: `after`, lines from the strongest one to the first weak one, modulo the period.
 *
 * Not modelled: attenuation that varies along the readout, a restored centre of k-space.
 *
 * Sources: Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 16.1; Perez-Garcia, Sparks, Ourselin, Comput. Methods Programs
 * Biomed. 208 (2021) 106236 (periodic ghosting by attenuated lines).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** @returns energy of each phase-encoding line, all coils together */
function lineEnergies({ coils, phase, readout, data }: CoilSamples): Float64Array {
  const energies = new Float64Array(phase);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    let sum = 0;
    for (const end = at + 2 * readout; at < end; at++) sum += data[at] * data[at];
    energies[line % phase] += sum;
  }
  return energies;
}

/** @param first first weak line @param period lines from one to the next @param loss of their magnitude, 0 .. 1 @returns new samples */
export function attenuated(samples: CoilSamples, first: number, period: number, loss: number): CoilSamples {
  const { coils, phase, readout } = samples;
  const data = samples.data.slice();
  for (let coil = 0; coil < coils; coil++) {
    for (let line = first; line < phase; line += period) {
      const start = 2 * (coil * phase + line) * readout;
      for (let at = start; at < start + 2 * readout; at++) data[at] *= 1 - loss;
    }
  }
  return { ...samples, data };
}

export default defineDegradation({
  version: 1,
  title: "periodic attenuation of lines",
  attribute: "ghosting",
  domain: kSpace,
  parameters: {
    loss: ladder({ unit: "%", none: 0, mild: 16, moderate: 45, severe: 100, means: "magnitude that the weak lines lose" }),
    period: constant({ unit: "lines", value: 3, means: "lines from one weak line to the next; as many images appear" }),
  },
  effective: {
    ghostAmplitude: { unit: "1", means: "magnitude of each copy / magnitude of the image before" },
    ghostSpacing: { unit: "mm", means: "distance from one copy to the next along phase encoding" },
    energyLost: { unit: "1", means: "energy of k-space that was lost / energy before" },
  },
  looksLike: {
    sign: "displaced copies of the whole object at equal distances along the phase-encoding direction, also outside the body",
    mild: "faint copies of the object in the background, at equal distances along the phase-encoding direction",
    moderate: "clear copies at equal distances along the phase-encoding direction, over tissue and background",
    severe: "bright copies at equal distances along the phase-encoding direction that overlap the whole image",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with faint copies across them",
    moderate: "{fine} are crossed by displaced copies of the object, while {coarse} can still be followed",
    severe: "{fine} cannot be told from the copies and {coarse} are overlaid by them",
  },
  confusedWith: ["mri/equispaced-undersampling", "mri/conjugate-offset-undersampling", "mri/parallel-imaging-residual"],
  references: [
    "Bernstein, King, Zhou, Handbook of MRI Pulse Sequences (2004), section 16.1",
    "Perez-Garcia, Sparks, Ourselin, Comput. Methods Programs Biomed. 208 (2021) 106236. doi:10.1016/j.cmpb.2021.106236",
  ],
  degrade(samples, { loss, period }, random) {
    const { phase, spacing } = samples;
    const count = Math.min(Math.max(Math.round(period), 2), phase);
    const energies = lineEnergies(samples);
    let strongest = 0;
    for (let line = 1; line < phase; line++) if (energies[line] > energies[strongest]) strongest = line;
    const after = 1 + Math.floor(random.stream("place").uniform() * (count - 1));
    const first = (strongest + after) % count;
    let before = 0;
    let weak = 0;
    for (let line = 0; line < phase; line++) {
      before += energies[line];
      if (line % count === first) weak += energies[line];
    }
    const left = 1 - loss / 100;
    return {
      sample: attenuated(samples, first, count, loss / 100),
      drawn: { after },
      effective: {
        ghostAmplitude: loss / 100 / count,
        ghostSpacing: (phase * spacing.phase * 1e3) / count,
        energyLost: before > 0 ? ((1 - left * left) * weak) / before : 0,
      },
    };
  },
});
