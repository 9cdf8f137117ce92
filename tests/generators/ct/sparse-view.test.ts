import { describe, expect, it } from "vitest";
import sparseView, { sparseWeights } from "../../../generators/ct/sparse-view.ts";
import { filteredBackProjection } from "../../../generators/signal/filtered-back-projection.ts";
import { cleanOf, cylinder, draws, enter, leave } from "./body.ts";

describe("sparseWeights", () => {
  it("keeps distinct views whose shares add up to half a turn", () => {
    const angles = Array.from({ length: 90 }, (_, view) => (Math.PI * view) / 90);
    for (const [count, start] of [
      [90, 0.3],
      [89, 0.99],
      [31, 0.5],
      [2, 0.7],
      [1, 0],
    ] as const) {
      const { kept, shares } = sparseWeights(angles, count, start);
      expect(new Set(kept).size).toBe(count);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(Math.PI, 12);
      for (const share of shares) expect(share).toBeLessThan(Math.PI / count + Math.PI / 90 + 1e-12);
    }
    expect(sparseWeights(angles, 30, 0).kept).toEqual(Array.from({ length: 30 }, (_, k) => 3 * k));
    for (const share of sparseWeights(angles, 30, 0).shares) expect(share).toBeCloseTo(Math.PI / 30, 12);
  });
});

describe("sparse view sampling", () => {
  const clean = cleanOf(cylinder(96, 96, 0.03));
  const { sinogram } = enter(clean);

  it("states what it kept and touches no measurement", () => {
    const { sample, effective } = sparseView.degrade(sinogram, { viewFraction: 0.25 }, draws());
    const taken = sample.weights.filter((weight) => weight > 0).length;
    expect(taken).toBe(Math.round(0.25 * sinogram.geometry.angles.length));
    expect(effective).toMatchObject({ viewCount: taken, angularSpacing: 180 / taken });
    expect(sample.data).toBe(sinogram.data);
    expect(sinogram.weights.every((weight) => weight > 0)).toBe(true);
  });

  it("reconstructs the clean image plus FBP of the kept views less FBP of all", () => {
    const { sample } = sparseView.degrade(sinogram, { viewFraction: 0.2 }, draws());
    const fbp = (weights: Float64Array): Float64Array => filteredBackProjection(sinogram.data, sinogram.geometry, weights, "hann");
    const [sparse, full] = [fbp(sample.weights), fbp(sinogram.weights)];
    leave(sample, clean).forEach((value, at) => {
      expect(value).toBeCloseTo(clean.plane.data[at]! + (1000 / 19.3) * (sparse[at]! - full[at]!), 7);
    });
  });

  it("draws one straight streak a view from a point, at right angles to the view's direction", () => {
    const size = 95;
    const point = cleanOf(cylinder(size, size, 0.0011, 0.001, 3000));
    const entered = enter(point).sinogram;
    const { sample, effective } = sparseView.degrade(entered, { viewFraction: 12 / entered.geometry.angles.length }, draws());
    const change = leave(sample, point).map((value, at) => value - point.plane.data[at]!);
    expect(effective.viewCount).toBe(12);
    // On a circle about the point, the change is positive along the rays of the kept views and negative between them.
    const at = (turns: number): number => {
      const column = Math.round(47 + 36 * Math.cos(turns));
      return change[Math.round(47 - 36 * Math.sin(turns)) * size + column]!;
    };
    sample.weights.forEach((weight, view) => {
      if (weight === 0) return;
      const along = sample.geometry.angles[view]! + Math.PI / 2;
      for (const way of [along, along + Math.PI]) expect(at(way)).toBeGreaterThan(3 * Math.abs(at(way + Math.PI / 24)));
    });
  });

  it("keeps every view at fraction 1 and at least one", () => {
    const all = sparseView.degrade(sinogram, { viewFraction: 1 }, draws());
    all.sample.weights.forEach((weight, view) => {
      expect(weight).toBeCloseTo(sinogram.weights[view]!, 14);
    });
    expect(sparseView.degrade(sinogram, { viewFraction: 1e-9 }, draws()).effective.viewCount).toBe(1);
  });

  it("chooses among the views that an earlier degradation left", () => {
    const once = sparseView.degrade(sinogram, { viewFraction: 0.5 }, draws()).sample;
    const twice = sparseView.degrade(once, { viewFraction: 0.5 }, draws("2")).sample;
    twice.weights.forEach((weight, view) => {
      if (weight > 0) expect(once.weights[view]).toBeGreaterThan(0);
    });
    expect(twice.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(Math.PI, 12);
  });
});
