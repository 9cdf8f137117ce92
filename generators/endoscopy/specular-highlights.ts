/**
 * Specular highlights: the lamp sits beside the lens, and where the wet mucosa faces both, its film of mucus mirrors the lamp.
 *
 *   L' = L + A        A = min(P, exp(4 (u - tau))) + v (G * min(P, exp(4 (u - tau))))
 *   u = -|m|^2 / (2 w^2) + f        m: slope of the film towards the camera; f: how wet, near and facing the place is
 *
 * exp(-|m|^2 / (2 w^2)) is the Blinn-Phong lobe for a lamp at the camera (the half vector is the line of sight). Slopes add up from ripples
 * of the film at two scales, both drawn, and from the wall itself, for which the gradient of the log luminance stands in. tau is the level of
 * u above which lies the asked share of the scene, so severity lowers one threshold on one field: highlights grow and multiply, each within
 * its larger self. The veil v G is light scattered in the lens. A falls in equal parts on all channels: the lamp is white.
 *
 * Not modelled: the true shape of the wall, the colour of the lamp, highlights on fluid pools and instruments; where A saturates it hides L.
 * Drawn: ripple [1], what the two scales of ripples contribute; the fields themselves follow from the key.
 * Sources: Blinn, SIGGRAPH 1977, 192; Oren and Nayar, IJCV 24 (1997) 105 (zeros of the slope); Ali et al., Sci. Rep. 10 (2020) 2748 (artefact classes).
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { constant, ladder } from "../severity.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { luminanceOf } from "../signal/light.ts";
import { exp, log } from "../signal/math.ts";
import type { RandomSource } from "../signal/random.ts";
import { countRegions } from "../signal/regions.ts";
import { sceneOf } from "../signal/scene.ts";
import { smoothNoise } from "../signal/smooth-noise.ts";

/** Brightest highlight over saturation. */
const PEAK = 2;
/** Width of the lobe, in standard deviations of the slope. */
const LOBE = 0.6;
/** How steeply the lobe falls at the rim of a highlight: its exponent over that of the readiness. */
const STEEPNESS = 4;
/** Light of a well-lit wall: brighter ones are no nearer to mirroring the lamp. */
const WELL_LIT = 0.2;

/** Adds the slopes of a height field, scaled to unit root mean square per axis for white-noise splines of that cell. */
function addSlopes(height: Float64Array, rows: number, columns: number, scale: number, [down, across]: [Float64Array, Float64Array]): void {
  for (let i = 0; i < height.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    down[i] += scale * (height[row < rows - 1 ? i + columns : i] - height[row > 0 ? i - columns : i]);
    across[i] += scale * (height[column < columns - 1 ? i + 1 : i] - height[column > 0 ? i - 1 : i]);
  }
}

/** @returns u: the log of the lobe and of the place's readiness, rows x columns */
function reflectance(light: LinearLight, random: RandomSource, ripple: number): Float64Array {
  const { rows, columns } = light;
  const width = Math.max(rows, columns);
  const fine = Math.max(1.5, 0.013 * width);
  const coarse = Math.max(2, 0.042 * width);
  const slopes: [Float64Array, Float64Array] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  addSlopes(smoothNoise(random.stream("fine ripples"), rows, columns, fine), rows, columns, 0.5 * fine * ripple, slopes);
  addSlopes(smoothNoise(random.stream("coarse ripples"), rows, columns, coarse), rows, columns, 0.5 * coarse, slopes);
  const luminance: LinearLight = {
    rows,
    columns,
    channels: 1,
    data: luminanceOf(light).map((value) => log(Math.min(value, WELL_LIT) + 0.01)),
  };
  const shape = convolve(luminance, gaussianSpread(0.01 * width)).data;
  addSlopes(shape, rows, columns, 0.04 * width, slopes);
  const wetness = smoothNoise(random.stream("wetness"), rows, columns, 0.11 * width);
  const [down, across] = slopes;
  return shape.map((near, i) => -(down[i] * down[i] + across[i] * across[i]) / (2 * LOBE * LOBE) + 1.6 * near + 1.5 * wetness[i]);
}

/** @returns the level that the asked share of the scene's values reaches, at least one of them */
function threshold(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const count = Math.min(sorted.length, Math.max(1, Math.round(share * sorted.length)));
  return sorted[sorted.length - count];
}

export default defineDegradation({
  version: 1,
  title: "specular highlights",
  attribute: "specular highlights",
  domain: linearLight,
  parameters: {
    coverage: ladder({
      unit: "%",
      none: 0,
      mild: 0.5,
      moderate: 2.5,
      severe: 10,
      means: "share of the scene that the mirrored lamp alone saturates",
    }),
    veil: constant({ unit: "1", value: 0.03, means: "share of the mirrored light that the lens scatters around it" }),
  },
  effective: {
    coveredFraction: { unit: "1", means: "share of the scene where the added light alone saturates, with the veil" },
    count: { unit: "1", means: "separate highlights of 4-connected pixels" },
  },
  looksLike: {
    sign: "sharp-edged, white, saturated spots scattered over the wet mucosa",
    mild: "some small, white, saturated spots on the mucosa",
    moderate: "many white, saturated spots of different sizes on the mucosa",
    severe: "crowded and merging white, saturated patches that cover large parts of the mucosa",
  },
  effectOnAnatomy: {
    mild: "{fine} are hidden only under small bright spots and remain visible between them",
    moderate: "{fine} are interrupted by bright spots in many places, while {coarse} remain visible",
    severe: "{fine} are hidden under glare in large areas, and {coarse} are broken up by it",
  },
  confusedWith: ["endoscopy/motion-blur", "display/jpeg-compression"],
  local: true,
  references: ["doi:10.1145/563858.563893", "doi:10.1038/s41598-020-59413-5"],
  degrade(light: LinearLight, { coverage, veil }, random) {
    const { rows, columns, data } = light;
    const ripple = random.stream("scales").range(0.5, 1.1);
    const scene = sceneOf(light);
    const u = reflectance(light, random, ripple);
    const level = threshold(
      u.filter((_, i) => scene[i] === 1),
      coverage / 100,
    );
    const mirrored = u.map((value, i) =>
      scene[i] === 1 && coverage > 0 ? Math.min(PEAK, exp(STEEPNESS * Math.min(value - level, 1))) : 0,
    );
    const scattered = convolve({ rows, columns, channels: 1, data: mirrored }, gaussianSpread(0.012 * Math.max(rows, columns))).data;
    const added = mirrored.map((value, i) => (scene[i] === 1 ? value + veil * Math.max(0, scattered[i]) : 0));
    const mask = Uint8Array.from(added, (value) => (value >= 1 ? 1 : 0));
    const sceneSize = scene.reduce((sum, value) => sum + value, 0);
    return {
      sample: { ...light, data: data.map((value, i) => value + added[Math.floor(i / 3)]) },
      drawn: { ripple },
      effective: { coveredFraction: mask.reduce((sum, value) => sum + value, 0) / sceneSize, count: countRegions(mask, rows, columns) },
      mask,
    };
  },
});
