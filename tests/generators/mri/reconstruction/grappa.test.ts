import { describe, expect, it } from "vitest";
import { keepLines, keepSamples } from "../../../../generators/mri/acquisition/acquired.ts";
import { receivedBy } from "../../../../generators/mri/acquisition/coil-array.ts";
import { grappa } from "../../../../generators/mri/reconstruction/grappa.ts";
import { zeroFilled } from "../../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { fft2c, ifft2c } from "../../../../generators/signal/fft.ts";
import { mismatch, randomSamples, samplesOf } from "../coil-samples.ts";
import { equispaced, head } from "./objects.ts";

describe("GRAPPA", () => {
  it("is exact for coils whose sensitivities are harmonics: a missing line of one is an acquired line of another", () => {
    // S_c = exp(2 pi i (c - 1) y / N), c = 0, 1, 2: coil c at line l holds the object's line l - (c - 1). At 2 every line of every coil
    // is found next to it in another coil, or two lines away: a kernel of +-1 lines suffices but for coils 0 and 2, which need +-2 lines
    // of one another. Noise-free and random, so that only the regularisation, 1e-4, is between the kernel and the truth.
    const [phase, readout] = [48, 40];
    const one = randomSamples(1, phase, readout);
    const image = ifft2c(one.data.slice(), phase, readout);
    const images = new Float64Array(3 * image.length);
    for (let coil = 0; coil < 3; coil++) {
      for (let i = 0; i < phase * readout; i++) {
        const angle = (2 * Math.PI * (coil - 1) * (Math.floor(i / readout) - phase / 2)) / phase;
        const to = coil * image.length + 2 * i;
        images[to] = image[2 * i]! * Math.cos(angle) - image[2 * i + 1]! * Math.sin(angle);
        images[to + 1] = image[2 * i]! * Math.sin(angle) + image[2 * i + 1]! * Math.cos(angle);
      }
    }
    const samples = samplesOf(fft2c(images, phase, readout, 3), 3, phase, readout);
    // At the ends of k-space a line's neighbours lie beyond it: those few lines stay unknown, so they are given.
    const lines = equispaced(phase, 2, 24);
    lines.fill(1, 0, 4);
    lines.fill(1, phase - 4);
    expect(mismatch(grappa(keepLines(samples, lines)), zeroFilled(samples))).toBeLessThan(1e-4);
  });

  it.each([2, 3])("fills what an array of 8 coils left out at %i, 30 times nearer than zeros", (spacing) => {
    const samples = receivedBy(head(96, 80), 8);
    const kept = keepLines(samples, equispaced(96, spacing, 24));
    const truth = zeroFilled(samples);
    expect(mismatch(grappa(kept), truth)).toBeLessThan(mismatch(zeroFilled(kept), truth) / 30);
  });

  it("is the plain image where every line was acquired", () => {
    const samples = receivedBy(head(30, 20), 4);
    expect(grappa(samples)).toEqual(zeroFilled(samples));
  });

  it("says what it lacks: an ACS band, or whole lines", () => {
    const samples = receivedBy(head(48, 40), 8);
    expect(() => grappa(keepLines(samples, equispaced(48, 4)))).toThrow("Expected an ACS band wide enough to calibrate a kernel");
    const gaps = new Uint8Array(48 * 40).fill(1);
    gaps[5 * 40 + 7] = 0;
    expect(() => grappa(keepSamples(samples, gaps))).toThrow("Expected whole phase-encoding lines, got 39 of 40 samples in line 5");
  });
});
