/** Puts titled rows of tiles onto one dark sheet with their captions. */
import sharp, { type OverlayOptions } from "sharp";
import type { Picture, Tile } from "./tiles.ts";

export interface Section {
  readonly title: string;
  readonly note: string;
  readonly tiles: readonly Tile[];
}

export interface Sheet {
  readonly title: string;
  readonly note: string;
  readonly sections: readonly Section[];
}

const COLUMNS = 4;
const SIDE = 288;
const GAP = 8;
const MARGIN = 6;
const LINE = 19;
const HEAD = 44;
const STRIP = 36;
const WIDTH = 2 * MARGIN + COLUMNS * SIDE + (COLUMNS - 1) * GAP;
const PAPER = "#15171a";
/** Mean width of a letter / size of the type. */
const LETTER = 0.56;
const TYPE = 15;

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);

interface Style {
  readonly size: number;
  readonly fill: string;
  readonly bold?: boolean;
  readonly anchor?: "start" | "end";
}

const text = (x: number, y: number, words: string, { size, fill, bold = false, anchor = "start" }: Style): string =>
  `<text x="${x}" y="${y}" font-family="DejaVu Sans, Verdana, Arial, sans-serif" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${bold ? ' font-weight="bold"' : ""}>${escaped(words)}</text>`;

/** Breaks lines that a tile is too narrow for: between items, which a dot separates; an item too long for a line, between words. */
function wrapped(lines: readonly string[]): string[] {
  const most = Math.floor(SIDE / (LETTER * TYPE));
  const result: string[] = [];
  const fill = (pieces: readonly string[], separator: string): void => {
    let open = "";
    for (const piece of pieces) {
      if (piece.length > most && separator !== " ") {
        if (open !== "") result.push(open);
        open = "";
        fill(piece.split(" "), " ");
      } else if (open !== "" && open.length + separator.length + piece.length > most) {
        result.push(open);
        open = piece;
      } else {
        open += open === "" ? piece : separator + piece;
      }
    }
    if (open !== "") result.push(open);
  };
  for (const line of lines) fill(line.split(" · "), " · ");
  return result;
}

/** Size on the sheet: the longer side fills the tile. */
function sizeOf({ rows, columns, aspect }: Picture): { width: number; height: number } {
  const tall = (rows * aspect) / columns;
  return tall >= 1
    ? { width: Math.max(Math.round(SIDE / tall), 1), height: SIDE }
    : { width: SIDE, height: Math.max(Math.round(SIDE * tall), 1) };
}

function drawn(picture: Picture): Promise<Buffer> {
  const { rows, columns, channels, data } = picture;
  return sharp(data, { raw: { width: columns, height: rows, channels } })
    .resize({ ...sizeOf(picture), fit: "fill", kernel: "mitchell" })
    .toColourspace("srgb")
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** Overlays and labels of one section; y: where it begins. @returns where the next one does */
async function place(section: Section, top: number, overlays: OverlayOptions[], labels: string[]): Promise<number> {
  let y = top + STRIP;
  labels.push(text(MARGIN, y - 13, section.title, { size: 17, fill: "#ffffff", bold: true }));
  labels.push(text(WIDTH - MARGIN, y - 13, section.note, { size: TYPE, fill: "#8fa3b5", anchor: "end" }));
  for (let start = 0; start < section.tiles.length; start += COLUMNS) {
    const row = section.tiles.slice(start, start + COLUMNS);
    const captions = row.map(({ lines }) => wrapped(lines));
    const height = Math.max(...row.map(({ picture }) => sizeOf(picture).height));
    for (const [index, tile] of row.entries()) {
      const x = MARGIN + index * (SIDE + GAP);
      const size = sizeOf(tile.picture);
      const left = x + ((SIDE - size.width) >> 1);
      overlays.push({ input: await drawn(tile.picture), left, top: y + ((height - size.height) >> 1) });
      labels.push(text(x, y + height + LINE, tile.title, { size: 16, fill: "#ffd479", bold: true }));
      captions[index]!.forEach((line, at) => {
        labels.push(text(x, y + height + (at + 2) * LINE, line, { size: TYPE, fill: "#d7dde3" }));
      });
      if (tile.frame !== undefined) {
        const { frame } = tile;
        labels.push(
          `<rect x="${left + frame.left * size.width}" y="${y + ((height - size.height) >> 1) + frame.top * size.height}" width="${frame.width * size.width}" height="${frame.height * size.height}" fill="none" stroke="#ffd479" stroke-width="1.5"/>`,
        );
      }
    }
    y += height + LINE * (1 + Math.max(...captions.map((lines) => lines.length))) + 14;
  }
  return y;
}

/** Qualities in the order in which they are tried: noise does not compress. */
const QUALITIES = [66, 54, 42, 32] as const;
const MOST_BYTES = 120_000;

/** @returns a WebP file, the first of falling quality that is small enough */
export async function drawSheet(sheet: Sheet): Promise<Buffer> {
  const overlays: OverlayOptions[] = [];
  const labels = [
    text(MARGIN, 30, sheet.title, { size: 22, fill: "#ffffff", bold: true }),
    text(WIDTH - MARGIN, 30, sheet.note, { size: TYPE, fill: "#8fa3b5", anchor: "end" }),
  ];
  let height = HEAD;
  for (const section of sheet.sections) height = await place(section, height, overlays, labels);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}">${labels.join("")}</svg>`;
  const { data, info } = await sharp({ create: { width: WIDTH, height, channels: 3, background: PAPER } })
    .composite([...overlays, { input: Buffer.from(svg), left: 0, top: 0 }])
    .raw()
    .toBuffer({ resolveWithObject: true });
  let file = Buffer.alloc(0);
  for (const quality of QUALITIES) {
    file = await sharp(data, { raw: info }).webp({ quality, effort: 5 }).toBuffer();
    if (file.length <= MOST_BYTES) break;
  }
  return file;
}
