/** Every program compiles: Dawn's null backend checks WGSL and pipelines with no driver, and computes nothing. */
import { describe, expect, test } from "vitest";
import { magnitudeShader, maskShader, productShader } from "../../../../generators/signal/gpu/complex.ts";
import { cutShader, mirrorShader } from "../../../../generators/signal/gpu/convolve.ts";
import type { Shader } from "../../../../generators/signal/gpu/device.ts";
import { chirpShader, fourStepAccess, inPlace } from "../../../../generators/signal/gpu/fft.ts";
import { groupPlan, longPlan } from "../../../../generators/signal/gpu/fft-plan.ts";
import { lineShader } from "../../../../generators/signal/gpu/fft-shader.ts";
import { pairShader, unpairShader } from "../../../../generators/signal/gpu/filtered-back-projection.ts";
import { openDevice } from "../../../../generators/signal/gpu/open.ts";
import { normalShader, uniformShader, wordsShader } from "../../../../generators/signal/gpu/philox.ts";
import { backProjectShader, projectShader } from "../../../../generators/signal/gpu/projector.ts";

const opened = await openDevice({ backend: "null" });
if (opened.device === undefined) throw new Error(opened.reason);
const { device } = opened;

const LENGTHS = [2, 3, 5, 7, 8, 11, 12, 13, 16, 17, 31, 61, 127, 320, 331, 367, 368, 512, 640, 1024, 2048];

function lineShaders(length: number): Shader[] {
  return [true, false].flatMap((sideBySide) =>
    [true, false].map((inverse) => lineShader(groupPlan(length, sideBySide, device.limits)!, inPlace({ length, inverse }))),
  );
}

describe("programs compile", () => {
  test.each(LENGTHS)("lines of %i", async (length) => {
    for (const shader of lineShaders(length)) expect(await device.validate(shader)).toEqual([]);
  });

  test("four steps, forward and inverse", async () => {
    const plan = longPlan(5000, device.limits);
    if (plan.kind !== "fourStep") throw new Error(plan.kind);
    expect(plan.first * plan.second).toBe(5000);
    for (const inverse of [false, true]) {
      const [first, second] = fourStepAccess(plan.first, plan.second, inverse);
      expect(await device.validate(lineShader(groupPlan(plan.first, true, device.limits)!, first))).toEqual([]);
      expect(await device.validate(lineShader(groupPlan(plan.second, false, device.limits)!, second))).toEqual([]);
    }
  });

  test.each([
    ...(["in", "filter", "out"] as const).flatMap((step) => [chirpShader(step, false), chirpShader(step, true)]),
    ...[productShader, maskShader, magnitudeShader, mirrorShader, cutShader, pairShader, unpairShader],
    ...[projectShader, backProjectShader, wordsShader, uniformShader, normalShader],
  ])("$name", async (shader) => {
    expect(await device.validate(shader)).toEqual([]);
  });

  test("a broken program is told with its line", async () => {
    const [first] = await device.validate({ name: "broken", code: "@compute @workgroup_size(1)\nfn main() { let a: u32 = 1f; }" });
    expect(first).toMatch(/^broken:2: /);
  });
});
