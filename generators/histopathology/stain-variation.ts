/**
 * Stain variation: time in the baths, age of the dyes and the laboratory's recipe left haematoxylin and eosin too strong, too weak or of another shade.
 *
 *   c = D M^-1        c'_k = g^(a_k) c_k        D' = c' M'        g: gain, a_k: drawn direction of stain k, M': stain vectors turned by the angle
 *                                           (eosin's by the angle / g_e^2 where it is too strong)
 *
 * The tile's own vectors M are estimated (signal/stain.ts); what neither stain explains stays as it is. Bare glass has D = 0 and keeps its colour.
 * Vectors turn within what laboratories show: haematoxylin mostly towards purple, eosin mostly towards orange red.
 * Drawn: `direction`, what happened; `haematoxylinExponent`, `eosinExponent` a_k [1]; `haematoxylinTurn`, `eosinTurn` in parts of the angle [1].
 *
 * Not modelled: uneven section thickness, stain precipitate, a local gradient, bleaching by light.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cos, PI, pow, sin } from "../signal/math.ts";
import { type OpticalDensity, opticalDensity } from "../signal/optical-density.ts";
import type { RandomSource } from "../signal/random.ts";
import { angleBetween, dot, mix, stainsOf, unit, unmix, type Vector } from "../signal/stain.ts";

/** What goes wrong at the staining bench, as the largest exponents of the gain. */
const DIRECTIONS = [
  { name: "both stains too strong", haematoxylin: 1, eosin: 0.8 },
  { name: "both stains faded", haematoxylin: -1, eosin: -1 },
  { name: "haematoxylin too strong, eosin too weak", haematoxylin: 1, eosin: -1 },
  // Nuclei hold some eosin, too: more of it without haematoxylin would turn them red, as no laboratory does.
  { name: "haematoxylin too weak, eosin too strong", haematoxylin: -0.6, eosin: 0.5 },
] as const;

/** Where the stains turn to: purple and orange red, about as far from the reference as published estimates lie. */
const PURPLE: Vector = unit([0.45, 0.8, 0.4]);
const ORANGE_RED: Vector = unit([0.06, 0.8, 0.6]);

/** The vector turned towards another by an angle [rad], at most up to it; away from it where negative. No component falls below 0. */
function turned(from: Vector, towards: Vector, angle: number): Vector {
  const apart = angleBetween(from, towards);
  if (apart < 1e-6) return from;
  const along = dot(from, towards);
  const across = unit([towards[0] - along * from[0], towards[1] - along * from[1], towards[2] - along * from[2]]);
  const turn = Math.min(angle, apart);
  const [c, s] = [cos(turn), sin(turn)];
  const at = (k: 0 | 1 | 2): number => Math.max(c * from[k] + s * across[k], 0);
  return unit([at(0), at(1), at(2)]);
}

/** Severity plays no part in what is drawn. */
function draw(random: RandomSource) {
  const stream = random.stream("staining");
  const direction = DIRECTIONS[stream.integer(DIRECTIONS.length)];
  return {
    direction: direction.name,
    haematoxylinExponent: direction.haematoxylin * stream.range(0.7, 1),
    eosinExponent: direction.eosin * stream.range(0.7, 1),
    haematoxylinTurn: stream.range(-0.3, 1),
    eosinTurn: stream.range(-0.3, 1),
  };
}

const meanOf = (data: Float64Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;

export default defineDegradation({
  version: 2,
  title: "stain variation",
  attribute: "staining faults",
  domain: opticalDensity,
  parameters: {
    gain: ladder({
      unit: "1",
      scale: "log",
      none: 1,
      mild: 1.25,
      moderate: 1.7,
      severe: 2.8,
      means: "stain amount over the proper amount; where the stain is too weak, its inverse",
    }),
    angle: ladder({ unit: "deg", none: 0, mild: 3, moderate: 7, severe: 12, means: "largest turn of a stain's optical density vector" }),
  },
  effective: {
    haematoxylinGain: { unit: "1", means: "haematoxylin amount after over before" },
    eosinGain: { unit: "1", means: "eosin amount after over before" },
    meanDensityChange: { unit: "1", means: "mean optical density (natural logarithm) after minus before" },
  },
  looksLike: {
    sign: "tissue colour over the whole field that is too pale, too dark or out of balance between purple and pink",
    mild: "purple and pink slightly off in strength or balance, evenly over the whole field",
    moderate: "purple and pink plainly off in strength or balance over the whole field",
    severe: "purple and pink far off in strength or balance over the whole field",
  },
  effectOnAnatomy: {
    mild: "{fine} remain clear, only their shade is off",
    moderate: "{fine} are harder to judge in the faulty stain, while {coarse} remain plain",
    severe: "{fine} can no longer be judged from the stain, although {coarse} can be made out",
  },
  // Fewer: nothing else at the bench or the microscope that is here changes the colours.
  confusedWith: [],
  visibleAloneFrom: "moderate",
  references: [
    "Ruifrok and Johnston, Anal. Quant. Cytol. Histol. 23 (2001) 291",
    "Macenko et al., Proc. IEEE ISBI (2009) 1107. doi:10.1109/ISBI.2009.5193250",
    "Tellez et al., Med. Image Anal. 58 (2019) 101544. doi:10.1016/j.media.2019.101544",
  ],
  degrade(density: OpticalDensity, { gain, angle }, random) {
    const drawn = draw(random);
    const { stains } = stainsOf(density);
    const haematoxylinGain = pow(gain, drawn.haematoxylinExponent);
    const eosinGain = pow(gain, drawn.eosinExponent);
    const radians = (angle * PI) / 180;
    const haematoxylin = turned(stains[0], PURPLE, drawn.haematoxylinTurn * radians);
    // The more eosin, the nearer its hue lies to the pure dye's: excess is deep pink, not traffic-light red.
    const eosin = turned(stains[1], ORANGE_RED, (drawn.eosinTurn * radians) / Math.max(1, eosinGain * eosinGain));
    const amounts = unmix(density.data, stains);
    for (let i = 0; i < amounts.length; i += 3) {
      amounts[i] = amounts[i] * haematoxylinGain;
      amounts[i + 1] = amounts[i + 1] * eosinGain;
    }
    const data = mix(amounts, [haematoxylin, eosin, stains[2]]);
    return {
      sample: { ...density, data },
      drawn,
      effective: { haematoxylinGain, eosinGain, meanDensityChange: meanOf(data) - meanOf(density.data) },
    };
  },
});
