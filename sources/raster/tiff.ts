/**
 * The directories of a TIFF or BigTIFF file, walked once: how many pages, how large each, and what an Aperio slide states about its scan.
 *
 * libvips walks all directories each time it opens a page, so asking it for every page takes quadratic time. Offsets are the file's own
 * claims: each is checked against its length, and a chain that returns to a directory ends there.
 *
 * Of a slide's ImageDescription, which also holds a file name, a user and dates, only the number after "MPP =" is taken.
 *
 * Sources: TIFF Revision 6.0, section 2; BigTIFF (libtiff); Aperio, Digital Slides and Third-Party Data Interchange (MAN-0069).
 */
import { MedqError } from "../../manifests/error.ts";
import { micrometres } from "../units.ts";

/** More than any stack of slices; a file of nothing but directories is an attack. */
const PAGE_LIMIT = 4096;
/** Directories are sorted by tag and no writer has this many. */
const ENTRY_LIMIT = 512;
const DESCRIPTION_LIMIT = 65536;

const [WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, DESCRIPTION] = [256, 257, 258, 259, 262, 270];
/** StripOffsets and StripByteCounts, TileOffsets and TileByteCounts. */
const PARTS: readonly number[] = [273, 279, 324, 325];

export interface TiffPage {
  /** Pixels across and down; 0 where the directory does not say. */
  readonly width: number;
  readonly height: number;
  /** ImageDescription, a byte a character. */
  readonly description: string;
  /** Bits of the first sample, 0 where the directory does not say; TIFF's codes of compression and colour. */
  readonly bits: number;
  readonly compression: number;
  readonly photometric: number;
  /** Whether a strip or tile is said to lie nowhere, or to have no bytes; costs as much time as the page has pixels at most. */
  readonly lacksParts: () => boolean;
}

/** The two layouts: how wide counts and offsets are. */
interface Layout {
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly big: boolean;
}

const offsetAt = ({ view, littleEndian, big }: Layout, position: number): number =>
  big ? Number(view.getBigUint64(position, littleEndian)) : view.getUint32(position, littleEndian);

/** Bytes of a number of TIFF's types SHORT, LONG, LONG8 (and IFD8). */
const NUMBER_SIZES: Readonly<Record<number, number>> = { 3: 2, 4: 4, 16: 8, 18: 8 };

interface Entry {
  readonly tag: number;
  readonly value: number;
  readonly text: () => string;
  /** Whether one of its numbers is 0, of `most` at most. */
  readonly hasZero: (most: number) => boolean;
}

function entryAt(layout: Layout, start: number): Entry {
  const { view, littleEndian, big } = layout;
  const type = view.getUint16(start + 2, littleEndian);
  const count = offsetAt(layout, start + 4);
  const valueStart = start + (big ? 12 : 8);
  const size = NUMBER_SIZES[type] ?? 0;
  const numberAt = (position: number): number => {
    if (size === 2) return view.getUint16(position, littleEndian);
    return size === 8 ? Number(view.getBigUint64(position, littleEndian)) : view.getUint32(position, littleEndian);
  };
  // One number of a directory fits into its entry, or the entry holds where several lie.
  const single = size > 0 && size * count <= (big ? 8 : 4);
  return {
    tag: view.getUint16(start, littleEndian),
    value: single
      ? numberAt(valueStart)
      : type === 3
        ? view.getUint16(Math.min(offsetAt(layout, valueStart), view.byteLength - 2), littleEndian)
        : view.getUint32(valueStart, littleEndian),
    hasZero: (most) => {
      const from = single ? valueStart : offsetAt(layout, valueStart);
      const there = size === 0 ? 0 : Math.min(count, most, Math.floor((view.byteLength - from) / size));
      for (let index = 0; index < there; index++) if (numberAt(from + index * size) === 0) return true;
      return false;
    },
    text: () => {
      const from = Math.min(offsetAt(layout, valueStart), view.byteLength);
      const length = Math.min(offsetAt(layout, start + 4), DESCRIPTION_LIMIT, view.byteLength - from);
      return Buffer.from(view.buffer, view.byteOffset + from, length).toString("latin1");
    },
  };
}

