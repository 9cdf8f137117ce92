/** Which way images take through an engine. The engine here is the reference under another name, so every number must be the reference's. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../generators/catalogue.ts";
import { degrade, observe } from "../../generators/degrade.ts";
import { cpuEngine, type Engine } from "../../generators/signal/engine.ts";
import { randomSource } from "../../generators/signal/random.ts";
import { changeOfOne, type Picture, visibleChange } from "../../generators/visible-change.ts";
import { cropPlane } from "../../sources/crop.ts";

const entries = await catalogue();

/** @returns an engine that notes what it is asked for */
function noting(calls: string[]): Engine {
  return {
    ...cpuEngine,
    profile: { engine: "gpu", precision: "f32" },
    fft2c: (...given) => {
      calls.push("fft2c");
      return cpuEngine.fft2c(...given);
    },
    ifft2c: (...given) => {
      calls.push("ifft2c");
      return cpuEngine.ifft2c(...given);
    },
    filteredBackProjection: (...given) => {
      calls.push("filteredBackProjection");
      return cpuEngine.filteredBackProjection(...given);
    },
  };
}

function clean(modality: string) {
  const random = randomSource({ seed: "1", image: modality, operation: `phantom/${modality}`, stage: "ingest" });
  const { acquisition } = entries.phantoms.get(modality)!.draw(random);
  const crop = { top: acquisition.rows / 2 - 40, left: acquisition.columns / 2 - 30, rows: 64, columns: 60 };
  return observe(entries.modalities.get(modality)!, cropPlane(acquisition, crop, "phantom"));
}

describe("degrade on another engine", () => {
  it.each([
    ["mri", "mri/thermal-noise", ["fft2c", "ifft2c", "ifft2c"]],
    ["ct", "ct/detector-rings", ["filteredBackProjection", "filteredBackProjection"]],
    ["fundus", "fundus/defocus", []],
  ])("%s: the way in once for all degradations of an image, the way out each time", async (modality, degradation, expected) => {
    const image = clean(modality);
    const calls: string[] = [];
    const engine = noting(calls);
    for (const severity of [0.5, 1]) {
      const links = [{ degradation, severity }];
      const reference = await degrade(entries, modality, image, links, "seed", "image");
      const other = await degrade(entries, modality, image, links, "seed", "image", engine);
      expect(other.plane.data).toEqual(reference.plane.data);
      expect(other.pixels).toEqual(reference.pixels);
      expect(other.effect).toEqual(reference.effect);
    }
    expect(calls).toEqual(expected);
  });

  it("takes no way at all for severity 0", async () => {
    const image = clean("mri");
    const calls: string[] = [];
    const { pixels } = await degrade(entries, "mri", image, [{ degradation: "mri/thermal-noise", severity: 0 }], "s", "i", noting(calls));
    expect(pixels).toEqual(image.pixels);
    expect(calls).toEqual([]);
  });
});

describe("a reconstruction that is chosen", () => {
  const undersampled = { degradation: "mri/cartesian-undersampling", severity: 0.6 };

  it("is used and recorded: the one that is the default anyway gives the same bits", async () => {
    const image = clean("mri");
    const own = await degrade(entries, "mri", image, [undersampled], "s", "i");
    const chosen = await degrade(entries, "mri", image, [{ ...undersampled, reconstruction: "zero-filled" }], "s", "i");
    expect(chosen.pixels).toEqual(own.pixels);
    expect(chosen.chain[0]!.reconstruction).toBe("zero-filled");
    expect(own.chain[0]).not.toHaveProperty("reconstruction");
  });

  it("must be one that the degradation's domain knows", async () => {
    const wrong = [{ ...undersampled, reconstruction: "by hand" }];
    await expect(degrade(entries, "mri", clean("mri"), wrong, "s", "i")).rejects.toMatchObject({ code: "E_USAGE" });
    const other = [{ degradation: "fundus/defocus", severity: 1, reconstruction: "zero-filled" }];
    await expect(degrade(entries, "fundus", clean("fundus"), other, "s", "i")).rejects.toMatchObject({ code: "E_USAGE" });
  });
});

describe("what can be seen", () => {
  const link = (degradation: string) => ({ degradation, severity: 0.6 });
  const motion = link("mri/rigid-motion");
  const noise = link("mri/thermal-noise");
  const image = clean("mri");
  const shown = (pixels: Uint8Array): Picture => ({ ...image.plane, pixels });
  const run = (...links: { degradation: string; severity: number }[]) => degrade(entries, "mri", image, links, "s", "i");

  it("is measured on the display, against the clean image", async () => {
    const { pixels, effect, chain } = await run(noise);
    expect(effect.visible).toEqual(visibleChange(shown(image.pixels), shown(pixels)));
    expect(chain[0]).not.toHaveProperty("visible");
  });

  it("is measured of each link of a chain against the same chain without it", async () => {
    const both = await run(motion, noise);
    const alone = [await run(noise), await run(motion)];
    for (const [at, { pixels }] of alone.entries()) {
      expect(both.chain[at]!.visible).toEqual(changeOfOne(shown(image.pixels), shown(pixels), shown(both.pixels)));
    }
    expect((await run(motion, noise)).chain).toEqual(both.chain);
    expect((await run(motion, { ...noise, severity: 0 })).chain.every(({ visible }) => visible === undefined)).toBe(true);
  });
});
