/**
 * NumPy arrays. The file gives numbers and a shape; their meaning follows from type and rank:
 *
 *   real     ... x rows x columns              planes over the leading axes, "unspecified"
 *   u1, u2   ... x rows x columns x 3 (or 4)   colour planes, "srgb"; a fourth channel is opacity, laid over white
 *   complex  rows x columns                    "mr-complex"
 *   complex  coils x phase x readout           one plane, "mr-kspace", zero frequency at floor(N/2)
 *   complex  slices x coils x phase x readout  planes of "mr-kspace"
 *
 * The format carries neither spacing nor a patient. Whether k-space is centred cannot be told from the file; it is taken to be.
 */
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader, type Quantity, type ReadOptions, type Scan } from "../acquisition.ts";
import { overWhite } from "../colour.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { decodeNpy } from "../npy.ts";
import { isNpy, type NpyHeader, parseNpyHeader } from "../npy-header.ts";

export const formats = ["NumPy .npy"];

interface Layout {
  readonly quantity: Quantity;
  /** coils x rows x columns x channels, as stored. */
  readonly shape: readonly [number, number, number, number];
  readonly planeCount: number;
}

function layoutOf({ shape, type, parts }: NpyHeader, where: string): Layout {
  const last = (count: number): number => shape[shape.length - count];
  const leading = (axes: number): number => shape.slice(0, shape.length - axes).reduce((product, size) => product * size, 1);
  if (parts === 2) {
    if (shape.length === 2) return { quantity: "mr-complex", shape: [1, shape[0], shape[1], 1], planeCount: 1 };
    if (shape.length === 3 || shape.length === 4) {
      return { quantity: "mr-kspace", shape: [last(3), last(2), last(1), 1], planeCount: leading(3) };
    }
  } else if (shape.length >= 3 && (last(1) === 3 || last(1) === 4) && (type === "u1" || type === "u2")) {
    return { quantity: "srgb", shape: [1, last(3), last(2), last(1)], planeCount: leading(3) };
  } else if (shape.length >= 2) {
    return { quantity: "unspecified", shape: [1, last(2), last(1), 1], planeCount: leading(2) };
  }
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected an image (2 axes or more) or k-space (coils x phase x readout), got shape (${shape.join(", ")})`,
    where,
    "Reshape the array to rows x columns, or to coils x phase x readout, and save it again.",
  );
}

function requireSignal(data: Float64Array, where: string): void {
  if (data.some((value) => value !== 0)) return;
  throw new MedqError(
    "E_SAMPLES",
    "Expected k-space with a signal, got zeros only",
    where,
    "Leave the file out, or export the raw data again.",
  );
}

export default defineReader({
  recognises: (head) => isNpy(head),

  async open(bytes: Uint8Array, where: string, options: ReadOptions): Promise<Scan> {
    const header = parseNpyHeader(bytes, where);
    const { quantity, shape, planeCount } = layoutOf(header, where);
    const [coils, rows, columns, channels] = shape;
    // With opacity, the four stored channels and the three that are shown stand side by side for a moment.
    const held = quantity === "srgb" && channels === 4 ? 7 : channels;
    requireSampleCount([coils, rows, columns, held, header.parts], planeLimit(options.sampleLimit, planeCount), where);
    requireSampleCount([planeCount], Number.MAX_SAFE_INTEGER, where);
    const perPlane = coils * rows * columns * channels;
    return {
      format: "npy",
      planeCount,
      async plane(index): Promise<Acquisition> {
        requirePlane(index, planeCount, where);
        const stored = decodeNpy(bytes, header, where, index * perPlane, perPlane);
        requireFinite(stored, where);
        if (quantity === "mr-kspace") requireSignal(stored, where);
        const plane = { quantity, coils, rows, columns, complex: header.parts === 2, scanner: {} };
        if (quantity !== "srgb") return { ...plane, channels, data: stored };
        const bits = header.type === "u1" ? 8 : 16;
        return { ...plane, channels: 3, bits, data: channels === 4 ? overWhite(stored, 3, bits) : stored };
      },
    };
  },
});