/** @returns the page, and where the next directory is (0: nowhere) */
function directoryAt(layout: Layout, start: number): { page: TiffPage; next: number } {
  const { view, littleEndian, big } = layout;
  const [countLength, entryLength, offsetLength] = big ? [8, 20, 8] : [2, 12, 4];
  const parts: Entry[] = [];
  const page = {
    width: 0,
    height: 0,
    description: "",
    bits: 0,
    compression: 1,
    photometric: 1,
    // Planes of colour may lie each in strips of their own.
    lacksParts: () => parts.some(({ hasZero }) => hasZero(4 * page.width * page.height)),
  };
  if (start + countLength > view.byteLength) return { page, next: 0 };
  const count = big ? Number(view.getBigUint64(start, littleEndian)) : view.getUint16(start, littleEndian);
  const entries = start + countLength;
  for (let index = 0; index < Math.min(count, ENTRY_LIMIT) && entries + (index + 1) * entryLength <= view.byteLength; index++) {
    const entry = entryAt(layout, entries + index * entryLength);
    const { tag, value, text } = entry;
    if (tag === WIDTH) page.width = value;
    else if (tag === HEIGHT) page.height = value;
    else if (tag === BITS) page.bits = value;
    else if (tag === COMPRESSION) page.compression = value;
    else if (tag === PHOTOMETRIC) page.photometric = value;
    else if (tag === DESCRIPTION) page.description = text();
    else if (PARTS.includes(tag)) parts.push(entry);
  }
  const end = entries + count * entryLength;
  return { page, next: end + offsetLength <= view.byteLength ? offsetAt(layout, end) : 0 };
}

/**
 * @param bytes a TIFF file
 * @returns its pages in file order
 * @throws MedqError E_TOO_LARGE beyond 4096 pages
 */
export function tiffPages(bytes: Uint8Array, where: string): readonly TiffPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  if (bytes.length < 16) return [];
  const layout = { view, littleEndian, big: view.getUint16(2, littleEndian) === 43 };
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let next = offsetAt(layout, layout.big ? 8 : 4);
  while (next !== 0 && !seen.has(next)) {
    seen.add(next);
    const directory = directoryAt(layout, next);
    pages.push(directory.page);
    next = directory.next;
    if (pages.length > PAGE_LIMIT) {
      throw new MedqError("E_TOO_LARGE", `Expected at most ${PAGE_LIMIT} pages, got more`, where, "Split the stack over several files.");
    }
  }
  return pages;
}

/** Compression of JPEG pixels (TIFF Technical Note 2), and the colour spaces of CIE L*a*b*. */
const JPEG = 7;
const LAB: readonly number[] = [8, 9, 10];

export const holdsJpeg = ({ compression }: TiffPage): boolean => compression === JPEG;

/** @throws MedqError E_UNSUPPORTED for what libvips cannot read */
export function requireReadablePage({ bits, photometric }: TiffPage, where: string): void {
  const wide = bits > 32;
  if (!wide && !LAB.includes(photometric)) return;
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected grey or RGB samples of at most 32 bits, got ${wide ? `samples of ${bits} bits` : "CIE L*a*b* colour"}`,
    where,
    wide ? "Save the numbers as .npy, or as 32-bit TIFF." : "Convert it to sRGB, for example as PNG.",
  );
}

/** libtiff reads a strip that lies nowhere from the file's start. @throws MedqError E_TRUNCATED */
export function requireWholePage({ lacksParts }: TiffPage, where: string): void {
  if (!lacksParts()) return;
  throw new MedqError(
    "E_TRUNCATED",
    "Expected every strip or tile of the page, got one that lies nowhere",
    where,
    "Fetch or export the file again; a part of its pixels was never written.",
  );
}

/**
 * @param page the first page of a TIFF file
 * @returns the pixel spacing where it is stated [m]; undefined where the file is no Aperio slide
 */
export function aperioSlide(page: TiffPage | undefined): { readonly spacing?: number } | undefined {
  if (!page?.description.startsWith("Aperio")) return undefined;
  const stated = Number(/\|\s*MPP\s*=\s*(\d+(?:\.\d+)?)/.exec(page.description)?.[1]);
  return stated > 0 ? { spacing: micrometres(stated) } : {};
}
