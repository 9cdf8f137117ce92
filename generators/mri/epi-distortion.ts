/**
 * Distortion of echo-planar imaging: the lines of k-space follow each other slowly, and errors of the main field pass for places along the
 * phase-encoding direction.
 *
 *   y(k, x) = N^-1/2 sum over y of x(y, x) exp(-2 pi i k (y + d(y, x)) / N)      d = df / BW_pe [px]      image = F^-1 y
 *
 * BW_pe = 1 / (N times the echo spacing) is the bandwidth of a pixel along phase encoding, so that d / N = df times the echo spacing: 130 Hz
 * and 0.5 ms, as near the sinuses at 3 T, are 6.5 % of the field of view. The sum: field/displaced.ts.
 *
 * df: field/off-resonance.ts, its largest magnitude over the object the parameter. Phase runs front to back (acquisition/echo-planar.ts), and
 * a drawn polarity of the blips says whether the tissue above the sinuses is pressed together or pulled out.
 *
 * `drawn`: line, sample and sign of the field's peak, lines along the scan's phase encoding; `polarity` of the blips.
 *
 * Not modelled: decay over the readout and its blur, dephasing within voxels, displacement along the fast axis, Nyquist ghosts.
 *
 * Sources: Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65; Andersson, Skare, Ashburner, NeuroImage 20 (2003) 870.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { asEchoPlanar, withAxesOf } from "./acquisition/echo-planar.ts";
import { displaced } from "./field/displaced.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { supportOf } from "./tissue/support.ts";

/** [s] */
const ECHO_SPACING = 0.5e-3;

export default defineDegradation({
  version: 2,
  title: "echo-planar distortion by field errors",
  attribute: "geometric distortion",
  domain: object,
  parameters: {
    displacement: ladder({
      unit: "%",
      none: 0,
      mild: 1.2,
      moderate: 3.5,
      severe: 6.5,
      means: "largest displacement over the object / field of view along phase encoding: field error x echo spacing",
    }),
  },
  effective: {
    fieldError: { unit: "Hz", means: "largest field error over the object, at an echo spacing of 0.5 ms" },
    peakDisplacement: { unit: "mm", means: "largest displacement over the object" },
    rmsDisplacement: { unit: "mm", means: "root mean square of the displacement over the object" },
  },
  looksLike: {
    sign: "outlines bent along one direction, with tissue brighter where it is squeezed and darker where it is stretched",
    mild: "outlines slightly bent along one direction",
    moderate: "outlines plainly bent along one direction, with signal that piles up brightly in places",
    severe:
      "outlines pushed far out of place along one direction, with a glaring crescent of pile-up in one place and dark, stretched tissue in another",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, slightly out of place",
    moderate: "{fine} are stretched or squeezed in places, and {coarse} have bent outlines",
    severe: "{fine} are lost where signal piles up and {coarse} no longer have their true shape",
  },
  confusedWith: ["mri/chemical-shift", "mri/susceptibility-void", "mri/gradient-nonlinearity", "mri/eddy-shear"],
  visibleAloneFrom: "moderate",
  references: [
    "Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65",
    "Andersson, Skare, Ashburner, NeuroImage 20 (2003) 870. doi:10.1016/S1053-8119(03)00336-7",
  ],
  degrade(images: CoilSamples, { displacement }, random) {
    const scan = asEchoPlanar(images);
    const support = supportOf(scan);
    const { field, peak } = drawOffResonance(scan, support, random);
    const largest = (displacement / 100) * scan.phase;
    const polarity = random.stream("blips").sign();
    let squares = 0;
    for (let i = 0; i < field.length; i++) {
      field[i] *= polarity * largest;
      if (support.mask[i] === 1) squares += field[i] * field[i];
    }
    const millimetres = scan.spacing.phase * 1e3;
    return {
      sample: withAxesOf(images, displaced(scan, field, "phase")),
      drawn: { peak, polarity },
      effective: {
        fieldError: displacement / 100 / ECHO_SPACING,
        peakDisplacement: largest * millimetres,
        rmsDisplacement: support.count > 0 ? Math.sqrt(squares / support.count) * millimetres : 0,
      },
    };
  },
});
