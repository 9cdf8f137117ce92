/**
 * Luminance and chrominance, and palettes, to RGB.
 *
 *   R = Y + 1.402 (Cr - half)   G = Y - 0.344136 (Cb - half) - 0.714136 (Cr - half)   B = Y + 1.772 (Cb - half)
 *
 * Source: DICOM PS3.3 sections C.7.6.3.1.2 (photometric interpretation) and C.7.9 (palette), after ITU-R BT.601.
 */
import { MedqError } from "../../manifests/error.ts";
import type { DataSet } from "./data-set.ts";

/** @param samples pixels x 3, changed in place @param most the largest code value */
export function luminanceToRgb(samples: Float64Array, most: number): void {
  const half = (most + 1) / 2;
  const code = (value: number) => Math.min(Math.max(Math.floor(value + 0.5), 0), most);
  for (let i = 0; i < samples.length; i += 3) {
    const y = samples[i];
    const cb = samples[i + 1] - half;
    const cr = samples[i + 2] - half;
    samples[i] = code(y + 1.402 * cr);
    samples[i + 1] = code(y - 0.344136 * cb - 0.714136 * cr);
    samples[i + 2] = code(y + 1.772 * cb);
  }
}

/** @returns pixels x 3 code values and their bits @throws MedqError E_UNSUPPORTED or E_FORMAT */
export function paletteToRgb(
  indices: Float64Array,
  dataSet: DataSet,
  bigEndian: boolean,
  where: string,
): { samples: Float64Array; bits: 8 | 16 } {
  if (dataSet.elements.x00281221 !== undefined) {
    throw new MedqError("E_UNSUPPORTED", "Expected a plain palette, got a segmented one", where, "Convert the image to RGB.");
  }
  const tables = ["x00281101", "x00281102", "x00281103"].map((descriptor, i) => {
    const count = dataSet.uint16(descriptor, 0);
    const first = dataSet.uint16(descriptor, 1);
    const bits = dataSet.uint16(descriptor, 2);
    const element = dataSet.elements[["x00281201", "x00281202", "x00281203"][i]];
    if (count === undefined || first === undefined || (bits !== 8 && bits !== 16) || element === undefined) {
      throw new MedqError("E_FORMAT", "Expected three palette tables, got incomplete ones", where, "Convert the image to RGB.");
    }
    return readTable(
      dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length),
      count === 0 ? 65536 : count,
      first,
      bits,
      bigEndian,
      where,
    );
  });
  const samples = new Float64Array(3 * indices.length);
  for (let i = 0; i < indices.length; i++) {
    for (let s = 0; s < 3; s++) {
      const { values, first } = tables[s];
      samples[3 * i + s] = values[Math.min(Math.max(indices[i] - first, 0), values.length - 1)];
    }
  }
  return { samples, bits: tables[0].bits };
}

function readTable(bytes: Uint8Array, count: number, first: number, bits: 8 | 16, bigEndian: boolean, where: string) {
  const width = bytes.length >= 2 * count ? 2 : 1;
  if (bytes.length < width * count)
    throw new MedqError("E_TRUNCATED", `Expected ${count} palette entries, got ${bytes.length}`, where, "Convert the image to RGB.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float64Array.from({ length: count }, (_, i) => (width === 2 ? view.getUint16(2 * i, !bigEndian) : bytes[i]));
  // Some writers put 8-bit colours into the upper byte of 16-bit entries, others the same byte twice.
  const wide = bits === 16 && values.some((value) => value > 255);
  return { values, first, bits: (wide ? 16 : 8) as 8 | 16 };
}
