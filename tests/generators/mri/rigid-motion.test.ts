import { describe, expect, it } from "vitest";
import type { CoilSamples } from "../../../generators/mri/modality.ts";
import rigidMotion, { drawPoses, moveShots, type Pose, shotOfLines } from "../../../generators/mri/rigid-motion.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { type Ellipse, ellipseKSpace } from "../signal/ellipse-spectrum.reference.ts";
import { nonUniformSum } from "../signal/non-uniform-sum.reference.ts";
import { draws, energy, mismatch, randomSamples, samplesOf } from "./coil-samples.ts";

const REST: Pose = { phase: 0, readout: 0, rotation: 0 };
const together = (samples: CoilSamples, pose: Pose): CoilSamples => moveShots(samples, new Uint32Array(samples.phase), [pose]);
const imagesOf = ({ data, phase, readout, coils }: CoilSamples): Float64Array => ifft2c(data.slice(), phase, readout, coils);

describe("one pose in all shots", () => {
  it("is a circular shift for whole pixels: down for phase encoding, right for readout, in every coil", () => {
    const [coils, phase, readout] = [2, 20, 15];
    const samples: CoilSamples = { ...randomSamples(coils, phase, readout), spacing: { phase: 2e-3, readout: 1.5e-3 } };
    const images = imagesOf(samples);
    const moved = imagesOf(together(samples, { phase: 3 * 2e-3, readout: -4 * 1.5e-3, rotation: 0 }));
    const expected = new Float64Array(images.length);
    for (let i = 0; i < coils * phase * readout; i++) {
      const coil = Math.floor(i / (phase * readout));
      const row = (Math.floor(i / readout) + 3) % phase;
      const column = ((i % readout) - 4 + readout) % readout;
      const to = (coil * phase + row) * readout + column;
      expected.set(images.subarray(2 * i, 2 * i + 2), 2 * to);
    }
    expect(mismatch(moved, expected)).toBeLessThan(1e-10);
  });

  it("is the linear phase of a moved ellipse's closed form, to 1e-10", () => {
    const at: Ellipse = { row: 4, column: -7, a: 19, b: 11, angle: 0.3, amplitude: 1 };
    const [phase, readout] = [64, 48];
    const samples = samplesOf(ellipseKSpace([at], phase, readout), 1, phase, readout);
    const moved = together(samples, { phase: 1.37e-3, readout: -2.81e-3, rotation: 0 });
    const expected = ellipseKSpace([{ ...at, row: 4 + 1.37, column: -7 - 2.81 }], phase, readout);
    expect(mismatch(moved.data, expected)).toBeLessThan(1e-10);
  });

  it("turns and then shifts an ellipse as its closed form says", () => {
    const [size, angle] = [128, (3 * Math.PI) / 180];
    const weight = (u: number, v: number): number => Math.exp(-(u * u + v * v) / (2 * 0.1 * 0.1));
    const at: Ellipse = { row: 9, column: -14, a: 24, b: 13, angle: 0.2, amplitude: 1 };
    const samples = samplesOf(ellipseKSpace([at], size, size, weight), 1, size, size);
    const moved = together(samples, { phase: 2.5e-3, readout: 1e-3, rotation: angle });
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const expected = { ...at, row: c * 9 + s * 14 + 2.5, column: s * 9 - c * 14 + 1, angle: 0.2 + angle };
    // The isotropic low-pass is exp(-12.5) = 4e-6 where the turned square of k-space has no samples.
    expect(mismatch(moved.data, ellipseKSpace([expected], size, size, weight))).toBeLessThan(2e-5);
  });

  it("samples the Fourier sum of the image at the turned frequencies, 0 beyond those that were sampled, with pixels that are not square", () => {
    const [coils, phase, readout, angle] = [2, 21, 26, 0.21];
    const samples: CoilSamples = { ...randomSamples(coils, phase, readout), spacing: { phase: 2e-3, readout: 1.3e-3 } };
    const { data } = together(samples, { phase: 0, readout: 0, rotation: angle });
    // F R x (k) = F x (R^-1 k) with k in cycles per metre; then back to cycles per pixel.
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const points = new Float64Array(2 * phase * readout);
    for (let i = 0; i < phase * readout; i++) {
      const down = (Math.floor(i / readout) - 10) / phase / 2e-3;
      const across = ((i % readout) - 13) / readout / 1.3e-3;
      points[2 * i] = (c * down + s * across) * 2e-3;
      points[2 * i + 1] = (c * across - s * down) * 1.3e-3;
    }
    const images = imagesOf(samples);
    for (let coil = 0; coil < coils; coil++) {
      const half = images.length / coils;
      const expected = nonUniformSum(images.subarray(coil * half, (coil + 1) * half), phase, readout, points).map((value, i) => {
        const at = i - (i % 2);
        return Math.abs(points[at]) > 0.5 || Math.abs(points[at + 1]) > 0.5 ? 0 : value;
      });
      expect(mismatch(data.subarray(coil * half, (coil + 1) * half), expected)).toBeLessThan(2e-5);
    }
  });

  it("keeps energy (Parseval): the object only moves", () => {
    const samples = randomSamples(2, 27, 32);
    const moved = together(samples, { phase: 0.7e-3, readout: -3.3e-3, rotation: 0 });
    expect(energy(moved.data) / energy(samples.data)).toBeCloseTo(1, 12);
    // Turned, the object must lie within the field of view and within the sampled circle of k-space: the low-pass is 4e-6 at its edge.
    const weight = (u: number, v: number): number => Math.exp(-(u * u + v * v) / (2 * 0.1 * 0.1));
    const disc = samplesOf(ellipseKSpace([{ row: 5, column: 3, a: 9, b: 6, angle: 0, amplitude: 1 }], 64, 60, weight), 1, 64, 60);
    const turned = together(disc, { phase: 0.7e-3, readout: -3.3e-3, rotation: 0.4 });
    expect(energy(turned.data) / energy(disc.data)).toBeCloseTo(1, 4);
  });
});

