/** The GPU that tests compute on, where there is one; an emulated one counts. */
import { describe, test } from "vitest";
import type { GpuDevice } from "../../../../generators/signal/gpu/device.ts";
import { openDevice } from "../../../../generators/signal/gpu/open.ts";

const opened = await openDevice();

/** Describes what only a GPU can show; without one, the title says why it is skipped. */
export function describeOnGpu(title: string, body: (device: GpuDevice) => void): void {
  if (opened.device === undefined) describe.skip(`${title} (needs a GPU adapter: ${opened.reason})`, () => test("is skipped", () => {}));
  else describe(`${title} on ${opened.device.adapter.description}`, () => body(opened.device));
}

/** @returns the norm of the difference over the norm of what is expected */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) throw new RangeError(`Expected ${expected.length} numbers, got ${got.length}`);
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += (got[index] - expected[index]) * (got[index] - expected[index]);
    norm += expected[index] * expected[index];
  }
  return Math.sqrt(difference / norm);
}
