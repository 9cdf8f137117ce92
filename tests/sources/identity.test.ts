import { describe, expect, it } from "vitest";
import { keyedHash, runKey } from "../../sources/identity.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("identity", () => {
  it("hashes are HMAC-SHA-256, cut to 16 hex characters", () => {
    // RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?" gives 5bdcc146bf60754e6a042426089575c7...
    expect(keyedHash(bytes("Jefe"), "what do ya want for nothing?")).toBe("5bdcc146bf60754e");
    expect(keyedHash(bytes("Jefe"), "")).toBe("");
  });

  it("one key serves a whole run", () => {
    expect(runKey).toHaveLength(32);
    expect(keyedHash(runKey, "patient")).toBe(keyedHash(runKey, "patient"));
    expect(keyedHash(runKey, "patient")).not.toBe(keyedHash(new Uint8Array(32), "patient"));
  });
});
