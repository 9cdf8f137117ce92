/**
 * Nyquist ghost: echo-planar imaging reads every other line backwards, and odd lines do not quite match the even ones.
 *
 *   Y(k, x) = exp(+-i t(x) / 2) X(k, x)  for even and odd lines k        t(x) = t0 + 2 pi d (x - x0) / N
 *   image(y, x) = cos(t(x) / 2) m(y, x) +- i sin(t(x) / 2) m(y - FOV / 2, x)
 *
 * X is the line after the transform along the readout: a constant phase t0 comes of eddy currents and of the receiver, a delay of d samples
 * between the echoes is a phase that grows along the readout from the isocentre x0. The ghost lies half a field of view away, along the
 * phase encoding of an echo-planar scan: front to back (acquisition/echo-planar.ts).
 *
 * `drawn`: signs of the phase and of the delay; `isocentre`: x0 less the middle of the image / N.
 *
 * Not modelled: phase differences that vary along phase encoding (oblique ghosts), ramp sampling, the scanner's own correction.
 *
 * Sources: Bruder et al., Magn. Reson. Med. 23 (1992) 311.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { sharedCopy } from "../signal/parts.ts";
import { asEchoPlanar, withAxesOf } from "./acquisition/echo-planar.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** Turns even lines one way and odd lines the other, in place. lines: coils x phase x readout in x @param turns of each readout place */
function turnAlternately(lines: Float64Array, { coils, phase, readout }: CoilSamples, turns: Float64Array): void {
  const re = turns.map(cosTurns);
  const im = turns.map(sinTurns);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const sign = (line % phase) % 2 === 0 ? 1 : -1;
    for (let x = 0; x < readout; x++, at += 2) {
      const value = lines[at];
      const s = sign * im[x];
      lines[at] = value * re[x] - lines[at + 1] * s;
      lines[at + 1] = value * s + lines[at + 1] * re[x];
    }
  }
}

/** @param turns t(x) / 2 for each place of the readout [turns] @returns new samples */
export function misaligned(samples: CoilSamples, turns: Float64Array): CoilSamples {
  const { coils, phase, readout } = samples;
  const lines = ifft2c(sharedCopy(samples.data), 1, readout, coils * phase);
  turnAlternately(lines, samples, turns);
  return { ...samples, data: fft2c(lines, 1, readout, coils * phase) };
}

export default defineDegradation({
  version: 2,
  title: "Nyquist ghost of echo-planar imaging",
  attribute: "ghosting",
  domain: kSpace,
  parameters: {
    phase: ladder({ unit: "deg", none: 0, mild: 8, moderate: 25, severe: 70, means: "constant phase between odd and even lines" }),
    delay: ladder({
      unit: "samples",
      none: 0,
      mild: 0.02,
      moderate: 0.06,
      severe: 0.18,
      means: "distance between the echoes of odd and even lines along the readout",
    }),
  },
  effective: {
    ghostToImage: { unit: "1", means: "root mean square over the readout of sin(t / 2): magnitude of the ghost / of the image without it" },
    ghostDistance: { unit: "mm", means: "distance of the ghost along phase encoding: half of the field of view" },
  },
  looksLike: {
    sign: "one fainter copy of the object, half a field of view away along the phase-encoding direction and wrapped around the edges",
    mild: "one faint copy in the background, half a field of view away",
    moderate: "one plain copy half a field of view away, which overlaps the object and fills the background",
    severe: "one copy half a field of view away that is about as bright as what is left of the object",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with the rim of the copy faintly across them",
    moderate: "{fine} are overlaid by the copy, while {coarse} can still be followed",
    severe: "{fine} cannot be told from the copy and {coarse} appear twice, half a field of view apart",
  },
  confusedWith: ["mri/equispaced-undersampling", "mri/parallel-imaging-residual", "mri/simultaneous-multislice-leakage", "mri/wrap-around"],
  references: ["Bruder et al., Magn. Reson. Med. 23 (1992) 311"],
  degrade(samples, { phase, delay }, random) {
    const scan = asEchoPlanar(samples);
    const { readout, spacing } = scan;
    const stream = random.stream("signs");
    const phaseSign = stream.uniform() < 0.5 ? -1 : 1;
    const delaySign = stream.uniform() < 0.5 ? -1 : 1;
    const isocentre = stream.range(-0.25, 0.25);
    const zero = Math.floor(readout / 2) + isocentre * readout;
    const turns = new Float64Array(readout);
    let squares = 0;
    for (let x = 0; x < readout; x++) {
      turns[x] = (phaseSign * phase) / 720 + (delaySign * delay * (x - zero)) / (2 * readout);
      const ghost = sinTurns(turns[x]);
      squares += ghost * ghost;
    }
    return {
      sample: withAxesOf(samples, misaligned(scan, turns)),
      drawn: { phaseSign, delaySign, isocentre },
      effective: { ghostToImage: Math.sqrt(squares / readout), ghostDistance: (scan.phase * spacing.phase * 1e3) / 2 },
    };
  },
});
