import { filteredBackProjection, scanWeights } from "../../generators/signal/filtered-back-projection.ts";
import { project, type ScanGeometry } from "../../generators/signal/projector.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { SIDE, scans } from "../harness/ct.ts";
import { defineValidation } from "../harness/validation.ts";

/** Off the centre, so that a turn the other way or a half pixel would show [pixels]; y points down, as rows do. */
const DISC = { x: 41.3, y: -28.6, radius: 110.4 };
const SUBSAMPLES = 8;

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

/** Chords of the disc: the ray from the source through the detector's bin, at the distance h from the disc's middle, cuts 2 sqrt(r^2 - h^2). */
function chords({ angles, binCount, binSize, fan }: ScanGeometry): Float64Array {
  const { sourceToAxis, sourceToDetector } = fan!;
  const data = new Float64Array(angles.length * binCount);
  for (const [view, angle] of angles.entries()) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // y up: the source lies at -D d, d = (-sin, cos), the detector's axis is e = (cos, sin).
    const [sourceX, sourceY] = [sourceToAxis * sin, -sourceToAxis * cos];
    for (let bin = 0; bin < binCount; bin++) {
      const s = (bin - (binCount - 1) / 2) * binSize;
      const [x, y] = [-sourceToDetector * sin + s * cos, sourceToDetector * cos + s * sin];
      const h = Math.abs((DISC.x - sourceX) * y - (-DISC.y - sourceY) * x) / Math.hypot(x, y);
      data[view * binCount + bin] = 2 * Math.sqrt(Math.max(DISC.radius ** 2 - h ** 2, 0));
    }
  }
  return data;
}

export default defineValidation({
  title: "fan-beam sinogram and filtered back-projection of a disc",
  about: `A disc of radius ${DISC.radius} pixels away from the centre of a ${SIDE} x ${SIDE} image, ${scans[1].angles.length} views of a full turn on a flat detector of 512 bins, the source
three image widths from the axis. Sinograms: relative L2 difference from the chords' closed form; the image of the disc has pixels, so a part of its edge
is smoothed: at most 1e-2. Image: mean and largest deviation from the disc within nine tenths of its radius, reconstructed from the chords themselves;
ASTRA's filtered back-projection on the CPU refuses fan beams, so there is nothing of it to compare.`,
  async *findings(theirs) {
    const { geometry, angles } = scans[1];
    const image = discImage();
    const exact = chords(geometry);
    const arrays = { image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: image } };
    const ours = project(image, geometry);
    const astra = Float64Array.from(await theirs<number[]>("project", arrays, { geometry, angles }));
    yield { of: "sinogram against the chords", whose: "ours", measured: relativeDifference(ours, exact), atMost: 1e-2 };
    yield { of: "sinogram against the chords", whose: "astra", measured: relativeDifference(astra, exact), atMost: 1e-2 };
    yield { of: "sinogram", whose: "ours and astra", measured: relativeDifference(ours, astra), atMost: 5e-3 };
    const picture = filteredBackProjection(exact, geometry, scanWeights(geometry), "none");
    let [sum, count, worst] = [0, 0, 0];
    for (let i = 0; i < picture.length; i++) {
      const x = (i % SIDE) - (SIDE - 1) / 2 - DISC.x;
      const y = Math.floor(i / SIDE) - (SIDE - 1) / 2 - DISC.y;
      if (x * x + y * y > (0.9 * DISC.radius) ** 2) continue;
      sum += picture[i];
      count++;
      worst = Math.max(worst, Math.abs(picture[i] - 1));
    }
    yield { of: "mean of the disc, reconstructed, less 1", whose: "ours", measured: Math.abs(sum / count - 1), atMost: 1e-3 };
    yield { of: "largest deviation within the disc", whose: "ours", measured: worst, atMost: 3e-2 };
  },
});
