import { describe, expect, it } from "vitest";
import detectorCrosstalk from "../../../generators/ct/detector-crosstalk.ts";
import lowDose from "../../../generators/ct/low-dose.ts";
import modality, { type Sinogram, WATER_ATTENUATION } from "../../../generators/ct/modality.ts";
import { type Apodisation, rampFilter } from "../../../generators/signal/filtered-back-projection.ts";
import { cleanOf, cylinder, draws, enter, leave, moments } from "./body.ts";

const SIZE = 128;
const clean = cleanOf(cylinder(SIZE, SIZE, 0.05));
const { sinogram } = enter(clean);
const { reconstructions } = modality.stations[2]!;
const through = (sample: Sinogram, name: string): Float64Array => leave(reconstructions!.choose(sample, name) as Sinogram, clean);

/** Variance of a reconstructed value, for white noise of variance 1 in the views: sum of w^2 G, G averaged over places between two bins. */
function predicted(apodisation: Apodisation): number {
  const { binCount, binSize, angles } = sinogram.geometry;
  const impulse = new Float64Array(binCount);
  impulse[binCount >> 1] = 1;
  const answer = rampFilter(impulse, { binCount, binSize, apodisation });
  const energy = answer.reduce((sum, value, n) => sum + (2 * value * value + value * (answer[n + 1] ?? 0)) / 3, 0);
  return (energy * Math.PI ** 2) / angles.length;
}

describe("reconstruction kernels", () => {
  const noise = draws().stream("views").fillNormal(new Float64Array(sinogram.data.length));
  const noisy = { ...sinogram, data: sinogram.data.map((value, at) => value + 1e-3 * noise[at]!) };
  const inside = (at: number): boolean => (Math.floor(at / SIZE) - 63.5) ** 2 + ((at % SIZE) - 63.5) ** 2 < 35 ** 2;

  it.each([
    ["ram-lak", "none"],
    ["shepp-logan", "shepp-logan"],
    ["cosine", "cosine"],
    ["hamming", "hamming"],
    ["hann", "hann"],
  ] as const)("%s passes as much noise as its window's energy says", (name, apodisation) => {
    const { deviation, count } = moments(through(noisy, name), inside);
    const expected = (1e-3 * 1000 * Math.sqrt(predicted(apodisation))) / WATER_ATTENUATION;
    // Neighbours are correlated over about 4 pixels; pixels lie not quite evenly between bins: 2 percent.
    expect(Math.abs(deviation / expected - 1)).toBeLessThan((4 * 2) / Math.sqrt(2 * count) + 0.02);
  });

  it("are Hann where none is chosen", () => {
    expect(through(noisy, "hann")).toEqual(leave(noisy, clean));
  });

  it("cannot show a change of sharpness itself", () => {
    const { sample } = detectorCrosstalk.degrade(sinogram, { share: 0.5 }, draws());
    expect(() => through(sample, "ram-lak")).toThrow(/of the sharpness itself/);
  });
});

describe("dose", () => {
  const dose = { electronicNoise: 0 };
  const inside = (at: number): boolean => (Math.floor(at / SIZE) - 63.5) ** 2 + ((at % SIZE) - 63.5) ** 2 < 20 ** 2;
  const fullDose = (seed: string, photons: number): Float64Array => {
    const stream = draws(seed).stream("scan");
    return sinogram.data.map((value) => -Math.log(Math.max(stream.poisson(photons * Math.exp(-value)), 1) / photons));
  };

  it("of a quarter measures a quarter: an image that holds full-dose noise gets that of a scan with a quarter of the photons", () => {
    const photons = sinogram.photonCount;
    const scanned = { ...sinogram, data: fullDose("full", photons) };
    const { sample } = lowDose.degrade(scanned, { ...dose, doseFraction: 0.25 }, draws());
    const inserted = moments(leave(sample, clean), inside);
    const simulated = moments(leave({ ...sinogram, data: fullDose("quarter", photons / 4) }, clean), inside);
    const untouched = moments(leave(scanned, clean), inside);
    // Relative standard error of a deviation, neighbours correlated over about 4 pixels.
    const error = 2 / Math.sqrt(2 * inserted.count);
    expect(Math.abs(inserted.deviation / simulated.deviation - 1)).toBeLessThan(4 * Math.SQRT2 * error);
    // Variance goes with 1 / dose: twice the deviation.
    expect(Math.abs(inserted.deviation / untouched.deviation - 2)).toBeLessThan(2 * 4 * Math.SQRT2 * error);
    expect(Math.abs(inserted.mean - untouched.mean)).toBeLessThan(1);
  });
});
