/**
 * PNG, JPEG, TIFF (Aperio SVS among them) and WebP, decoded by libvips through sharp to display code values.
 *
 * Colour and grey of 8 and 16 bits are "srgb": turned upright by the EXIF orientation, converted to sRGB by the embedded profile,
 * palettes and CMYK expanded to RGB, opacity laid over white; grey keeps one channel. TIFF samples of 32 bits (float or integer) are
 * "unspecified" numbers, unchanged. Pages of the size of the largest are planes; smaller ones are not read: pyramid levels, thumbnails,
 * and the label and macro pictures of a slide, which show its owner's name.
 *
 * Spacing is taken from Aperio's microns per pixel only: the resolution in other headers is a print size.
 *
 * Not decoded: damaged pixel data (an error, never half an image), signed 16-bit, half-float and 64-bit TIFF samples and L*a*b*
 * colour (libvips would round, clip or fail).
 */
import sharp, { type Metadata, type Sharp } from "sharp";
import { MedqError } from "../../manifests/error.ts";
import { type Acquisition, defineReader, type ReadOptions, type Scan } from "../acquisition.ts";
import { overWhite } from "../colour.ts";
import { planeLimit, requireFinite, requirePlane, requireSampleCount } from "../limits.ts";
import { rasterFailure } from "../raster/failure.ts";
import { requireWholeJpeg, withoutOddities } from "../raster/jpeg.ts";
import { requireWholePng } from "../raster/png.ts";
import { aperioSlide, holdsJpeg, requireReadablePage, requireWholePage, type TiffPage, tiffPages } from "../raster/tiff.ts";
import { requireWholeWebp } from "../raster/webp.ts";

export const formats = ["PNG", "JPEG", "TIFF", "WebP"];

// One thread and no cache: memory is bounded by the image at hand, and workers do not compete.
sharp.cache(false);
sharp.concurrency(1);

type Format = "png" | "jpeg" | "tiff" | "webp";

function formatOf(head: Uint8Array): Format | undefined {
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*") || text.startsWith("II+\0") || text.startsWith("MM\0+")) return "tiff";
  if (text.startsWith("RIFF") && text.endsWith("WEBP")) return "webp";
  return undefined;
}

/** How one page is asked of libvips so that no sample is rounded, and what comes out. */
interface Decoding {
  readonly space: "srgb" | "b-w" | "rgb16" | "grey16" | "scrgb";
  readonly depth: "uchar" | "ushort" | "float" | "uint" | "int";
  readonly channels: 1 | 3;
}

