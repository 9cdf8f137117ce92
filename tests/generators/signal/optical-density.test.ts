import { describe, expect, it } from "vitest";
import { encodeSrgb } from "../../../generators/signal/colour.ts";
import { linearLightOf } from "../../../generators/signal/light.ts";
import { opticalDensityOf, transmittedLight } from "../../../generators/signal/optical-density.ts";

const WHITE = [1, 1, 1] as const;

const light = (data: number[]) => ({ rows: 1, columns: data.length / 3, channels: 3, data: Float64Array.from(data) });

describe("optical density", () => {
  it("adds up where light passes two layers (Beer-Lambert)", () => {
    // Transmissions multiply: T = T1 T2, so D = D1 + D2.
    const [first, second] = [
      [0.5, 0.3, 0.9],
      [0.8, 0.25, 0.4],
    ];
    const both = first.map((value, i) => value * second[i]);
    const [one, other, sum] = [first, second, both].map((data) => opticalDensityOf(light(data), WHITE).data);
    for (let i = 0; i < 3; i++) expect(sum[i]).toBeCloseTo(one[i] + other[i], 13);
  });

  it("halves the light for every ln 2", () => {
    const { data } = opticalDensityOf(light([0.5, 0.25, 0.125]), WHITE);
    [1, 2, 3].forEach((halvings, i) => {
      expect(data[i]).toBeCloseTo(halvings * Math.LN2, 14);
    });
  });

  it("brings every 8-bit code value back, black included", () => {
    const codes = Array.from({ length: 256 }, (_, code) => [code, code, code]).flat();
    const acquisition = {
      quantity: "srgb",
      coils: 1,
      rows: 16,
      columns: 16,
      channels: 3,
      complex: false,
      data: Float64Array.from(codes),
      bits: 8,
      scanner: {},
    } as const;
    const back = transmittedLight(opticalDensityOf(linearLightOf(acquisition)));
    expect(Array.from(back.data, (value) => Math.round(255 * encodeSrgb(value)))).toEqual(codes);
  });

  it("takes bare glass as its white point, and keeps it within 0.7 .. 1 where there is none", () => {
    const glass = light([
      ...Array.from({ length: 50 }, () => [0.9, 0.85, 0.88]).flat(),
      ...Array.from({ length: 50 }, () => [0.3, 0.1, 0.3]).flat(),
    ]);
    expect(opticalDensityOf(glass).white).toEqual([0.9, 0.85, 0.88]);
    expect(opticalDensityOf(light([0.2, 0.1, 0.2, 0.3, 0.1, 0.3])).white).toEqual([0.7, 0.7, 0.7]);
  });
});
