import { describe, expect, it } from "vitest";
import spikeNoise, { addSpikes, type Spike } from "../../../generators/mri/spike-noise.ts";
import { signalOf } from "../../../generators/mri/tissue/signal.ts";
import { ifft2c } from "../../../generators/signal/fft.ts";
import { draws, energy, mismatch, randomSamples } from "./coil-samples.ts";

const CASES: [number, number, number][] = [
  [2, 24, 18],
  [1, 17, 31],
];

describe("a spike", () => {
  it.each(CASES)("is one complex plane wave in the image of every coil: %i x %i x %i", (coils, phase, readout) => {
    const samples = randomSamples(coils, phase, readout);
    const spike: Spike = { phase: -5, readout: 7, turns: 0.3 };
    const magnitude = 4.2;
    const hit = addSpikes(samples, [spike], magnitude);
    const wave = ifft2c(
      hit.data.map((value, i) => value - samples.data[i]),
      phase,
      readout,
      coils,
    );
    // The inverse DFT of a delta of that magnitude at q: magnitude / sqrt(N) exp(2 pi i (q . r / N + turns)), r from the centre.
    const expected = new Float64Array(wave.length);
    for (let i = 0; i < wave.length / 2; i++) {
      const row = (Math.floor(i / readout) % phase) - Math.floor(phase / 2);
      const column = (i % readout) - Math.floor(readout / 2);
      const angle = 2 * Math.PI * ((spike.phase * row) / phase + (spike.readout * column) / readout + spike.turns);
      expected[2 * i] = (magnitude / Math.sqrt(phase * readout)) * Math.cos(angle);
      expected[2 * i + 1] = (magnitude / Math.sqrt(phase * readout)) * Math.sin(angle);
    }
    expect(mismatch(wave, expected)).toBeLessThan(1e-13);
  });

  it("falls on one side of k-space: its mirror image stays as it was", () => {
    const samples = randomSamples(1, 12, 16);
    const { data } = addSpikes(samples, [{ phase: 2, readout: -3, turns: 0 }], 1);
    const changed = Array.from(data.keys()).filter((at) => data[at] !== samples.data[at]);
    expect(changed).toEqual([2 * ((6 + 2) * 16 + 8 - 3)]);
  });
});

describe("the degradation", () => {
  const degrade = (amplitude: number, spikes: number, seed: string, size: [number, number, number] = [3, 40, 50]) => {
    const samples = randomSamples(...size);
    return { samples, ...spikeNoise.degrade(samples, { amplitude, spikes }, draws(seed)) };
  };

  it("adds the energy that was asked for, whatever the number of spikes and coils", () => {
    for (const [spikes, seed] of [
      [1, "a"],
      [2, "b"],
      [5, "c"],
    ] as const) {
      const { samples, sample, drawn, effective } = degrade(0.3, spikes, seed);
      const places = new Set((drawn.phaseOffsets as number[]).map((down, i) => `${down},${(drawn.readoutOffsets as number[])[i]}`));
      expect(places.size).toBe(spikes);
      const difference = sample.data.map((value, i) => value - samples.data[i]);
      expect(Math.sqrt(energy(difference) / energy(samples.data))).toBeCloseTo(0.3, 12);
      const magnitude = Math.sqrt(energy(difference) / (3 * spikes));
      // The root-sum-of-squares of three coils that hear the same.
      expect(effective.stripeAmplitude).toBeCloseTo((100 * magnitude * Math.sqrt(3 / (40 * 50))) / signalOf(samples).brightest, 9);
      let peak = 0;
      for (let at = 0; at < samples.data.length; at += 2) peak = Math.max(peak, Math.hypot(samples.data[at], samples.data[at + 1]));
      expect(effective.spikeToPeak).toBeCloseTo(magnitude / peak, 12);
    }
  });

  it("hits the places that it records, in every coil, away from the centre and the corners", () => {
    for (let seed = 0; seed < 50; seed++) {
      const { samples, sample, drawn } = degrade(0.5, 2, `${seed}`);
      const [down, across] = [drawn.phaseOffsets as number[], drawn.readoutOffsets as number[]];
      const expected = new Set<number>();
      for (const coil of [0, 1, 2]) {
        for (const [i, offset] of down.entries()) expected.add((coil * 40 + 20 + offset) * 50 + 25 + across[i]!);
      }
      const changed = new Set(Array.from(sample.data.keys(), (at) => at >> 1).filter((i) => sample.data[2 * i] !== samples.data[2 * i]));
      expect(changed).toEqual(expected);
      down.forEach((offset, i) => {
        const frequency = Math.hypot(offset / 40, across[i]! / 50);
        // Places are rounded to samples: by at most half of one on each axis.
        expect(Math.abs(frequency - 0.22)).toBeLessThan(0.18 + 0.018);
      });
    }
  });

  it("hits the same places at any severity", () => {
    expect(degrade(0.05, 2, "d").drawn).toEqual(degrade(0.4, 2, "d").drawn);
  });

  it("is none without signal", () => {
    const { sample, effective } = spikeNoise.degrade(
      { ...randomSamples(1, 8, 8), data: new Float64Array(128) },
      { amplitude: 0.4, spikes: 2 },
      draws("e"),
    );
    expect(sample.data.every((value) => value === 0)).toBe(true);
    expect(effective).toEqual({ spikeToPeak: 0, stripeAmplitude: 0 });
  });
});
