import { describe, expect, it } from "vitest";
import { observe } from "../../../generators/degrade.ts";
import type { Clean } from "../../../generators/modality.ts";
import modality, { type CoilSamples, foreground, kSpace, object } from "../../../generators/mri/modality.ts";
import { fft2c } from "../../../generators/signal/fft.ts";
import type { Acquisition } from "../../../sources/acquisition.ts";
import { draws, energy, mismatch } from "./coil-samples.ts";

const [ROWS, COLUMNS] = [18, 13];

function acquisition(given: Partial<Acquisition>): Acquisition {
  const { coils = 1, channels = 1, complex = false } = given;
  const length = coils * ROWS * COLUMNS * channels * (complex ? 2 : 1);
  const data = draws("acquisition").stream("data").fillUniform(new Float64Array(length));
  return { quantity: "mr-magnitude", coils, channels, complex, rows: ROWS, columns: COLUMNS, data, scanner: {}, ...given };
}

function journey(given: Acquisition): { clean: Clean; images: CoilSamples; raw: CoilSamples } {
  const clean: Clean = { acquisition: given, plane: modality.observe(given) };
  const [first, second] = modality.stations;
  const images = first.enter(given, clean) as CoilSamples;
  return { clean, images, raw: second.enter(images, clean) as CoilSamples };
}

const coilsComplex = acquisition({ quantity: "mr-complex", coils: 3, complex: true });

describe("what the modality reads", () => {
  it("shows the root of the coils' summed squares, never a real part", () => {
    const { data } = modality.observe(coilsComplex);
    for (let i = 0; i < ROWS * COLUMNS; i++) {
      let sum = 0;
      for (let coil = 0; coil < 3; coil++)
        sum += energy(coilsComplex.data.subarray(2 * (coil * ROWS * COLUMNS + i), 2 * (coil * ROWS * COLUMNS + i) + 2));
      expect(data[i]).toBeCloseTo(Math.sqrt(sum), 14);
    }
  });

  it("shows one coil's magnitude whatever its phase", () => {
    const phase = acquisition({ quantity: "mr-complex", complex: true });
    const negative = { ...phase, data: phase.data.map((value) => -value) };
    expect(modality.observe(negative).data).toEqual(modality.observe(phase).data);
    expect(modality.observe(phase).data.every((value) => value >= 0)).toBe(true);
  });

  it("shows the inverse transform of raw samples, zero-filled where they are missing", () => {
    const raw = fft2c(coilsComplex.data.slice(), ROWS, COLUMNS, 3);
    const shown = modality.observe(acquisition({ quantity: "mr-kspace", coils: 3, complex: true, data: raw }));
    expect(mismatch(shown.data, modality.observe(coilsComplex).data)).toBeLessThan(1e-13);
  });

  it("takes a picture's code values, and the luma of a coloured one, and shows a picture as it is", () => {
    const grey = acquisition({ quantity: "srgb", bits: 8, data: Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => i % 200) });
    expect(modality.observe(grey).data).toEqual(grey.data);
    expect([...observe(modality, grey).pixels]).toEqual([...grey.data]);
    const colour = acquisition({ quantity: "srgb", bits: 8, channels: 3, data: new Float64Array(3 * ROWS * COLUMNS).fill(60) });
    expect(modality.observe(colour).data[0]).toBeCloseTo(60, 12);
  });

  it("takes numbers of unspecified meaning as magnitudes, and refuses what is no MR image", () => {
    expect(modality.observe(acquisition({ quantity: "unspecified" })).data.length).toBe(ROWS * COLUMNS);
    expect(() => modality.observe(acquisition({ quantity: "hounsfield" }))).toThrow("Expected an MR image or k-space, got hounsfield");
    expect(() => modality.observe(acquisition({ quantity: "mr-magnitude", channels: 3 }))).toThrow("3 channels");
  });
});

