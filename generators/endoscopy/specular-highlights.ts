/**
 * Specular highlights: the lamp sits beside the lens, and where the wet mucosa faces both, its film of mucus mirrors the lamp.
 *
 *   L' = L + M + v (G * M)        M = min(P, exp(k (u - tau)))        u: how ready a place is to mirror the lamp (wall/glints.ts)
 *
 * u is made of smooth ovals on fold crests and on the nearest wall. tau is the level of u above which lies the asked share of the scene, so
 * severity lowers one threshold on one field: highlights grow and multiply, each within its larger self. v G is the bloom of a few pixels
 * that lens and sensor put around them. The light falls in equal parts on all channels: the lamp is white.
 *
 * Not modelled: the true shape of the wall (the brightness stands in, wall/shape.ts), the colour of the lamp, highlights on fluid pools and
 * instruments; where M saturates it hides L.
 * Drawn: nothing that a number tells; the glints follow from the key.
 * Sources: Blinn, Proc. SIGGRAPH (1977) 192 (the lobe); Ali et al., Sci. Rep. 10 (2020) 2748 (artefact classes).
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { constant, ladder } from "../severity.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { exp } from "../signal/math.ts";
import { countRegions } from "../signal/regions.ts";
import { sceneOf } from "../signal/scene.ts";
import { glintField } from "./wall/glints.ts";
import { wallShape } from "./wall/shape.ts";

/** Brightest highlight over saturation. */
const PEAK = 2;
/** How steeply the mirrored light falls at the rim of a glint. */
const STEEPNESS = 3;
/** Standard deviation of the bloom, over the longer side. */
const BLOOM = 0.006;

/** @returns the level that the asked share of the scene's values reaches, at least one of them */
function threshold(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const count = Math.min(sorted.length, Math.max(1, Math.round(share * sorted.length)));
  return sorted[sorted.length - count];
}

export default defineDegradation({
  version: 2,
  title: "light mirrored by the wet wall",
  attribute: "specular highlights",
  domain: linearLight,
  parameters: {
    coverage: ladder({
      unit: "%",
      none: 0,
      mild: 0.5,
      moderate: 2,
      severe: 6,
      means: "share of the scene that the mirrored lamp alone saturates",
    }),
    veil: constant({ unit: "1", value: 0.08, means: "share of the mirrored light that the lens scatters around it" }),
  },
  effective: {
    coveredFraction: { unit: "1", means: "share of the scene where the added light alone saturates, with the veil" },
    count: { unit: "1", means: "separate highlights of 4-connected pixels" },
  },
  looksLike: {
    sign: "white ovals and dashes of mirrored light on the crests of folds and on the nearest wall",
    mild: "some small white ovals and dashes of mirrored light on fold crests and the nearest wall",
    moderate: "many white ovals and dashes of mirrored light, and at least one bright patch on the nearest wall",
    severe: "crowded white ovals and dashes that merge into glaring patches on the nearest wall",
  },
  effectOnAnatomy: {
    mild: "{fine} are hidden only under small bright spots and remain visible between them",
    moderate: "{fine} are interrupted by bright spots in many places, while {coarse} remain visible",
    severe: "{fine} are hidden under glare in large areas, and {coarse} are broken up by it",
  },
  // Fewer: nothing else of an endoscope looks like mirrored light.
  confusedWith: [],
  local: true,
  references: [
    "Blinn, Proc. SIGGRAPH (1977) 192. doi:10.1145/563858.563893",
    "Ali et al., Sci. Rep. 10 (2020) 2748. doi:10.1038/s41598-020-59413-5",
    "Longuet-Higgins, J. Opt. Soc. Am. 50 (1960) 838. doi:10.1364/JOSA.50.000838",
  ],
  degrade(light: LinearLight, { coverage, veil }, random) {
    const { rows, columns, data } = light;
    const scene = sceneOf(light);
    const u = glintField(wallShape(light, scene), scene, rows, columns, random);
    const level = threshold(
      u.filter((_, i) => scene[i] === 1),
      coverage / 100,
    );
    const mirrored = u.map((value, i) =>
      scene[i] === 1 && coverage > 0 ? Math.min(PEAK, exp(STEEPNESS * Math.min(value - level, 1))) : 0,
    );
    const scattered = convolve({ rows, columns, channels: 1, data: mirrored }, gaussianSpread(BLOOM * Math.max(rows, columns))).data;
    const added = mirrored.map((value, i) => (scene[i] === 1 ? value + veil * Math.max(0, scattered[i]) : 0));
    const mask = Uint8Array.from(added, (value) => (value >= 1 ? 1 : 0));
    const sceneSize = scene.reduce((sum, value) => sum + value, 0);
    return {
      sample: { ...light, data: data.map((value, i) => value + added[Math.floor(i / 3)]) },
      drawn: {},
      effective: { coveredFraction: mask.reduce((sum, value) => sum + value, 0) / sceneSize, count: countRegions(mask, rows, columns) },
      mask,
    };
  },
});
