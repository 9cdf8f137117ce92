import { describe, expect, it } from "vitest";
import flowGhost, { laminarDisc } from "../../../generators/mri/flow-ghost.ts";
import { draws, energy, mismatch, samplesOf } from "./coil-samples.ts";

const [PHASE, READOUT] = [40, 31];
// An even object of signal 1, of one coil without phase: whatever is added shows as it is.
const even = samplesOf(
  Float64Array.from({ length: 2 * PHASE * READOUT }, (_, i) => (i % 2 === 0 ? 1 : 0)),
  1,
  PHASE,
  READOUT,
);
const PARAMETERS = { signal: 2, pulsation: 0.6, secondHarmonic: 0.5, irregularity: 0, radius: 3 };

describe("mri/flow-ghost", () => {
  it("shows the vessel, its first ghosts with M / 2 of its signal f TR FOV away, and its second ones with M H / 2 twice as far", () => {
    // 5 heartbeats in the 40 lines of the scan: ghosts are 5 pixels apart.
    // sin(2 pi (5 l / 40 + s)) = (e - e*) / 2i; exp(2 pi i 5 l / 40), with l = k + 20, moves the image by 5 pixels, times exp(i pi 5).
    const heartRate = 5 / (PHASE * even.timing.repetitionTime);
    const { sample, drawn, effective } = flowGhost.degrade(even, { ...PARAMETERS, heartRate }, draws("f"));
    const disc = laminarDisc(even, (drawn.line as number) * READOUT + (drawn.sample as number), 3e-3);
    const expected = even.data.slice();
    for (const n of [-2, -1, 0, 1, 2]) {
      const size = [1, 0.3, 0.15][Math.abs(n)]! * 2;
      // exp(i n b) / (2 i) for n > 0, and its conjugate for n < 0: magnitude 1 / 2, already in size.
      const angle = n === 0 ? 0 : 2 * Math.PI * n * ((drawn.startTurns as number) + (5 * 20) / 40) - (Math.sign(n) * Math.PI) / 2;
      for (let i = 0; i < disc.length; i++) {
        const row = Math.floor(i / READOUT);
        const from = ((row + 5 * n + PHASE) % PHASE) * READOUT + (i % READOUT);
        expected[2 * i] += size * disc[from]! * Math.cos(angle);
        expected[2 * i + 1] += size * disc[from]! * Math.sin(angle);
      }
    }
    expect(mismatch(sample.data, expected)).toBeLessThan(1e-12);
    expect(effective.ghostSpacing).toBeCloseTo(5, 10);
    expect(effective.ghostAmplitude).toBeCloseTo(60, 10);
  });

  it("stays within its mask: the band of the vessel along phase encoding", () => {
    const { sample, mask } = flowGhost.degrade(even, { ...PARAMETERS, heartRate: 1.17, irregularity: 0.1 }, draws("g"));
    const added = sample.data.map((value, i) => value - even.data[i]!);
    const outside = added.filter((_, i) => mask![Math.floor(i / 2)] === 0);
    expect(energy(added)).toBeGreaterThan(1);
    expect(energy(outside) / energy(added)).toBeLessThan(1e-24);
    expect(mask!.reduce((sum, value) => sum + value, 0) % PHASE).toBe(0);
  });
});

describe("laminarDisc", () => {
  it("has half the volume of a cylinder of its height, with pixels that are not square", () => {
    const samples = { ...even, spacing: { phase: 0.5e-3, readout: 1e-3 } };
    const volume = laminarDisc(samples, 20 * READOUT + 15, 6e-3).reduce((sum, value) => sum + value, 0) * 0.5;
    // A paraboloid of height 1 over pi R^2; sampled every millimetre across, its kink at the rim costs less than 2 %.
    expect(Math.abs(volume / ((Math.PI * 36) / 2) - 1)).toBeLessThan(0.02);
  });
});
