/**
 * Leakage between simultaneously excited sections: what unfolding assigns to the wrong one of them, shifted as it was to help unfolding.
 *
 *   x'_c(y, x) = x_c(y, x) + a exp(i t) n_c(y - V / 3, x)      n: the neighbouring section; a third of the field of view: CAIPIRINHA shift
 *
 * No neighbour is known of a single image: the section itself stands for it, mirrored left to right across the image and scaled about its centre
 * by 0.85, as a section nearer to the vertex would be. Its strength is a at every place. Sections are excited together for echo-planar
 * imaging above all: the shift runs along its phase encoding, front to back (acquisition/echo-planar.ts). `drawn`: the direction of the shift and t.
 *
 * Not modelled: leakage that varies with the coils' geometry and is patchy in truth, what this section loses to the others, noise amplification.
 *
 * Sources: Breuer et al., Magn. Reson. Med. 53 (2005) 684 (CAIPIRINHA); Setsompop et al., Magn. Reson. Med. 67 (2012) 1210;
 * Cauley et al., Magn. Reson. Med. 72 (2014) 93 (leakage).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { asEchoPlanar, withAxesOf } from "./acquisition/echo-planar.ts";
import { type CoilSamples, object } from "./modality.ts";

const SIZE = 0.85;

/** For each index of an axis: where in the standing-in section it comes from, in samples; beyond it is NaN. */
function origins(length: number, shift: number, mirrored: boolean): Float64Array {
  const middle = (length - 1) / 2;
  return Float64Array.from({ length }, (_, i) => {
    const shown = (((i - shift) % length) + length) % length;
    const from = middle + ((mirrored ? -1 : 1) * (shown - middle)) / SIZE;
    return from >= 0 && from <= length - 1 ? from : Number.NaN;
  });
}

/** Bilinear; `re + i im` is what the neighbour is multiplied by. */
function addNeighbour(out: Float64Array, images: CoilSamples, down: Float64Array, across: Float64Array, re: number, im: number): void {
  const { coils, phase, readout, data } = images;
  for (let line = 0; line < phase; line++) {
    if (!(down[line] >= 0)) continue;
    const top = Math.min(Math.floor(down[line]), Math.max(phase - 2, 0));
    const low = Math.min(top + 1, phase - 1);
    const v = down[line] - top;
    for (let sample = 0; sample < readout; sample++) {
      if (!(across[sample] >= 0)) continue;
      const left = Math.min(Math.floor(across[sample]), Math.max(readout - 2, 0));
      const right = Math.min(left + 1, readout - 1);
      const u = across[sample] - left;
      for (let coil = 0; coil < coils; coil++) {
        const start = coil * phase;
        const a = 2 * ((start + top) * readout + left);
        const b = 2 * ((start + top) * readout + right);
        const c = 2 * ((start + low) * readout + left);
        const d = 2 * ((start + low) * readout + right);
        const nRe = (1 - v) * ((1 - u) * data[a] + u * data[b]) + v * ((1 - u) * data[c] + u * data[d]);
        const nIm = (1 - v) * ((1 - u) * data[a + 1] + u * data[b + 1]) + v * ((1 - u) * data[c + 1] + u * data[d + 1]);
        const to = 2 * ((start + line) * readout + sample);
        out[to] += re * nRe - im * nIm;
        out[to + 1] += re * nIm + im * nRe;
      }
    }
  }
}

/** Adds the neighbour in place of `direction` thirds of the field of view. */
export function leak(images: CoilSamples, share: number, direction: 1 | -1, turns: number): Float64Array {
  const { phase, readout, transposed } = images;
  const out = images.data.slice();
  const down = origins(phase, direction * Math.round(phase / 3), transposed);
  const across = origins(readout, 0, !transposed);
  addNeighbour(out, images, down, across, share * cosTurns(turns), share * sinTurns(turns));
  return out;
}

export default defineDegradation({
  version: 2,
  title: "leakage between simultaneous sections",
  attribute: "aliasing",
  domain: object,
  parameters: {
    leakage: ladder({
      unit: "1",
      none: 0,
      mild: 0.1,
      moderate: 0.25,
      severe: 0.6,
      means: "signal of the neighbouring section that appears in this one / its own signal",
    }),
  },
  effective: {
    shift: { unit: "mm", means: "displacement of the neighbouring section along phase encoding" },
    leakage: { unit: "1", means: "norm of what was added / norm of the section itself" },
  },
  looksLike: {
    sign: "one whole copy of a similar section, fainter than the image, displaced by a third of the field of view and wrapping at its border",
    mild: "one faint outline of a displaced similar section, best seen in the dark background",
    moderate: "one clear ghost of a whole displaced section through tissue and background",
    severe: "one strong second section laid over the first, displaced along the phase-encoding direction",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with a faint foreign outline across them",
    moderate: "{fine} mix with those of the other section, while {coarse} can still be told apart",
    severe: "{fine} cannot be assigned to a section and {coarse} are overlaid by foreign ones",
  },
  confusedWith: ["mri/parallel-imaging-residual", "mri/nyquist-ghost", "mri/wrap-around", "mri/quadrature-imbalance"],
  references: [
    "Breuer et al., Magn. Reson. Med. 53 (2005) 684. doi:10.1002/mrm.20401",
    "Setsompop et al., Magn. Reson. Med. 67 (2012) 1210. doi:10.1002/mrm.23097",
    "Cauley et al., Magn. Reson. Med. 72 (2014) 93",
  ],
  degrade(images, { leakage }, random) {
    const direction = random.stream("direction").sign();
    const turns = random.stream("phase").uniform();
    const scan = asEchoPlanar(images);
    const data = leak(scan, leakage, direction, turns);
    let added = 0;
    let own = 0;
    for (let i = 0; i < data.length; i++) {
      added += (data[i] - scan.data[i]) * (data[i] - scan.data[i]);
      own += scan.data[i] * scan.data[i];
    }
    return {
      sample: withAxesOf(images, { ...scan, data }),
      drawn: { direction, phaseTurns: turns },
      effective: {
        shift: Math.round(scan.phase / 3) * scan.spacing.phase * 1e3,
        leakage: own > 0 ? Math.sqrt(added / own) : 0,
      },
    };
  },
});
