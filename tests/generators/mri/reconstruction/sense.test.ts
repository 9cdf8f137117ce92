import { describe, expect, it } from "vitest";
import { keepLines } from "../../../../generators/mri/acquisition/acquired.ts";
import { coilArray, receivedBy } from "../../../../generators/mri/acquisition/coil-array.ts";
import { zeroFilled } from "../../../../generators/mri/reconstruction/root-sum-of-squares.ts";
import { sense } from "../../../../generators/mri/reconstruction/sense.ts";
import { mismatch, randomSamples } from "../coil-samples.ts";
import { equispaced, head, magnitudeOf } from "./objects.ts";

describe("SENSE", () => {
  it("unfolds every other line of 8 coils, to the residual over the smallest eigenvalue", () => {
    const [phase, readout] = [96, 80];
    const object = head(phase, readout);
    const image = sense(keepLines(receivedBy(object, 8), equispaced(phase, 2)));
    // Two places fold: E^H E is [[1, r], [r*, 1]] / 2 for them, r = sum_c conj(S_c) S_c' between the places; its eigenvalues (1 +- |r|) / 2.
    const s = coilArray(object, 8);
    let most = 0;
    for (let at = 0; at < (phase / 2) * readout; at++) {
      let [re, im] = [0, 0];
      for (let coil = 0; coil < 8; coil++) {
        const a = 2 * (coil * phase * readout + at);
        const b = a + phase * readout;
        re += s[a]! * s[b]! + s[a + 1]! * s[b + 1]!;
        im += s[a]! * s[b + 1]! - s[a + 1]! * s[b]!;
      }
      most = Math.max(most, Math.hypot(re, im));
    }
    // |x - x*| <= |r| / smallest eigenvalue, |r| <= 1e-6 |E^H y| and |E^H y| <= |x*|.
    expect(most).toBeLessThan(0.95);
    expect(mismatch(image, magnitudeOf(object))).toBeLessThan(1e-6 / ((1 - most) / 2));
  });

  it("is the plain image where every line was acquired, and the zero-filled one of one coil", () => {
    const eight = receivedBy(head(40, 33), 8);
    expect(mismatch(sense(eight), zeroFilled(eight))).toBeLessThan(1e-12);
    const one = keepLines(randomSamples(1, 24, 15), equispaced(24, 3));
    expect(mismatch(sense(one), zeroFilled(one))).toBeLessThan(1e-12);
  });

  it("takes sensitivities from the centre, and says so where there is none", () => {
    const { sensitivities: _, ...eight } = receivedBy(head(96, 80), 8);
    const truth = magnitudeOf(head(96, 80));
    const kept = keepLines(eight, equispaced(96, 2, 24));
    expect(mismatch(sense(kept), truth)).toBeLessThan(mismatch(zeroFilled(kept), truth) / 5);
    expect(() => sense(keepLines(eight, equispaced(96, 2)))).toThrow("Expected a centre of k-space of 8 x 8 samples");
  });
});
