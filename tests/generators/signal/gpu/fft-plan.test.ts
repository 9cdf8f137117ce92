import { describe, expect, test } from "vitest";
import { groupPlan, longPlan, paddedSize, radicesOf } from "../../../../generators/signal/gpu/fft-plan.ts";

/** The least that any WebGPU device offers, an emulated one, and a real one. */
const DEVICES = [
  { maxComputeWorkgroupStorageSize: 16384, maxComputeInvocationsPerWorkgroup: 256 },
  { maxComputeWorkgroupStorageSize: 32768, maxComputeInvocationsPerWorkgroup: 256 },
  { maxComputeWorkgroupStorageSize: 49152, maxComputeInvocationsPerWorkgroup: 1024 },
];

describe("plans of GPU transforms", () => {
  test("radices multiply to the length, and large primes have none", () => {
    for (let length = 2; length <= 1100; length++) {
      const radices = radicesOf(length);
      if (radices === undefined) continue;
      expect(radices.reduce((product, radix) => product * radix, 1)).toBe(length);
    }
    expect(radicesOf(512)).toEqual([8, 8, 8]);
    expect(radicesOf(37)).toBeUndefined();
    expect(radicesOf(2 * 331)).toBeUndefined();
  });

  test.each(DEVICES)("every length fits the device of $maxComputeWorkgroupStorageSize bytes", (limits) => {
    for (let length = 2; length <= 8200; length += length < 1100 ? 1 : 71) {
      for (const sideBySide of [false, true]) {
        const plan = groupPlan(length, sideBySide, limits);
        if (plan === undefined) {
          expect(longPlan(length, limits).kind).not.toBe("group");
          continue;
        }
        const held = plan.padded ? paddedSize(plan.lines * plan.size) : plan.lines * plan.size;
        expect(8 * held).toBeLessThanOrEqual(limits.maxComputeWorkgroupStorageSize);
        expect(plan.lines * plan.threads).toBeLessThanOrEqual(limits.maxComputeInvocationsPerWorkgroup);
        // Bluestein's convolution must not wrap around.
        expect(plan.size === length || plan.size >= 2 * length - 1).toBe(true);
      }
    }
  });

  test("columns lie side by side in whole bursts of memory where a workgroup has 48 KiB", () => {
    expect(groupPlan(512, true, DEVICES[2])!.lines).toBeGreaterThanOrEqual(8);
  });
});
