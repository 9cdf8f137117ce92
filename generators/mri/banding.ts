/**
 * Banding of balanced steady-state free precession: where the field error turns the spins against the pulses by a whole number of turns
 * within a repetition, the steady state is nearly empty, and dark bands run along those places.
 *
 *   M(t) ~ |1 - E2 exp(-i t)| / ((1 - E1 cos a)(1 - E2 cos t) - (E1 - cos a)(E2 - cos t) E2)
 *   m = |x| (w M(t) + (1 - w) mean M) / (w M(pi) + (1 - w) mean M)
 *   t = pi + 2 pi df TR      E1 = exp(-TR / T1)      E2 = exp(-TR / T2)
 *
 * The phase of the pulses alternates, so that the pass band lies at df = 0 and the nulls at df TR = 1/2, 3/2 ... TR = 5 ms, T1 = 1 s,
 * T2 = 0.1 s, a = 35 degrees: tissue at 1.5 T.
 *
 * A full cycle of phase increments moves the bands once over every place and averages them away; m is the mean of such a cycle and of one
 * increment alone, the share of the latter being the parameter, at a gain that keeps the signal on resonance.
 *
 * df: field/off-resonance.ts. `drawn`: line, sample and sign of the field's peak.
 *
 * Not modelled: relaxation times of each tissue, the change of contrast to T2 / T1, flow through the bands, the jump of phase across them.
 *
 * Sources: Freeman and Hill, J. Magn. Reson. 4 (1971) 366; Scheffler and Lehnhardt, Eur. Radiol. 13 (2003) 2409.
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, exp } from "../signal/math.ts";
import { drawOffResonance } from "./field/off-resonance.ts";
import { type CoilSamples, object } from "./modality.ts";
import { multiplied, supportOf } from "./tissue/support.ts";

const TR = 5e-3;
const E1 = exp(-TR / 1);
const E2 = exp(-TR / 0.1);
/** A field that is shimmed for speed: what shims do not reach is as large as what air bends. */
const BACKGROUND = 1;
const COS_FLIP = cosTurns(35 / 360);

/** Steady state without its constant factor. @param cosine of the angle per repetition */
const steadyState = (cosine: number): number =>
  Math.sqrt(1 - 2 * E2 * cosine + E2 * E2) / ((1 - E1 * COS_FLIP) * (1 - E2 * cosine) - (E1 - COS_FLIP) * (E2 - cosine) * E2);

/** @param turns of off-resonance in one repetition @returns signal over that on resonance */
export const balanced = (turns: number): number => steadyState(-cosTurns(turns)) / steadyState(-1);

/** Mean of `balanced` over a whole turn: what a full cycle of phase increments averages to. */
const CYCLED = Array.from({ length: 64 }, (_, i) => balanced(i / 64)).reduce((sum, value) => sum + value, 0) / 64;

/** @param single share of the signal acquired with one phase increment @returns signal over that on resonance */
export const partlyCycled = (turns: number, single: number): number =>
  (single * balanced(turns) + (1 - single) * CYCLED) / (single + (1 - single) * CYCLED);

export default defineDegradation({
  version: 2,
  title: "banding of balanced steady-state free precession",
  attribute: "banding",
  domain: object,
  parameters: {
    uncycledShare: ladder({
      unit: "%",
      none: 0,
      mild: 24,
      moderate: 55,
      severe: 100,
      means: "share of the acquisition without phase cycling",
    }),
    turns: constant({ unit: "turns", value: 1.6, means: "largest off-resonance over the object x repetition time" }),
  },
  effective: {
    offResonance: { unit: "Hz", means: "largest off-resonance over the object at a repetition time of 5 ms" },
    bandSignal: { unit: "%", means: "signal in the middle of a band / signal on resonance" },
    darkShare: { unit: "%", means: "share of the object with less than half of the signal on resonance" },
  },
  looksLike: {
    sign: "smooth curved dark bands across the image that ignore the borders of the anatomy",
    mild: "faint grey bands that curve across the anatomy",
    moderate: "plain dark bands that curve across the anatomy",
    severe: "black bands that curve through the anatomy like contour lines",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible beneath faint grey bands",
    moderate: "{fine} are hard to see where dark bands cross them, while {coarse} remain visible",
    severe: "{fine} are erased where black bands cross them and {coarse} are cut by the bands",
  },
  confusedWith: ["mri/transmit-shading", "mri/slice-cross-talk", "mri/susceptibility-void", "mri/receive-shading"],
  references: ["Freeman and Hill, J. Magn. Reson. 4 (1971) 366", "Scheffler and Lehnhardt, Eur. Radiol. 13 (2003) 2409"],
  degrade(images: CoilSamples, { uncycledShare, turns }, random) {
    const support = supportOf(images);
    const { field, peak } = drawOffResonance(images, support, random, BACKGROUND);
    let dark = 0;
    for (let i = 0; i < field.length; i++) {
      field[i] = partlyCycled(turns * field[i], Math.min(uncycledShare / 100, 1));
      if (support.mask[i] === 1 && field[i] < 0.5) dark++;
    }
    return {
      sample: multiplied(images, field),
      drawn: { peak },
      effective: {
        offResonance: turns / TR,
        bandSignal: 100 * partlyCycled(0.5, Math.min(uncycledShare / 100, 1)),
        darkShare: support.count > 0 ? (100 * dark) / support.count : 0,
      },
    };
  },
});
