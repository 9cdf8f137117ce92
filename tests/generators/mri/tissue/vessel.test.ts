import { describe, expect, it } from "vitest";
import type { CoilSamples } from "../../../../generators/mri/modality.ts";
import { supportOf } from "../../../../generators/mri/tissue/support.ts";
import { vesselPlace } from "../../../../generators/mri/tissue/vessel.ts";
import { samplesOf } from "../coil-samples.ts";

const SIZE = 120;

/** A disc of tissue about the middle with dark layers, from and to a depth of its surface [mm = px]. */
function disc(radius: number, ...layers: (readonly [number, number])[]): CoilSamples {
  const image = new Float64Array(2 * SIZE * SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const depth = radius - Math.hypot((i % SIZE) - 60, Math.floor(i / SIZE) - 60);
    image[2 * i] = depth > 0 && !layers.some(([from, to]) => depth > from && depth < to) ? 1 : 0;
  }
  return samplesOf(image, 1, SIZE, SIZE);
}

const placeIn = (images: CoilSamples): readonly [number, number] => vesselPlace(images, supportOf(images), 0, 4e-3);

describe("a head's vessel", () => {
  it("lies beneath both tables of the skull, at the back, on the midline", () => {
    const [line, sample] = placeIn(disc(50, [6, 8], [11, 14]));
    // The skull ends 14 mm beneath the surface at 60 + 50, where ways 12 to 16 mm aside meet it up to 1 mm later; the radius is 4 mm.
    expect(Math.abs(line - (110 - 14 - 4))).toBeLessThanOrEqual(2);
    expect(Math.abs(sample - 60)).toBeLessThanOrEqual(1);
  });

  it("lies beneath the surface where there is no skull", () => {
    const [line, sample] = placeIn(disc(50));
    expect(Math.abs(line - 106)).toBeLessThanOrEqual(1);
    expect(Math.abs(sample - 60)).toBeLessThanOrEqual(1);
  });

  it("is at the back whichever way the image and its phase encoding lie", () => {
    const head = disc(50, [6, 14]);
    const across = placeIn({ ...head, transposed: true });
    expect([across[0], across[1]]).toEqual([placeIn(head)[1], placeIn(head)[0]]);
    const [line] = placeIn({ ...head, prescription: { plane: "axial", front: [1, 0], feet: [0, 0] } });
    expect(Math.abs(line - (10 + 14 + 4))).toBeLessThanOrEqual(2);
  });
});

describe("a body's vessel", () => {
  it("lies behind the middle and to the patient's left, the image's right", () => {
    const wide = disc(50);
    const body = { ...wide, spacing: { phase: 3e-3, readout: 3e-3 } };
    const [line, sample] = placeIn(body);
    // 0.25 and 0.1 of the 50 pixels from the middle to the back.
    expect(Math.abs(line - (60 + 12.5))).toBeLessThanOrEqual(1);
    expect(Math.abs(sample - 65)).toBeLessThanOrEqual(1);
  });

  it("is somewhere within an image without signal", () => {
    const [line, sample] = placeIn(samplesOf(new Float64Array(2 * 80), 1, 8, 10));
    expect(line).toBeGreaterThanOrEqual(0);
    expect(line).toBeLessThan(8);
    expect(sample).toBeLessThan(10);
  });
});
