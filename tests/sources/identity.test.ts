import { afterEach, describe, expect, it, vi } from "vitest";
import { groupingKey, keyedHash } from "../../sources/identity.ts";

afterEach(() => vi.unstubAllEnvs());
const bytes = (text: string) => new TextEncoder().encode(text);

describe("identity", () => {
  it("hashes are HMAC-SHA-256, cut to 16 hex characters", () => {
    // RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?" gives 5bdcc146bf60754e6a042426089575c7...
    expect(keyedHash(bytes("Jefe"), "what do ya want for nothing?")).toBe("5bdcc146bf60754e");
    expect(keyedHash(bytes("Jefe"), "")).toBe("");
  });

  it("the key is made of the anchor file, or of the secret where one is set", async () => {
    const hashOf = async (content: string): Promise<string> => keyedHash(await groupingKey([bytes(content)]), "patient");
    vi.stubEnv("MEDQ_GROUPING_KEY", "");
    const [first, again, other] = await Promise.all(["a", "a", "b"].map(hashOf));
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    vi.stubEnv("MEDQ_GROUPING_KEY", "secret");
    const [one, two] = await Promise.all(["a", "b"].map(hashOf));
    expect(one).toBe(two);
    expect(one).not.toBe(first);
  });
});