describe("the stations", () => {
  it.each([
    ["magnitude", acquisition({})],
    ["three complex coils", coilsComplex],
    ["raw samples", acquisition({ quantity: "mr-kspace", coils: 2, complex: true })],
    ["phase encoding across", acquisition({ scanner: { InPlanePhaseEncodingDirection: "ROW" } })],
  ])("give the clean image back: %s", (_, given) => {
    const { clean, images, raw } = journey(given);
    for (const [station, sample] of [
      [modality.stations[0], images],
      [modality.stations[1], raw],
    ] as const) {
      const back = station.leave(sample, clean);
      expect([back.rows, back.columns, back.channels]).toEqual([ROWS, COLUMNS, 1]);
      expect(mismatch(back.data, clean.plane.data)).toBeLessThan(1e-13);
    }
  });

  it("pass through the object first, then k-space, with equal energy (Parseval) and without touching what they are given", () => {
    expect(modality.stations.map(({ domain }) => domain)).toEqual([object, kSpace]);
    const before = coilsComplex.data.slice();
    const { images, raw } = journey(coilsComplex);
    expect(energy(raw.data) / energy(images.data)).toBeCloseTo(1, 13);
    expect(coilsComplex.data).toEqual(before);
    expect(raw.data).not.toEqual(images.data);
  });

  it("give a magnitude a smooth phase, the same for every image of one shape, so that k-space is not symmetric", () => {
    const { images, raw } = journey(acquisition({ data: new Float64Array(ROWS * COLUMNS).fill(1) }));
    const other = journey(acquisition({ data: new Float64Array(ROWS * COLUMNS).fill(2) })).images;
    expect(other.data).toEqual(images.data.map((value) => 2 * value));
    for (let i = 0; i + COLUMNS < ROWS * COLUMNS; i++) {
      // The angle between neighbours down the image, from the product with the conjugate.
      const [a, b, c, d] = [images.data[2 * i], images.data[2 * i + 1], images.data[2 * (i + COLUMNS)], images.data[2 * (i + COLUMNS) + 1]];
      expect(Math.abs(Math.atan2(b * c - a * d, a * c + b * d))).toBeLessThan(0.5);
    }
    const at = (row: number, column: number): [number, number] => {
      const index = 2 * (row * COLUMNS + column);
      return [raw.data[index], raw.data[index + 1]];
    };
    const [re, im] = at(9 + 1, 6 + 1);
    const [mirrorRe, mirrorIm] = at(9 - 1, 6 - 1);
    expect(Math.hypot(re - mirrorRe, im + mirrorIm)).toBeGreaterThan(0.1 * Math.hypot(re, im));
  });

  it("turn the image where the scanner encoded phase across it, raw samples excepted", () => {
    const across = acquisition({
      spacing: { row: 1e-3, column: 2e-3 },
      quantity: "mr-complex",
      complex: true,
      scanner: { InPlanePhaseEncodingDirection: "ROW" },
    });
    const { images } = journey(across);
    expect([images.phase, images.readout, images.transposed]).toEqual([COLUMNS, ROWS, true]);
    expect(images.spacing).toEqual({ phase: 2e-3, readout: 1e-3 });
    // Row 3, column 5 of the image is line 5, sample 3.
    expect(images.data[2 * (5 * ROWS + 3)]).toBe(across.data[2 * (3 * COLUMNS + 5)]);
    expect(journey(acquisition({})).images.spacing).toEqual({ phase: 1e-3, readout: 1e-3 });
  });

  it("of raw samples down the rows is shown across the image where the header says so", () => {
    const raw = acquisition({ quantity: "mr-kspace", coils: 2, complex: true });
    const down = modality.observe(raw);
    const across = modality.observe({ ...raw, scanner: { InPlanePhaseEncodingDirection: "ROW" } });
    expect([across.rows, across.columns]).toEqual([down.columns, down.rows]);
    for (let row = 0; row < down.rows; row++) {
      for (let column = 0; column < down.columns; column++) {
        expect(across.data[column * down.rows + row]).toBe(down.data[row * down.columns + column]);
      }
    }
  });
});

describe("the window", () => {
  it("runs from 0 to a tenth above the value below which 99 % of the foreground lies", () => {
    // Foreground 34 .. 233 (above a tenth of the 99th percentile): 99 % of its 199 steps is floor(197.01) = 197 above 34.
    const data = Float64Array.from({ length: ROWS * COLUMNS }, (_, i) => (i < 34 ? 0 : i));
    const given = acquisition({ data });
    const clean = { acquisition: given, plane: modality.observe(given) };
    expect(foreground(data).length).toBe(200);
    expect(modality.window(clean)).toEqual({ low: 0, high: 1.1 * (34 + 197), transfer: "linear" });
    expect(modality.scale(clean)).toEqual({ floor: 0, range: ROWS * COLUMNS - 1 });
  });

  it("stands even where there is no signal at all", () => {
    const given = acquisition({ data: new Float64Array(ROWS * COLUMNS) });
    const clean = { acquisition: given, plane: modality.observe(given) };
    expect(modality.window(clean).high).toBe(1);
    expect(modality.scale(clean).range).toBe(1);
  });
});
