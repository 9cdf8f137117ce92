import { describe, expect, it } from "vitest";
import { contentHash } from "../../generators/degrade.ts";
import { sha256 } from "../../manifests/canonical.ts";
import { grouped, type Ungrouped } from "../../pipeline/groups.ts";
import { encodePng } from "../../pipeline/png.ts";
import { fakeCatalogue } from "./ask/fake-catalogue.ts";
import { cleanRecord } from "./ask/records.ts";

const picture = (value: (index: number) => number): Uint8Array => Uint8Array.from({ length: 64 * 64 }, (_, index) => value(index));

/** Names of images, each with what it shares and its pixels; left out: pixels of its own. */
async function groupsOf(
  images: readonly (readonly [name: string, identities: readonly string[], pixels?: Uint8Array])[],
): Promise<string[]> {
  const png = new Map<string, Uint8Array>();
  const ungrouped = images.map(
    ([name, identities, pixels = picture((i) => Number.parseInt(sha256(`${name} ${i % 7}`).slice(0, 2), 16))]): Ungrouped => {
      const { group, ...image } = cleanRecord(fakeCatalogue, "mri", name);
      png.set(image.key, encodePng(pixels, 64, 64, 1));
      return { image: { ...image, content: contentHash(pixels, 64, 64, 1) }, identities };
    },
  );
  const out: string[] = [];
  for await (const image of grouped(stream(ungrouped), async (key) => png.get(key)!)) out.push(image.group);
  return out;
}

async function* stream<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

describe("groups", () => {
  it("hold together what shares an identity, directly or through others, and nothing else", async () => {
    const [a, b, c, d, e] = await groupsOf([
      ["a", ["patient 1"]],
      ["b", ["patient 2"]],
      ["c", ["patient 3"]],
      ["d", ["patient 1", "subject 7"]],
      ["e", ["patient 3", "subject 7"]],
    ]);
    expect(new Set([a, d, c, e])).toEqual(new Set([a]));
    expect(b).not.toBe(a);
  });

  it("hold together images of the same pixels, whatever they are encoded as", async () => {
    const same = picture((i) => i % 251);
    const [first, second, other] = await groupsOf([
      ["as png", ["file 1"], same],
      ["as tiff", ["file 2"], same],
      ["another", ["file 3"]],
    ]);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("do not join patients by an empty slice, nor by one that is empty but for a mark", async () => {
    for (const empty of [picture(() => 0), picture((i) => (i < 40 ? 255 : 0))]) {
      const groups = await groupsOf([
        ["slice of one", ["patient 1"], empty],
        ["slice of two", ["patient 2"], empty],
      ]);
      expect(new Set(groups).size).toBe(2);
    }
  });

  it("are named by no identity: a patient's number changes no name, and a later image changes none", async () => {
    const [one] = await groupsOf([["a", ["patient 1"]]]);
    const [two, later] = await groupsOf([
      ["a", ["patient 2"]],
      ["b", ["patient 2"]],
    ]);
    expect(two).toBe(one);
    expect(later).toBe(one);
    expect(one).toMatch(/^[0-9a-f]{16}$/);
  });
});
