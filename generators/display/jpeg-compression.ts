/**
 * JPEG compression: an export or a viewer stored the displayed image with coarse steps for its 8x8 cosine coefficients.
 *
 *   k = round(C / q(Q))        shown again: q(Q) k        C: 8x8 DCT of luminance and of halved chroma; Q: quality as IJG counts it
 *
 * High frequencies have the largest steps and vanish first: ripples beside edges; when little but the mean of a block is left, its outline appears.
 * The image is compressed once, from 8-bit code values; quality is rounded to a whole number, as encoders take it. Nothing is drawn at random.
 *
 * Not modelled: repeated compression, resizing before storage, JPEG 2000, vendors' own tables; generators/signal/jpeg.ts says what is.
 */
import { defineDegradation } from "../degradation.ts";
import { display } from "../domain.ts";
import type { Plane } from "../plane.ts";
import { ladder } from "../severity.ts";
import { throughJpeg } from "../signal/jpeg.ts";

/**
 * Mean step between neighbours across block edges over the mean step elsewhere, over all channels; 1 where nothing stands out.
 * After the idea of Wang, Sheikh and Bovik, ICIP 2002.
 */
function blockiness({ rows, columns, channels, data }: Plane): number {
  const sums = [0, 0];
  const counts = [0, 0];
  const add = (here: number, next: number, acrossEdge: boolean): void => {
    const kind = acrossEdge ? 1 : 0;
    for (let channel = 0; channel < channels; channel++)
      sums[kind] = sums[kind] + Math.abs(data[here * channels + channel] - data[next * channels + channel]);
    counts[kind] = counts[kind] + channels;
  };
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const here = y * columns + x;
      if (x + 1 < columns) add(here, here + 1, x % 8 === 7);
      if (y + 1 < rows) add(here, here + columns, y % 8 === 7);
    }
  }
  const [elsewhere, across] = [0, 1].map((kind) => (counts[kind] === 0 ? 0 : sums[kind] / counts[kind]));
  // A hundredth of a code value keeps an image without any steps at 1.
  return (across! + 0.01) / (elsewhere! + 0.01);
}

export default defineDegradation({
  version: 1,
  title: "JPEG compression",
  attribute: "compression artefacts",
  domain: display,
  parameters: {
    quality: ladder({
      unit: "1",
      scale: "log",
      none: 100,
      mild: 35,
      moderate: 14,
      severe: 5,
      means: "JPEG quality of the IJG scale, 1 to 100, rounded",
    }),
  },
  effective: {
    quality: { unit: "1", means: "quality of the IJG scale that was used" },
    bitsPerPixel: { unit: "bit/px", means: "estimated length of the entropy-coded data over all pixels, headers left out" },
    blockiness: { unit: "1", means: "mean step across block edges over mean step elsewhere, after compression" },
  },
  looksLike: {
    sign: "square 8 by 8 pixel blocks on a fixed grid, with ripples beside sharp edges",
    mild: "faint ripples beside sharp edges and a fixed 8-pixel grid that shows only when enlarged",
    moderate: "plain ripples around edges and a visible grid of 8 by 8 pixel blocks, with fine texture smoothed away inside them",
    severe: "flat 8 by 8 pixel blocks over the whole image, with stepped edges and posterised shades",
  },
  effectOnAnatomy: {
    mild: "{fine} remain readable, with slight ripples at their edges",
    moderate: "{fine} are smeared and partly replaced by block patterns, while {coarse} stay recognisable",
    severe: "{fine} are lost in the blocks and even {coarse} have stepped, unreliable outlines",
  },
  confusedWith: [
    "mri/compressed-sensing-undersampling",
    "mri/low-resolution",
    "ct/quantised",
    "ct/smooth-kernel",
    "fundus/defocus",
    "endoscopy/motion-blur",
    "histopathology/out-of-focus",
  ],
  references: [
    "ITU-T Recommendation T.81 (1992)",
    "ITU-T Recommendation T.871 (2011)",
    "Wallace, IEEE Trans. Consum. Electron. 38 (1992) xviii. doi:10.1109/30.125072",
    "Wang, Sheikh, Bovik, Proc. IEEE ICIP (2002) I-477. doi:10.1109/ICIP.2002.1038064",
  ],
  degrade(shown: Plane, { quality }) {
    const used = Math.min(Math.max(Math.round(quality), 1), 100);
    const { decoded, bits } = throughJpeg(shown, used);
    return {
      sample: decoded,
      drawn: {},
      effective: { quality: used, bitsPerPixel: bits / (shown.rows * shown.columns), blockiness: blockiness(decoded) },
    };
  },
});
