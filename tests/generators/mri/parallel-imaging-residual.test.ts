import { describe, expect, it } from "vitest";
import { receivedBy } from "../../../generators/mri/acquisition/coil-array.ts";
import parallelImaging, { erroneous } from "../../../generators/mri/parallel-imaging-residual.ts";
import { reconstruct } from "../../../generators/mri/reconstruction/reconstruct.ts";
import { prescanned } from "../../../generators/mri/undersampling/prescan.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, samplesOf } from "./coil-samples.ts";
import { head, magnitudeOf } from "./reconstruction/objects.ts";

describe("unfolding", () => {
  it("with the true sensitivities leaves nothing folded: SENSE's own residual, 1e-6, over the smallest eigenvalue, above 0.01", () => {
    const object = head(64, 48);
    const { sample } = parallelImaging.degrade(object, { error: 0, acceleration: 2 }, draws("a"));
    expect(sample.reconstruction).toBe("sense");
    expect(mismatch(reconstruct(sample), magnitudeOf(object))).toBeLessThan(1e-4);
  });

  it("with wrong ones puts a point's ghost half a field of view away, and nowhere else", () => {
    const [phase, readout] = [64, 32];
    // A bright pixel alone: only its line and the one N / 2 away fold together, at any sensitivities.
    const samples = samplesOf(new Float64Array(2 * phase * readout), 1, phase, readout);
    for (let line = 0; line < phase; line++) {
      for (let sample = 0; sample < readout; sample++) {
        const turns = -((line - 32) * (20 - 32)) / phase - ((sample - 16) * (9 - 16)) / readout;
        samples.data[2 * (line * readout + sample)] = Math.cos(2 * Math.PI * turns) / Math.sqrt(phase * readout);
        samples.data[2 * (line * readout + sample) + 1] = Math.sin(2 * Math.PI * turns) / Math.sqrt(phase * readout);
      }
    }
    const image = reconstruct(parallelImaging.degrade(samples, { error: 0.3, acceleration: 2 }, draws("a")).sample);
    const ghost = image[(20 + 32) * readout + 9]!;
    expect(ghost).toBeGreaterThan(0.01);
    expect(image[20 * readout + 9]).toBeGreaterThan(0.5);
    image[(20 + 32) * readout + 9] = 0;
    image[20 * readout + 9] = 0;
    expect(energy(image)).toBeLessThan(1e-20);
  });
});

describe("the sensitivities", () => {
  it("are wrong by the share asked for, before they are normalised, and smoothly so", () => {
    const samples = receivedBy(head(96, 80), 4);
    const s = samples.sensitivities!;
    const small = erroneous(s, samples, 0.001, draws("a"));
    // Normalising takes out the error's part along S: of 4 coils and two parts of a number, 1 in 8 degrees of freedom. The fields'
    // mean square over one field of view of 7 x 7 cells varies: about 49 / 2 independent values in 8 fields leave 4 sqrt(2 / 196) = 0.4.
    const share = (mismatch(small, s) / 0.001) ** 2;
    expect(Math.abs(share - 7 / 8)).toBeLessThan(0.4);
  });

  it("of a prescan combine samples of several coils to their root-sum-of-squares where there is signal", () => {
    const { sensitivities: _, ...several } = receivedBy(head(64, 48), 4);
    const found = prescanned(several);
    const images = ifft2c(found.data.slice(), 64, 48, 4);
    const truth = magnitudeOf(head(64, 48));
    const least = 0.5 * Math.max(...truth);
    for (let i = 0; i < 64 * 48; i++) {
      if (truth[i]! < least) continue;
      let [re, im] = [0, 0];
      for (let at = 2 * i; at < images.length; at += 2 * 64 * 48) {
        re += found.sensitivities[at]! * images[at]! + found.sensitivities[at + 1]! * images[at + 1]!;
        im += found.sensitivities[at]! * images[at + 1]! - found.sensitivities[at + 1]! * images[at]!;
      }
      // S is off by (d / m)^2 of the smooth estimate's own error, about 1e-2 at most, and the sum by that squared.
      expect(Math.abs(Math.hypot(re, im) / truth[i]! - 1)).toBeLessThan(1e-5);
    }
  });
});
