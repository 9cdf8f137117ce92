/**
 * Distortion of echo-planar imaging: the lines of k-space follow each other slowly, and errors of the main field pass for places along the
 * phase-encoding direction.
 *
 *   y(k, x) = N^-1/2 sum over y of x(y, x) exp(-2 pi i k (y + d(y, x)) / N)      d = df / BW_pe [px]      image = F^-1 y
 *
 * BW_pe = 1 / (N times the echo spacing) is the bandwidth of a pixel along phase encoding. The sum is evaluated as it stands: no signal is
 * lost, it is spread thin where d rises along y, and piles up where d falls. What is carried over an edge of the field of view folds back.
 *
 * df: field/off-resonance.ts, its largest magnitude over the object the parameter. `drawn`: line, sample and sign of the field's peak.
 *
 * Not modelled: decay over the readout and its blur, dephasing within voxels, displacement along the fast axis, Nyquist ghosts.
 *
 * Sources: Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65; Andersson, Skare, Ashburner, NeuroImage 20 (2003) 870.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { ifft2c } from "../signal/fft.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { supportOf } from "./tissue/support.ts";

/** exp(-2 pi i k place / phase) for k = 0 .. centre, by turning step after step. */
function wave(factors: Float64Array, phase: number, place: number): void {
  const stepRe = cosTurns(place / phase);
  const stepIm = -sinTurns(place / phase);
  let re = 1;
  let im = 0;
  for (let k = 0; k < factors.length; k += 2) {
    factors[k] = re;
    factors[k + 1] = im;
    const next = re * stepRe - im * stepIm;
    im = re * stepIm + im * stepRe;
    re = next;
  }
}

/** Adds a wave times a complex number to a line whose zero frequency stands at `zero`. */
function addWave(line: Float64Array, zero: number, factors: Float64Array, phase: number, re: number, im: number): void {
  line[zero] += re;
  line[zero + 1] += im;
  // Negative frequencies turn the other way: the same products serve both.
  const pairs = 2 * Math.floor((phase - 1) / 2);
  for (let k = 2; k <= pairs; k += 2) {
    const a = re * factors[k];
    const b = im * factors[k + 1];
    const c = re * factors[k + 1];
    const d = im * factors[k];
    line[zero + k] += a - b;
    line[zero + k + 1] += c + d;
    line[zero - k] += a + b;
    line[zero - k + 1] += d - c;
  }
  if (phase % 2 === 1 || phase < 2) return;
  const k = factors.length - 2;
  line[zero - k] += re * factors[k] + im * factors[k + 1];
  line[zero - k + 1] += im * factors[k] - re * factors[k + 1];
}

/** @param shift along phase encoding of each pixel [px]: phase x readout @returns new images as an echo-planar scan shows them */
export function displaced(images: CoilSamples, shift: Float64Array): CoilSamples {
  const { coils, phase, readout } = images;
  const size = phase * readout;
  const centre = Math.floor(phase / 2);
  const scale = 1 / Math.sqrt(phase);
  // Coil by coil and column by column, each as a line of k-space along phase encoding.
  const lines = new Float64Array(images.data.length);
  const factors = new Float64Array(2 * (centre + 1));
  for (let i = 0; i < size; i++) {
    const sample = i % readout;
    wave(factors, phase, (i - sample) / readout - centre + shift[i]);
    for (let coil = 0; coil < coils; coil++) {
      const at = 2 * (coil * size + i);
      const zero = 2 * (coil * size + sample * phase + centre);
      addWave(lines, zero, factors, phase, scale * images.data[at], scale * images.data[at + 1]);
    }
  }
  ifft2c(lines, 1, phase, coils * readout);
  const data = new Float64Array(lines.length);
  for (let coil = 0, to = 0; coil < coils; coil++) {
    for (let i = 0; i < size; i++, to += 2) {
      const sample = i % readout;
      const from = 2 * (coil * size + sample * phase + (i - sample) / readout);
      data[to] = lines[from];
      data[to + 1] = lines[from + 1];
    }
  }
  return { ...images, data };
}

export default defineDegradation({
  version: 1,
  title: "echo-planar distortion by field errors",
  attribute: "geometric distortion",
  domain: object,
  parameters: {
    displacement: ladder({
      unit: "px",
      none: 0,
      mild: 3.5,
      moderate: 11,
      severe: 24,
      means: "largest displacement over the object: field error / bandwidth of a pixel along phase encoding",
    }),
  },
  effective: {
    largest: { unit: "mm", means: "largest displacement over the object" },
    rms: { unit: "mm", means: "root mean square of the displacement over the object" },
  },
  looksLike: {
    sign: "outlines bent along one direction, with tissue brighter where it is squeezed and darker where it is stretched",
    mild: "outlines slightly bent along one direction",
    moderate: "outlines plainly bent along one direction, with signal that piles up brightly in places",
    severe: "anatomy torn out of shape along one direction, with glaring pile-up and emptied regions",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, slightly out of place",
    moderate: "{fine} are stretched or squeezed in places, and {coarse} have bent outlines",
    severe: "{fine} are lost where signal piles up and {coarse} no longer have their true shape",
  },
  confusedWith: ["mri/thermal-noise", "mri/periodic-ghosting", "mri/spike-noise", "display/jpeg-compression"],
  references: ["Jezzard and Balaban, Magnetic Resonance in Medicine 34:65, 1995", "doi:10.1016/S1053-8119(03)00336-7"],
  degrade(images: CoilSamples, { displacement }, random) {
    const support = supportOf(images);
    const { field, peak } = drawOffResonance(images, support, random);
    let squares = 0;
    for (let i = 0; i < field.length; i++) {
      field[i] *= displacement;
      if (support.mask[i] === 1) squares += field[i] * field[i];
    }
    const millimetres = images.spacing.phase * 1e3;
    return {
      sample: displaced(images, field),
      drawn: { peak },
      effective: { largest: displacement * millimetres, rms: support.count > 0 ? Math.sqrt(squares / support.count) * millimetres : 0 },
    };
  },
});
