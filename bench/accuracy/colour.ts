import { decodeSrgb, encodeSrgb } from "../../generators/signal/colour.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy } from "../harness/accuracy.ts";

const COUNT = 4000;
const array = (data: Float64Array): NpyArray => ({ shape: [data.length], dtype: "f8", data });

export default defineAccuracy({
  title: "sRGB transfer",
  measure: `Largest error of ${COUNT} values, as a fraction of the exact one, against mpmath in 60 digits.`,
  bound: "At most 2e-15: roots to 1e-15, and a few products.",
  async *rows(reference) {
    // Above the knee; below it both are one product.
    const light = Float64Array.from({ length: COUNT }, (_, index) => 0.0032 + (0.9968 * (index + 0.5)) / COUNT);
    const codes = Float64Array.from({ length: COUNT }, (_, index) => 0.041 + (0.959 * (index + 0.5)) / COUNT);
    yield {
      of: "encode, above the knee",
      error: await reference("encoding", { x: array(light), y: array(light.map(encodeSrgb)) }),
      bound: 2e-15,
    };
    yield {
      of: "decode, above the knee",
      error: await reference("decoding", { x: array(codes), y: array(codes.map(decodeSrgb)) }),
      bound: 2e-15,
    };
  },
});