describe("shots", () => {
  it("take lines in turn or in blocks, each line once, counts equal to one", () => {
    expect([...shotOfLines(7, 3, true)]).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect([...shotOfLines(7, 3, false)]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    for (const interleaved of [true, false]) {
      const sizes = new Float64Array(8);
      for (const shot of shotOfLines(97, 8, interleaved)) sizes[shot]++;
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it("sample each line from the object in their own pose, the others untouched", () => {
    const samples = randomSamples(2, 12, 10);
    const pose: Pose = { phase: 1.2e-3, readout: 0.4e-3, rotation: 0.02 };
    const shotOf = Uint32Array.of(0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0);
    const moved = moveShots(samples, shotOf, [REST, pose]);
    const whole = together(samples, pose);
    for (let line = 0; line < 24; line++) {
      const [got, moving, resting] = [moved, whole, samples].map(({ data }) => data.subarray(20 * line, 20 * line + 20));
      // Other lines may be sampled with another kernel, each to 1e-5 of the image.
      if (shotOf[line % 12] === 1) expect(mismatch(got, moving)).toBeLessThan(1e-4);
      else expect(got).toEqual(resting);
    }
  });

  it("that fall on low frequencies move the image's bulk: blocks are cut on centred k-space", () => {
    // All but the outermost lines lie in the middle block: if blocks were cut on an unshifted transform, it would hold the high frequencies.
    const disc: Ellipse = { row: 0, column: 0, a: 14, b: 14, angle: 0, amplitude: 1 };
    const samples = samplesOf(ellipseKSpace([disc], 64, 64), 1, 64, 64);
    const middle = shotOfLines(64, 4, false)[32];
    const energies = [0, 1, 2, 3].map((shot) =>
      energy(samples.data.filter((_, i) => shotOfLines(64, 4, false)[Math.floor(i / 128)] === shot)),
    );
    expect(energies[middle]).toBeGreaterThan(0.4 * energy(samples.data));
  });
});

describe("drawn poses", () => {
  it.each([true, false])(
    "rest in the shot of the central line and have root mean square 1 over the lines (interleaved: %s)",
    (interleaved) => {
      const shotOf = shotOfLines(101, 8, interleaved);
      const poses = drawPoses(shotOf, 8, draws("poses"));
      expect(poses[shotOf[50]]).toEqual(REST);
      const square = (of: (pose: Pose) => number): number => shotOf.reduce((sum, shot) => sum + of(poses[shot]), 0) / 101;
      expect(square(({ phase, readout }) => phase * phase + readout * readout)).toBeCloseTo(1, 12);
      expect(square(({ rotation }) => rotation * rotation)).toBeCloseTo(1, 12);
    },
  );

  it("do not move at all with a single shot", () => {
    const samples = randomSamples(1, 9, 9);
    const { sample, effective } = rigidMotion.degrade(samples, { translation: 5, rotation: 5, shots: 1, interleaved: 1 }, draws("one"));
    expect(sample.data).toEqual(samples.data);
    expect(effective).toEqual({ rmsDisplacement: 0, peakDisplacement: 0, peakRotation: 0 });
  });
});

describe("the degradation", () => {
  it("leaves the central line as it is and reports the displacement that was asked for", () => {
    const samples = randomSamples(2, 64, 48);
    const { sample, drawn, effective } = rigidMotion.degrade(
      samples,
      { translation: 2, rotation: 1, shots: 8, interleaved: 1 },
      draws("x"),
    );
    for (const coil of [0, 1]) {
      const start = 96 * (coil * 64 + 32);
      expect(sample.data.subarray(start, start + 96)).toEqual(samples.data.subarray(start, start + 96));
    }
    expect(effective.rmsDisplacement).toBeCloseTo(2, 12);
    const far = (drawn.phaseDisplacementsMm as number[]).map((phase, i) =>
      Math.hypot(phase, (drawn.readoutDisplacementsMm as number[])[i]),
    );
    expect(effective.peakDisplacement).toBeCloseTo(Math.max(...far), 12);
    expect(effective.peakRotation).toBeCloseTo(Math.max(...(drawn.rotationsDeg as number[]).map(Math.abs)), 12);
  });

  it("scales one trajectory with severity", () => {
    const samples = randomSamples(1, 16, 16);
    const [small, large] = [1, 3].map(
      (size) => rigidMotion.degrade(samples, { translation: size, rotation: size, shots: 4, interleaved: 1 }, draws("y")).drawn,
    );
    for (const name of ["phaseDisplacementsMm", "readoutDisplacementsMm", "rotationsDeg"]) {
      (small[name] as number[]).forEach((value, i) => {
        expect((large[name] as number[])[i]).toBeCloseTo(3 * value, 12);
      });
    }
  });
});
