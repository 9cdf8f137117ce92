import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generators/catalogue.ts";
import { degrade, observe } from "../../../generators/degrade.ts";
import { openFile } from "../../../sources/open.ts";
import { shared, sharedData } from "../../shared.ts";
import { degradationContract } from "../degradation-contract.ts";

degradationContract("mri");

const entries = await catalogue();
const ids = [...entries.degradations.keys()].filter((id) => id.startsWith("mri/"));

describe.skipIf(!sharedData)("raw k-space of eight coils from a scanner (needs ../shared/data)", async () => {
  const mri = entries.modalities.get("mri")!;
  const scan = sharedData ? await openFile(shared("mri/kspace/cartesian_ksp.npy")) : undefined;

  it.each(ids)("suffers %s directly", async (id) => {
    const image = observe(mri, await scan!.plane(0));
    const { plane, effect } = await degrade(entries, "mri", image, [{ degradation: id, severity: 2 / 3 }], "draw", "raw");
    expect([plane.rows, plane.columns]).toEqual([image.plane.rows, image.plane.columns]);
    expect(plane.data.every(Number.isFinite)).toBe(true);
    expect(effect.nrmse).toBeGreaterThan(0);
  });
});
