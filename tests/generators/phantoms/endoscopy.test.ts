import { describe, expect, it } from "vitest";
import modality from "../../../generators/endoscopy/modality.ts";
import type { Structure } from "../../../generators/phantom.ts";
import phantom from "../../../generators/phantoms/endoscopy.ts";
import { randomSource } from "../../../generators/signal/random.ts";
import { sceneOf } from "../../../generators/signal/scene.ts";

const SIZE = 560;
const draw = (seed: number) => phantom.draw(randomSource({ seed: String(seed), image: "phantom", operation: "phantom", stage: "draw" }));
const frames = [0, 1, 2, 3, 4, 5].map(draw);

/** Mean linear light of red, green and blue over the pixels that belong; how many those are. */
function meanOf({ acquisition }: (typeof frames)[number], belongs: (row: number, column: number) => boolean) {
  const light = modality.observe(acquisition).data;
  const sum = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (!belongs(Math.floor(i / SIZE), i % SIZE)) continue;
    count++;
    for (let channel = 0; channel < 3; channel++) sum[channel] += light[3 * i + channel];
  }
  return { red: sum[0] / count, green: sum[1] / count, blue: sum[2] / count, count };
}

const within = (box: Structure, row: number, column: number, scale = 1) =>
  Math.abs((row + 0.5) / SIZE - box.row) <= scale * box.halfHeight && Math.abs((column + 0.5) / SIZE - box.column) <= scale * box.halfWidth;

describe("endoscopy phantom", () => {
  it("is an 8-bit colour frame with the words of its anatomy", () => {
    for (const { acquisition, anatomy, structures } of frames) {
      expect(acquisition.data.length).toBe(SIZE * SIZE * 3);
      expect(acquisition.data.every((code) => Number.isInteger(code) && code >= 0 && code <= 255)).toBe(true);
      for (const [name, box] of Object.entries(structures)) {
        expect(modality.anatomies[anatomy].structures).toContain(name);
        expect(Math.min(box.row - box.halfHeight, box.column - box.halfWidth)).toBeGreaterThanOrEqual(0);
        expect(Math.max(box.row + box.halfHeight, box.column + box.halfWidth)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("is the same frame for the same seed and another for another", () => {
    const bytes = ({ acquisition }: (typeof frames)[number]) => Buffer.from(Uint8Array.from(acquisition.data));
    expect(bytes(draw(0)).equals(bytes(frames[0]))).toBe(true);
    expect(bytes(frames[1]).equals(bytes(frames[0]))).toBe(false);
  });

  it("shows mucosa: blood absorbs green and blue, so red is brightest, and nothing saturates", () => {
    for (const frame of frames) {
      const { red, green, blue } = meanOf(frame, () => true);
      expect(red).toBeGreaterThan(1.5 * green);
      expect(green).toBeGreaterThan(blue);
      expect(frame.acquisition.data.every((code) => code < 255)).toBe(true);
    }
  });

  it("is dark in the lumen it reports: there the wall is far away", () => {
    for (const frame of frames) {
      const lumen = frame.structures["the lumen"];
      // The wall nearest to the lens is about one radius away, the lumen begins at 4.5: at most 1 / 20 of the light, were both to face the lamp
      // alike, before the fade beyond 4.5; the box also holds some of the nearer folds around the lumen, so a fifth is asked.
      const scene = sceneOf(modality.observe(frame.acquisition));
      const core = meanOf(frame, (row, column) => within(lumen, row, column, 0.7));
      const rest = meanOf(frame, (row, column) => scene[row * SIZE + column] === 1 && !within(lumen, row, column, 2));
      expect(core.red).toBeLessThan(rest.red / 5);
    }
  });

  it("shows the polyp in some seeds and not in others, in the box it reports", () => {
    const boxes = frames.flatMap(({ structures }) => structures["the polyp"] ?? []);
    expect(boxes.length).toBeGreaterThan(0);
    expect(boxes.length).toBeLessThan(frames.length);
    for (const { halfHeight, halfWidth } of boxes) expect(4 * halfHeight * halfWidth * SIZE * SIZE).toBeGreaterThan(300);
  });

  it("frames most scenes with a black mask that scene detection finds", () => {
    const masked = frames.filter(({ acquisition }) => acquisition.data[0] === 0);
    expect(masked.length).toBeGreaterThan(0);
    for (const { acquisition } of masked) {
      const scene = sceneOf(modality.observe(acquisition));
      const share = scene.reduce((sum, value) => sum + value, 0) / scene.length;
      expect(share).toBeGreaterThan(0.7);
      expect(share).toBeLessThan(0.99);
      expect(scene.every((value, i) => value === 1 || acquisition.data[3 * i] < 27)).toBe(true);
    }
  });
});
