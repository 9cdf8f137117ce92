import { beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../../generators/catalogue.ts";
import { degrade, observe } from "../../../generators/degrade.ts";
import modality, { foreground } from "../../../generators/mri/modality.ts";
import { birdcage } from "../../../generators/phantoms/mri/coils.ts";
import { distanceTo, edge, stroke } from "../../../generators/phantoms/mri/stroke.ts";
import phantom from "../../../generators/phantoms/mri.ts";
import { randomSource } from "../../../generators/signal/random.ts";

const draws = (seed: string) => randomSource({ seed, image: "phantom:mri", operation: "phantom/mri", stage: "ingest" });
const SEEDS = ["1", "2", "3", "4"];
let heads: ReturnType<typeof phantom.draw>[];

beforeAll(() => {
  heads = SEEDS.map((seed) => phantom.draw(draws(seed)));
});

describe("the phantom", () => {
  it("is a complex multi-coil scan that says how it was made", () => {
    for (const { acquisition, anatomy } of heads) {
      expect(acquisition.quantity).toBe("mr-complex");
      expect(acquisition.coils).toBeGreaterThan(1);
      expect(acquisition.data.length).toBe(2 * acquisition.coils * acquisition.rows * acquisition.columns);
      expect(acquisition.data.every(Number.isFinite)).toBe(true);
      expect(anatomy).toBe("brain");
      for (const keyword of ["MagneticFieldStrength", "RepetitionTime", "EchoTime", "PixelBandwidth", "InPlanePhaseEncodingDirection"]) {
        expect(acquisition.scanner[keyword], keyword).toBeDefined();
      }
    }
  });

  it("fills the middle of the field of view with a head of human size and leaves its corners dark", () => {
    for (const { acquisition } of heads) {
      const { data } = modality.observe(acquisition);
      const { rows, columns, spacing } = acquisition;
      const bright = foreground(data)[0];
      const area = data.filter((value) => value > bright).length * spacing!.row * spacing!.column;
      // A head of 140 x 175 mm to 165 x 205 mm, of which skull and dark fluid may count as nothing.
      expect(area).toBeGreaterThan(0.009);
      expect(area).toBeLessThan(0.027);
      for (const corner of [0, columns - 1, (rows - 1) * columns, rows * columns - 1]) expect(data[corner]).toBeLessThan(bright);
    }
  });

  it("has a noise of one part in 150 of its signal, and no more", () => {
    for (const { acquisition } of heads) {
      const { rows, columns, coils } = acquisition;
      const { data } = modality.observe(acquisition);
      // The corner of air: for L coils E[m^2] = 2 L s^2; of 20 x 20 pixels the relative standard error is 1 / sqrt(400 L).
      let sum = 0;
      for (let row = 0; row < 20; row++)
        for (let column = 0; column < 20; column++) sum += data[row * columns + column] * data[row * columns + column];
      const sigma = Math.sqrt(sum / 400 / (2 * coils));
      const signal = foreground(data);
      const ratio = signal.reduce((total, value) => total + value, 0) / signal.length / sigma;
      // The phantom counts as tissue what is above 0.02, this test what is above a tenth of the 99th percentile: not quite the same.
      expect(ratio).toBeGreaterThan(110);
      expect(ratio).toBeLessThan(230);
      expect(rows).toBe(columns);
    }
  });

  it("reports its structures where they are", () => {
    for (const { structures } of heads) {
      const cortex = structures["the cortex"];
      expect(cortex.halfHeight).toBeGreaterThan(0.25);
      for (const [name, { row, column, halfHeight, halfWidth }] of Object.entries(structures)) {
        expect(row - halfHeight, name).toBeGreaterThan(cortex.row - cortex.halfHeight - 0.01);
        expect(row + halfHeight, name).toBeLessThan(cortex.row + cortex.halfHeight + 0.01);
        expect(column - halfWidth, name).toBeGreaterThan(cortex.column - cortex.halfWidth - 0.01);
        expect(column + halfWidth, name).toBeLessThan(cortex.column + cortex.halfWidth + 0.01);
      }
    }
    const names = new Set(heads.flatMap(({ structures }) => Object.keys(structures)));
    for (const name of names) expect(modality.anatomies.brain.structures).toContain(name);
  });

  it("survives each of its degradations along with its two phase-encoding directions", async () => {
    const entries = await catalogue();
    const directions = new Set(heads.map(({ acquisition }) => acquisition.scanner.InPlanePhaseEncodingDirection));
    expect(directions).toEqual(new Set(["COL", "ROW"]));
    // With phase encoding across, missing lines smear the image sideways: energy leaves the head left and right, not up and down.
    for (const { acquisition } of heads) {
      const clean = observe(modality, acquisition);
      const { plane } = await degrade(entries, "mri", clean, [{ degradation: "mri/cartesian-undersampling", severity: 1 }], "s", "k");
      const { rows, columns } = plane;
      const [edges, sides] = [0, 0].map((_, axis) => {
        let sum = 0;
        for (let i = 0; i < rows * columns; i++) {
          const place = axis === 0 ? Math.floor(i / columns) : i % columns;
          if (place < 4 || place >= rows - 4) sum += plane.data[i] * plane.data[i];
        }
        return sum;
      });
      expect(sides > edges).toBe(acquisition.scanner.InPlanePhaseEncodingDirection === "ROW");
    }
  });
});

describe("the coils", () => {
  it("have sensitivities whose squares add up to one: the root-sum-of-squares is the signal", () => {
    const size = 24;
    const signal = Float64Array.from({ length: size * size }, (_, i) => i % 7);
    const { coils, data } = birdcage(signal, size, draws("coils"));
    for (let i = 0; i < signal.length; i++) {
      let sum = 0;
      for (let coil = 0; coil < coils; coil++) {
        const at = 2 * (coil * size * size + i);
        sum += data[at] * data[at] + data[at + 1] * data[at + 1];
      }
      expect(Math.sqrt(sum)).toBeCloseTo(signal[i], 12);
    }
  });
});

describe("strokes", () => {
  it("are as far away as their edge, negative inside, and never farther than the reach", () => {
    const grid = { size: 40, pitch: 0.5 };
    const distance = distanceTo([{ x: 1, y: -2, radius: 3 }], grid, 2);
    for (let i = 0; i < 1600; i++) {
      const x = ((i % 40) + 0.5 - 20) * 0.5;
      const y = (Math.floor(i / 40) + 0.5 - 20) * 0.5;
      expect(distance[i]).toBeCloseTo(Math.min(Math.hypot(x - 1, y + 2) - 3, 2), 12);
    }
  });

  it("pass through their points, and an edge is half-way at depth 0", () => {
    const discs = stroke([
      [0, 0, 1],
      [4, 3, 2],
      [8, 0, 1],
    ]);
    for (const [x, y, radius] of [
      [0, 0, 1],
      [4, 3, 2],
      [8, 0, 1],
    ]) {
      expect(discs.some((disc) => Math.hypot(disc.x - x, disc.y - y) < 1e-12 && Math.abs(disc.radius - radius) < 1e-12)).toBe(true);
    }
    expect([edge(-1, 1), edge(0, 1), edge(1, 1)]).toEqual([0, 0.5, 1]);
  });
});
