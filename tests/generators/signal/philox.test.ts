import { describe, expect, it } from "vitest";
import { philoxBlock } from "../../../generators/signal/philox.ts";

describe("Philox4x32-10", () => {
  // The known answers that the authors publish with Random123 (kat_vectors): counter, key, output.
  const cases = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const;

  it.each(cases)("gives the published words for counter %j", (counter, key, expected) => {
    const output = new Uint32Array(6);
    philoxBlock(output, 1, Uint32Array.from(counter), Uint32Array.from(key));
    expect([...output]).toEqual([0, ...expected, 0]);
  });
});
