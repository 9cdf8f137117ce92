/**
 * Eddy-current shear: the diffusion gradients of an echo-planar scan leave currents behind in the magnet, whose gradient along the readout
 * adds to each blip and moves every column of the image its own way along phase encoding.
 *
 *   y'(k, x) = y(k, x) exp(-2 pi i k s(x) / N)        s(x) = S + (x - c) dx tan(a) / dy   [px]        image'(y, x) = image(y - s(x), x)
 *
 * Phase runs front to back (acquisition/echo-planar.ts). y(k, x) is k-space after the transform along the readout, a the angle of the shear, S the shift from the currents' uniform field. Nothing
 * is lost or blurred: each column turns around as a whole, also over the edges of the field of view, as echo-planar images fold.
 *
 * `drawn`: signs of the shear and of the shift; size of the shift / parameter, 0.5 .. 1.
 *
 * Not modelled: currents that decay during the readout (blur), the gradient along phase encoding (a larger or smaller image), along the
 * section, other shears in other diffusion directions.
 *
 * Sources: Haselgrove and Moore, Magn. Reson. Med. 36 (1996) 960; Jezzard, Barnett, Pierpaoli, Magn. Reson. Med. 39 (1998) 801.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cosTurns, PI, sinTurns, tan } from "../signal/math.ts";
import { sharedCopy } from "../signal/parts.ts";
import { asEchoPlanar, withAxesOf } from "./acquisition/echo-planar.ts";
import { type CoilSamples, kSpace } from "./modality.ts";

/** @param shift of each column along phase encoding [px] @returns new samples */
export function columnsShifted(samples: CoilSamples, shift: Float64Array): CoilSamples {
  const { coils, phase, readout } = samples;
  const data = ifft2c(sharedCopy(samples.data), 1, readout, coils * phase);
  for (let line = 0, at = 0; line < coils * phase; line++) {
    const k = ((line % phase) - Math.floor(phase / 2)) / phase;
    for (let x = 0; x < readout; x++, at += 2) {
      const re = cosTurns(-k * shift[x]);
      const im = sinTurns(-k * shift[x]);
      const value = data[at];
      data[at] = value * re - data[at + 1] * im;
      data[at + 1] = value * im + data[at + 1] * re;
    }
  }
  return { ...samples, data: fft2c(data, 1, readout, coils * phase) };
}

export default defineDegradation({
  version: 2,
  title: "shear from eddy currents",
  attribute: "geometric distortion",
  domain: kSpace,
  parameters: {
    shear: ladder({ unit: "deg", none: 0, mild: 1, moderate: 2, severe: 4, means: "angle by which lines along the readout lean" }),
    shift: ladder({
      unit: "px",
      none: 0,
      mild: 0.3,
      moderate: 1,
      severe: 3,
      means: "largest shift of the whole image along phase encoding",
    }),
  },
  effective: {
    edgeDisplacement: { unit: "mm", means: "largest displacement along phase encoding, at an edge of the field of view" },
    shift: { unit: "mm", means: "displacement of the middle column" },
  },
  looksLike: {
    sign: "the whole object slanted like a leaning parallelogram, sharp throughout, with lines along one direction still upright",
    mild: "the outline leaning slightly to one side, left and right halves no longer level",
    moderate: "the object leaning as if its halves had slid past each other along one direction",
    severe: "the object plainly slanted, with its two halves at different heights",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, slightly out of place",
    moderate: "{fine} remain sharp, a few millimetres out of place",
    severe: "{fine} remain sharp but out of place, and {coarse} are slanted",
  },
  visibleAloneFrom: "never",
  confusedWith: ["mri/epi-distortion", "mri/gradient-nonlinearity"],
  references: ["Haselgrove and Moore, Magn. Reson. Med. 36 (1996) 960", "Jezzard, Barnett, Pierpaoli, Magn. Reson. Med. 39 (1998) 801"],
  degrade(samples: CoilSamples, { shear, shift }, random) {
    const scan = asEchoPlanar(samples);
    const { readout, spacing } = scan;
    const stream = random.stream("shear");
    const shearSign = stream.sign();
    const shiftSign = stream.sign();
    const shiftSize = stream.range(0.5, 1);
    const slope = (shearSign * tan((shear * PI) / 180) * spacing.readout) / spacing.phase;
    const middle = shiftSign * shiftSize * shift;
    const shifts = new Float64Array(readout);
    let most = 0;
    for (let x = 0; x < readout; x++) {
      shifts[x] = middle + slope * (x - Math.floor(readout / 2));
      if (Math.abs(shifts[x]) > most) most = Math.abs(shifts[x]);
    }
    return {
      sample: withAxesOf(samples, columnsShifted(scan, shifts)),
      drawn: { shearSign, shiftSign, shiftSize },
      effective: { edgeDisplacement: most * spacing.phase * 1e3, shift: middle * spacing.phase * 1e3 },
    };
  },
});
