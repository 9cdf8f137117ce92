import { equalWeights, filteredBackProjection } from "../../generators/signal/filtered-back-projection.ts";
import { project } from "../../generators/signal/projector.ts";
import { relativeDifference, relativeL2InCircle } from "../harness/agreement.ts";
import { SIDE, scans } from "../harness/ct.ts";
import { defineValidation } from "../harness/validation.ts";

/** Off the centre, so that a swapped axis or a half pixel would show [pixels]. */
const DISC = { x: 61.3, y: -38.6, radius: 120.4 };
const SUBSAMPLES = 8;

const inCircle = relativeL2InCircle(SIDE, 1e-2);

/** Share of each pixel that the disc covers. */
function discImage(): Float64Array {
  const image = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < image.length; i++) {
    let covered = 0;
    for (let s = 0; s < SUBSAMPLES * SUBSAMPLES; s++) {
      const x = (i % SIDE) - (SIDE - 1) / 2 + ((s % SUBSAMPLES) + 0.5) / SUBSAMPLES - 0.5 - DISC.x;
      const y = Math.floor(i / SIDE) - (SIDE - 1) / 2 + (Math.floor(s / SUBSAMPLES) + 0.5) / SUBSAMPLES - 0.5 - DISC.y;
      if (x * x + y * y <= DISC.radius ** 2) covered++;
    }
    image[i] = covered / SUBSAMPLES ** 2;
  }
  return image;
}

/** Chords of the disc along the rays of a parallel scan: the y axis points down, as rows do. */
function discSinogram(angles: Float64Array | readonly number[], binCount: number, binSize: number): Float64Array {
  const data = new Float64Array(angles.length * binCount);
  for (const [view, angle] of angles.entries()) {
    const centre = DISC.x * Math.cos(angle) - DISC.y * Math.sin(angle);
    for (let bin = 0; bin < binCount; bin++) {
      const s = (bin - (binCount - 1) / 2) * binSize;
      data[view * binCount + bin] = 2 * Math.sqrt(Math.max(DISC.radius ** 2 - (s - centre) ** 2, 0));
    }
  }
  return data;
}

export default defineValidation({
  title: "sinogram and filtered back-projection of a disc",
  about: `A disc of radius ${DISC.radius} pixels away from the centre of a ${SIDE} x ${SIDE} image, ${scans[0].angles.length} parallel views of 512 bins. Sinograms: relative L2 difference from the
chords' closed form; the image of the disc has pixels, so a part of its edge, about one in 120, is smoothed: at most 1e-2. Images: difference of the mean within
nine tenths of the radius from 1, and between libraries within the circle that all views see. Angles turn the same way in all three; scikit-image's centre lies half a pixel away, which is undone by a
phase in the Fourier domain: the disc's edge then rings, which is most of what is left.`,
  async *findings(theirs) {
    const { geometry, angles } = scans[0];
    const image = discImage();
    const exact = discSinogram(angles, geometry.binCount, 1);
    const imageArray = { image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: image } };
    const settings = { geometry, angles };
    const ours = project(image, geometry);
    yield { of: "sinogram against the chords", whose: "ours", measured: relativeDifference(ours, exact), atMost: 1e-2 };
    for (const library of ["astra", "skimage"]) {
      const sinogram = Float64Array.from(await theirs<number[]>(`${library}_project`, imageArray, settings));
      yield { of: "sinogram against the chords", whose: library, measured: relativeDifference(sinogram, exact), atMost: 1e-2 };
      yield { of: "sinogram", whose: `ours and ${library}`, measured: relativeDifference(ours, sinogram), atMost: 5e-3 };
    }
    const sinogramArray = { integrals: { shape: [angles.length, geometry.binCount], dtype: "f8" as const, data: exact } };
    const mean = (picture: Float64Array): number => {
      let [sum, count] = [0, 0];
      for (let i = 0; i < picture.length; i++) {
        const x = (i % SIDE) - (SIDE - 1) / 2 - DISC.x;
        const y = Math.floor(i / SIDE) - (SIDE - 1) / 2 - DISC.y;
        if (x * x + y * y > (0.9 * DISC.radius) ** 2) continue;
        sum += picture[i];
        count++;
      }
      return sum / count;
    };
    const own = filteredBackProjection(exact, geometry, equalWeights(geometry.angles.length), "none");
    yield { of: "mean of the disc, reconstructed, less 1", whose: "ours", measured: Math.abs(mean(own) - 1), atMost: 1e-3 };
    for (const library of ["astra", "skimage"]) {
      const picture = Float64Array.from(await theirs<number[]>(`${library}_reconstruct`, sinogramArray, settings));
      yield { of: "mean of the disc, reconstructed, less 1", whose: library, measured: Math.abs(mean(picture) - 1), atMost: 1e-2 };
      yield { of: "reconstruction", whose: `ours and ${library}`, measured: inCircle.difference(own, picture), atMost: 2e-2 };
    }
  },
});
