import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apply } from "../../pipeline/apply.ts";
import { ctElements, type Element, writeDicom } from "../sources/dicom/write.ts";

const folder = await mkdtemp(join(tmpdir(), "medq-apply-"));
let files = 0;

async function run(elements: readonly Element[], degradation: string, plane?: number) {
  const [path, out] = [join(folder, `${files}.dcm`), join(folder, `${files++}`)];
  await writeFile(path, writeDicom(ctElements(elements).filter(({ tag }) => tag !== "00281052" && tag !== "00281053")));
  return apply(path, { degradation, severity: 0.5, seed: "1", set: {}, out, ...(plane !== undefined && { plane }) });
}

const SIDE = 16;
const ramp = (times: number) => Array.from({ length: SIDE * SIDE }, (_, i) => times * i);
const image = (modality: string, pixels: readonly number[]): Element[] => [
  { tag: "00080008", vr: "CS", value: "ORIGINAL\\PRIMARY" },
  { tag: "00080060", vr: "CS", value: modality },
  { tag: "00280010", vr: "US", value: SIDE },
  { tag: "00280011", vr: "US", value: SIDE },
  { tag: "7fe00010", vr: "OW", value: pixels },
];

describe("apply", () => {
  it("refuses a file that says it is of another modality, and names it", async () => {
    await expect(run(image("PT", ramp(1)), "mri/thermal-noise")).rejects.toMatchObject({
      code: "E_MODALITY",
      where: expect.stringMatching(/\.dcm$/),
      problem: expect.stringContaining("says PT"),
    });
    await expect(run(image("DX", ramp(1)), "ct/image-noise")).rejects.toMatchObject({ code: "E_MODALITY" });
  });

  it("refuses MR numbers that are no magnitudes, and names the file", async () => {
    const signed = ramp(1).map((value) => value - 100);
    await expect(run(image("MR", signed), "mri/thermal-noise")).rejects.toMatchObject({
      code: "E_SAMPLES",
      where: expect.stringMatching(/\.dcm$/),
    });
  });

  it("takes the middle one of the frames that hold an image, numbers them as the file does, and refuses the others", async () => {
    // Phase, phase, magnitude, phase, magnitude, phase: of 2 and 4 the later.
    const kinds = ["PHASE", "PHASE", "MAGNITUDE", "PHASE", "MAGNITUDE", "PHASE"];
    const groups = kinds.map((kind): Element[] => [{ tag: "00189226", vr: "SQ", value: [[{ tag: "00089208", vr: "CS", value: kind }]] }]);
    const enhanced: Element[] = [
      ...image(
        "MR",
        kinds.flatMap((_, frame) => ramp(frame + 1)),
      ),
      { tag: "00280008", vr: "IS", value: "6" },
      { tag: "52009230", vr: "SQ", value: groups },
    ];
    const planeOf = (record: Record<string, unknown>) => (record.making as { parameters: { plane: number } }).parameters.plane;
    expect(planeOf(await run(enhanced, "mri/thermal-noise"))).toBe(4);
    expect(planeOf(await run(enhanced, "mri/thermal-noise", 2))).toBe(2);
    for (const phase of [0, 1, 3, 5])
      await expect(run(enhanced, "mri/thermal-noise", phase)).rejects.toMatchObject({ code: "E_UNSUPPORTED" });
  });
});
