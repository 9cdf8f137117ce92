import { describe, expect, it } from "vitest";
import { canonicalJson, keyOf, sha256 } from "../../manifests/canonical.ts";

describe("canonicalJson", () => {
  it("does not depend on the order of members and leaves undefined ones out", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: 0.1, e: undefined })).toBe('{"a":0.1,"b":[1,{"c":"x","d":null}]}');
  });

  it("refuses what JSON cannot say", () => {
    expect(() => canonicalJson({ snr: Number.POSITIVE_INFINITY })).toThrow(TypeError);
    expect(() => canonicalJson([Number.NaN])).toThrow(TypeError);
  });
});

describe("keyOf", () => {
  const making = { operation: "degrade", version: 1, parameters: { severity: 0.5 }, seed: "s", parents: ["p"] };

  it("is the SHA-256 of the canonical making", () => {
    expect(keyOf(making)).toBe(sha256('{"operation":"degrade","parameters":{"severity":0.5},"parents":["p"],"seed":"s","version":1}'));
  });

  it("changes with everything that a thing is made from", () => {
    const others = [
      { ...making, operation: "x" },
      { ...making, version: 2 },
      { ...making, parameters: { severity: 0.6 } },
      { ...making, seed: "t" },
      { ...making, parents: ["q"] },
    ];
    expect(new Set([making, ...others].map(keyOf)).size).toBe(6);
  });
});

describe("sha256", () => {
  it("gives the digest that FIPS 180-2 publishes for abc", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