function decodingOf({ space, depth, hasAlpha }: Metadata, where: string): Decoding {
  const grey = space === "b-w" || space === "grey16";
  const channels = grey ? 1 : 3;
  // libvips drops the opacity of 8-bit grey unless it is asked for colour.
  if (depth === "uchar") return { space: grey && !hasAlpha ? "b-w" : "srgb", depth, channels };
  if (depth === "ushort") return { space: grey ? "grey16" : "rgb16", depth, channels };
  if (!hasAlpha && space === "b-w" && (depth === "float" || depth === "uint" || depth === "int")) return { space, depth, channels: 1 };
  if (!hasAlpha && space === "scrgb" && depth === "float") return { space, depth, channels: 3 };
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected samples of 8 or 16 bits, or 32-bit grey or float, got ${space} of type ${depth}`,
    where,
    "Convert it to a 16-bit PNG, or save the numbers as .npy.",
  );
}

function typedSamples(bytes: Uint8Array, depth: Decoding["depth"]): ArrayLike<number> {
  if (depth === "uchar") return bytes;
  const size = depth === "ushort" ? 2 : 4;
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const length = bytes.length / size;
  if (depth === "ushort") return new Uint16Array(buffer, byteOffset, length);
  if (depth === "float") return new Float32Array(buffer, byteOffset, length);
  return depth === "uint" ? new Uint32Array(buffer, byteOffset, length) : new Int32Array(buffer, byteOffset, length);
}

/** @param samples pixels x stored, where stored may count opacity, and grey may have come as three equal colours */
function toChannels(samples: ArrayLike<number>, stored: number, channels: 1 | 3, depth: Decoding["depth"]): Float64Array {
  if (stored === channels) return new Float64Array(samples);
  const bits = depth === "uchar" ? 8 : 16;
  const laid = stored === 2 || stored === 4 ? overWhite(samples, stored === 2 ? 1 : 3, bits) : new Float64Array(samples);
  return channels === 1 && stored > 2 ? laid.filter((_, index) => index % 3 === 0) : laid;
}

/** @returns the indices of the pages of the largest size, in file order */
function largestPages(pages: readonly TiffPage[]): readonly number[] {
  const area = ({ width, height }: TiffPage): number => width * height;
  const most = pages.reduce((largest, page) => Math.max(largest, area(page)), 0);
  return pages.flatMap((page, index) => (area(page) === most ? [index] : []));
}

/** Checks what the header of a page declares, before any pixel is decoded. */
function requireDecodable(metadata: Metadata, sampleLimit: number, where: string): Decoding {
  const decoding = decodingOf(metadata, where);
  const { height, width, channels, hasAlpha } = metadata;
  requireSampleCount([height, width, hasAlpha ? 7 : channels], sampleLimit, where);
  return decoding;
}

async function decode(image: Sharp, sampleLimit: number, where: string): Promise<Omit<Acquisition, "spacing">> {
  const metadata = await image.metadata();
  const { space, depth, channels } = requireDecodable(metadata, sampleLimit, where);
  const upright = image.autoOrient();
  // sharp works in P3 where a 16-bit colour image has a profile, and stays there unless an sRGB output profile is named.
  const inSrgb = space === "rgb16" && metadata.icc ? upright.withIccProfile("srgb", { attach: false }) : upright;
  const raw = await inSrgb.toColourspace(space).raw({ depth }).toBuffer({ resolveWithObject: true });
  const { width: columns, height: rows, channels: stored } = raw.info;
  const data = toChannels(typedSamples(raw.data, depth), stored, channels, depth);
  const plane = { coils: 1, rows, columns, channels, complex: false, data, scanner: {} };
  if (depth === "uchar" || depth === "ushort") return { ...plane, quantity: "srgb", bits: depth === "uchar" ? 8 : 16 };
  requireFinite(data, where);
  return { ...plane, quantity: "unspecified" };
}

export default defineReader({
  recognises: (head) => formatOf(head) !== undefined,

  async open(bytes: Uint8Array, where: string, { sampleLimit }: ReadOptions): Promise<Scan> {
    const format = formatOf(bytes) ?? "png";
    if (format === "png") requireWholePng(bytes, sampleLimit, where);
    if (format === "webp") requireWholeWebp(bytes, where);
    const failure = (cause: unknown): Promise<never> => Promise.reject(rasterFailure(cause, where, sampleLimit));
    const directories = format === "tiff" ? tiffPages(bytes, where) : [];
    const largest = largestPages(directories);
    for (const page of largest) requireReadablePage(directories[page], where);
    // libjpeg goes on behind damage and only warns.
    const failOn = format === "jpeg" || largest.some((page) => holdsJpeg(directories[page])) ? "warning" : "error";
    const file = format === "jpeg" ? withoutOddities(bytes) : bytes;
    const load = (page: number): Sharp => sharp(file, { page, failOn, limitInputPixels: sampleLimit });
    const metadata = await load(largest[0] ?? 0)
      .metadata()
      .catch(failure);
    const pages = format === "tiff" ? largest : Array.from({ length: metadata.pages ?? 1 }, (_, index) => index);
    const limit = planeLimit(sampleLimit, pages.length);
    requireDecodable(metadata, limit, where);
    const slide = aperioSlide(directories[0]);
    const spacing = slide?.spacing === undefined ? {} : { spacing: { row: slide.spacing, column: slide.spacing } };
    return {
      format,
      ...(slide ? { says: "SM" } : {}),
      planeCount: pages.length,
      deidentification: `${format.toUpperCase()}: pixels only; EXIF, XMP, IPTC, profile names, comments and smaller pages (slide labels) were not read`,
      async plane(index): Promise<Acquisition> {
        requirePlane(index, pages.length, where);
        if (format === "tiff" && pages.length > 0) requireWholePage(directories[pages[index]], where);
        const decoded = await decode(load(pages[index]), limit, where).catch(failure);
        if (format === "jpeg") requireWholeJpeg(file, where);
        return { ...decoded, ...spacing };
      },
    };
  },
});
