/**
 * Distortion of echo-planar imaging: the lines of k-space follow each other slowly, and errors of the main field pass for places along the
 * phase-encoding direction.
 *
 *   y(k, x) = N^-1/2 sum over y of x(y, x) exp(-2 pi i k (y + d(y, x)) / N)      d = df / BW_pe [px]      image = F^-1 y
 *
 * BW_pe = 1 / (N times the echo spacing) is the bandwidth of a pixel along phase encoding. The sum: field/displaced.ts.
 *
 * df: field/off-resonance.ts, its largest magnitude over the object the parameter. `drawn`: line, sample and sign of the field's peak.
 *
 * Not modelled: decay over the readout and its blur, dephasing within voxels, displacement along the fast axis, Nyquist ghosts.
 *
 * Sources: Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65; Andersson, Skare, Ashburner, NeuroImage 20 (2003) 870.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { displaced } from "./field/displaced.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { supportOf } from "./tissue/support.ts";

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
    peakDisplacement: { unit: "mm", means: "largest displacement over the object" },
    rmsDisplacement: { unit: "mm", means: "root mean square of the displacement over the object" },
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
  confusedWith: ["mri/chemical-shift", "mri/susceptibility-void", "mri/gradient-nonlinearity", "mri/eddy-shear"],
  references: [
    "Jezzard and Balaban, Magn. Reson. Med. 34 (1995) 65",
    "Andersson, Skare, Ashburner, NeuroImage 20 (2003) 870. doi:10.1016/S1053-8119(03)00336-7",
  ],
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
      sample: displaced(images, field, "phase"),
      drawn: { peak },
      effective: {
        peakDisplacement: displacement * millimetres,
        rmsDisplacement: support.count > 0 ? Math.sqrt(squares / support.count) * millimetres : 0,
      },
    };
  },
});
