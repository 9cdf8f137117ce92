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

const [WIDTH, HEIGHT, DESCRIPTION] = [256, 257, 270];

export interface TiffPage {
  /** Pixels across and down; 0 where the directory does not say. */
  readonly width: number;
  readonly height: number;
  /** ImageDescription, a byte a character. */
  readonly description: string;
}

/** The two layouts: how wide counts and offsets are. */
interface Layout {
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly big: boolean;
}

const offsetAt = ({ view, littleEndian, big }: Layout, position: number): number =>
  big ? Number(view.getBigUint64(position, littleEndian)) : view.getUint32(position, littleEndian);

function entryAt(layout: Layout, start: number): { tag: number; value: number; text: () => string } {
  const { view, littleEndian, big } = layout;
  const isShort = view.getUint16(start + 2, littleEndian) === 3;
  const valueStart = start + (big ? 12 : 8);
  return {
    tag: view.getUint16(start, littleEndian),
    value: isShort ? view.getUint16(valueStart, littleEndian) : view.getUint32(valueStart, littleEndian),
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
  const page = { width: 0, height: 0, description: "" };
  if (start + countLength > view.byteLength) return { page, next: 0 };
  const count = big ? Number(view.getBigUint64(start, littleEndian)) : view.getUint16(start, littleEndian);
  const entries = start + countLength;
  for (let index = 0; index < Math.min(count, ENTRY_LIMIT) && entries + (index + 1) * entryLength <= view.byteLength; index++) {
    const { tag, value, text } = entryAt(layout, entries + index * entryLength);
    if (tag === WIDTH) page.width = value;
    else if (tag === HEIGHT) page.height = value;
    else if (tag === DESCRIPTION) page.description = text();
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

/**
 * @param page the first page of a TIFF file
 * @returns the pixel spacing where it is stated [m]; undefined where the file is no Aperio slide
 */
export function aperioSlide(page: TiffPage | undefined): { readonly spacing?: number } | undefined {
  if (!page?.description.startsWith("Aperio")) return undefined;
  const stated = Number(/\|\s*MPP\s*=\s*(\d+(?:\.\d+)?)/.exec(page.description)?.[1]);
  return stated > 0 ? { spacing: micrometres(stated) } : {};
}
