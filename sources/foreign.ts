/** Formats that people bring and no reader takes, recognised so that the error can say what to do. */

interface Foreign {
  readonly what: string;
  readonly advice: string;
}

interface Sign extends Foreign {
  /** Bytes (one character each) of which one stands at `at` (default 0) ... */
  readonly head?: readonly string[];
  readonly at?: number;
  /** ... or how the file's name ends. */
  readonly name?: RegExp;
}

const TO_PNG = "Convert it to PNG (8 or 16 bits).";

/** The first sign that fits wins. */
const SIGNS: readonly Sign[] = [
  { head: ["PK\x03\x04", "PK\x05\x06"], what: "a zip archive", advice: "Unpack it and name the files inside." },
  { head: ["\x1f\x8b"], what: "a gzip stream without a NIfTI file in it", advice: "Unpack it; only .nii.gz is read compressed." },
  { head: ["GIF8"], what: "a GIF image", advice: TO_PNG },
  { head: ["BM"], what: "a BMP image", advice: TO_PNG },
  { head: ["\xff\x4f\xff\x51", "\0\0\0\x0cjP  "], what: "a JPEG 2000 image", advice: TO_PNG },
  { head: ["ftypheic", "ftypheix", "ftypmif1", "ftypavif"], at: 4, what: "a HEIF or AVIF image", advice: TO_PNG },
  { head: ["%PDF"], what: "a PDF document", advice: "Extract its pictures as PNG." },
  { head: ["<svg", "<?xml"], what: "an XML or SVG document", advice: "Draw it as PNG." },
  {
    head: ["CDF\x01", "CDF\x02"],
    what: "a NetCDF or MINC container",
    advice: "Export the array it holds as .npy (k-space: coils x phase x readout) or as NIfTI.",
  },
  { head: ["acsp"], at: 36, what: "an ICC colour profile", advice: "Name the image that it belongs to." },
  { head: ["GIMP Palette"], what: "a GIMP palette", advice: "Name an image." },
  {
    name: /\.hdr$/i,
    what: "the header of a BART or Analyze pair",
    advice: "Of a BART pair name the .cfl; convert an Analyze pair to one .nii.",
  },
  { name: /\.ya?ml$/i, what: "a YAML file", advice: "Name an image; recipes and datasets go to the commands that take them." },
  { name: /\.(nii|nii\.gz)$/i, what: "something that only its name calls NIfTI", advice: "Export it again as NIfTI." },
];

/**
 * @param head the first bytes of the file
 * @returns what the file is and what to do with it, where that is known
 */
export function foreignFormat(head: Uint8Array, name: string): Foreign | undefined {
  const start = String.fromCharCode(...head);
  return SIGNS.find((sign) => sign.head?.some((bytes) => start.startsWith(bytes, sign.at ?? 0)) || sign.name?.test(name));
}
