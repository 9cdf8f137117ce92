import { describe, expect, it } from "vitest";
import imageNoise, { rampNoise } from "../../../generators/ct/image-noise.ts";
import { fft2c } from "../../../generators/signal/fft.ts";
import { cleanOf, cylinder, draws, enter } from "./body.ts";

describe("rampNoise", () => {
  const [rows, columns] = [256, 192];
  const pixel = { row: 0.8e-3, column: 0.8e-3 };
  const noise = rampNoise({ rows, columns, pixel }, draws().stream("noise"));

  it("has unit root mean square and no mean: the spectrum is 0 at 0", () => {
    const count = rows * columns;
    expect(noise.reduce((sum, value) => sum + value * value, 0) / count).toBeCloseTo(1, 12);
    expect(noise.reduce((sum, value) => sum + value, 0) / count).toBeCloseTo(0, 12);
  });

  it("has the power |f| cos^4(pi f / 2 f_N) in every ring of frequencies, within four standard errors", () => {
    const spectrum = new Float64Array(2 * rows * columns);
    for (const [i, value] of noise.entries()) spectrum[2 * i] = value;
    fft2c(spectrum, rows, columns);
    const rings = Array.from({ length: 12 }, () => ({ power: 0, model: 0, squares: 0 }));
    let [total, modelled] = [0, 0];
    for (let i = 0; i < rows * columns; i++) {
      const v = (Math.floor(i / columns) - rows / 2) / rows;
      const u = ((i % columns) - columns / 2) / columns;
      const f = Math.hypot(u, v) / 0.5;
      const model = f < 1 ? f * Math.cos((Math.PI * f) / 2) ** 4 : 0;
      const power = spectrum[2 * i] ** 2 + spectrum[2 * i + 1] ** 2;
      total += power;
      modelled += model;
      if (f >= 1) continue;
      const ring = rings[Math.floor(12 * f)];
      ring.power += power;
      ring.model += model;
      ring.squares += model * model;
    }
    for (const { power, model, squares } of rings) {
      // Each frequency's power is exponential about the model; a real field has each twice, so the variance of a sum is 2 sum model^2.
      expect(Math.abs((power * modelled) / total - model)).toBeLessThan(4 * Math.sqrt(2 * squares));
    }
  });
});

describe("ct/image-noise", () => {
  it("adds in water the deviation that it names, within four standard errors", () => {
    const { object } = enter(cleanOf(cylinder(200, 200, 0.08)));
    const { effective } = imageNoise.degrade(object, { deviation: 25 }, draws());
    // About 20000 pixels of noise whose correlation leaves some 4000 independent ones: standard error 1 / sqrt(8000).
    expect(Math.abs(effective.deviation / 25 - 1)).toBeLessThan(4 / Math.sqrt(8000));
  });
});
