/**
 * Whether the data of a sequential JPEG scan end where its last block does.
 *
 * A decoder that lost its place among the codes finds it again somewhere, with more or fewer blocks behind it: it is done before the data are,
 * or the other way round. libjpeg warns of data that end too early, and says nothing of what is left over. Only codes are followed; no
 * coefficient is decoded.
 *
 * Not looked at: progressive and lossless frames, components in scans of their own, heights that follow in a DNL segment.
 *
 * Source: ITU-T T.81 (1992), annexes A.2, B.2, F.1.2 and F.2.2.
 */
import { type Huffman, readHuffman } from "./entropy.ts";
import { DHT, DRI, isFrame, SOS, walkSegments } from "./segments.ts";

/** Greatest category of a coefficient beside the number of bits; of a difference one more. */
const MORE = 2;

/** The last marker of a sequential frame in Huffman codes. */
const SOF1 = 0xc1;

interface Frame {
  readonly bits: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly { readonly across: number; readonly down: number }[];
}

interface Scan {
  readonly frame: Frame;
  /** Of each component: its tables of differences and of coefficients. */
  readonly tables: readonly (readonly [dc: Uint16Array, ac: Uint16Array])[];
  /** Units between restart markers; 0: none. */
  readonly interval: number;
  /** Where its data begin. */
  readonly start: number;
}

/** Reads codes of up to 16 bits by their first 16; a marker ends the data, and zeros follow. */
class Codes {
  at: number;
  readonly #bytes: Uint8Array;
  #buffer = 0;
  #count = 0;
  #invented = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  #next(): number | undefined {
    const byte = this.#bytes[this.at];
    if (byte === undefined || (byte === 0xff && this.#bytes[this.at + 1] !== 0)) return undefined;
    this.at += byte === 0xff ? 2 : 1;
    return byte;
  }

  first16(): number {
    while (this.#count < 16) {
      const byte = this.#next();
      if (byte === undefined) this.#invented += 8;
      this.#buffer = (this.#buffer << 8) | (byte ?? 0);
      this.#count += 8;
    }
    return (this.#buffer >>> (this.#count - 16)) & 0xffff;
  }

  skip(bits: number): void {
    this.first16();
    this.#count -= bits;
  }

  /** @returns whether no more than padding is left before the next marker; goes behind a restart marker */
  ends(): boolean {
    let whole = this.#count >= this.#invented;
    // Some encoders fill up with whole bytes.
    const ahead = this.#count - this.#invented;
    for (let left = ahead - (ahead % 8); left >= 8; left -= 8) {
      const byte = (this.#buffer >>> (left - 8 + this.#invented)) & 0xff;
      whole &&= byte === 0 || byte === 0xff;
    }
    for (let byte = this.#next(); byte !== undefined; byte = this.#next()) whole &&= byte === 0 || byte === 0xff;
    this.#count = 0;
    this.#invented = 0;
    while (this.#bytes[this.at] === 0xff && this.#bytes[this.at + 1] === 0xff) this.at++;
    if ((this.#bytes[this.at + 1] & 0xf8) === 0xd0) this.at += 2;
    return whole;
  }
}

/** @returns for the first 16 bits: length of their code times 256, plus its symbol; 0 where there is none */
function tableOf({ values, counts }: Huffman): Uint16Array {
  const table = new Uint16Array(1 << 16);
  for (let length = 1, code = 0, index = 0; length <= 16; length++, code <<= 1) {
    for (let i = 0; i < counts[length]; i++, code++, index++) {
      table.fill((length << 8) | values[index], code << (16 - length), (code + 1) << (16 - length));
    }
  }
  return table;
}

/** @returns whether a block of 64 coefficients could be followed */
function followBlock(codes: Codes, [dc, ac]: Scan["tables"][number], most: number): boolean {
  const difference = dc[codes.first16()];
  if (difference === 0 || (difference & 255) > most + 1) return false;
  codes.skip(difference >> 8);
  codes.skip(difference & 255);
  for (let k = 1; k < 64; k++) {
    const found = ac[codes.first16()];
    if (found === 0) return false;
    codes.skip(found >> 8);
    const [run, category] = [(found >> 4) & 15, found & 15];
    if (category === 0 && run < 15) return true;
    k += run;
    if (k > 63 || category > most) return false;
    codes.skip(category);
  }
  return true;
}

function frameOf(bytes: Uint8Array, start: number): Frame {
  const components = Array.from({ length: bytes[start + 5] }, (_, index) => {
    const at = start + 6 + 3 * index;
    return { across: bytes[at + 1] >> 4, down: bytes[at + 1] & 15 };
  });
  return {
    bits: bytes[start],
    rows: (bytes[start + 1] << 8) | bytes[start + 2],
    columns: (bytes[start + 3] << 8) | bytes[start + 4],
    components,
  };
}

/** @returns how many minimum coded units the image has, and of which components the blocks of each are */
function unitsOf({ rows, columns, components }: Frame): { units: number; blocks: readonly number[] } {
  const across = Math.max(...components.map((component) => component.across));
  const down = Math.max(...components.map((component) => component.down));
  const single = components.length === 1;
  const units = Math.ceil(columns / (8 * (single ? 1 : across))) * Math.ceil(rows / (8 * (single ? 1 : down)));
  const blocks = components.flatMap((component, index) => new Array<number>(single ? 1 : component.across * component.down).fill(index));
  return { units, blocks };
}

/** @returns the first scan; undefined where it is of a kind that is not looked at */
function firstScan(bytes: Uint8Array): Scan | undefined {
  const dc: Huffman[] = [];
  const ac: Huffman[] = [];
  let frame: Frame | undefined;
  let interval = 0;
  let scan: Scan | undefined;
  walkSegments(bytes, (marker, start, end) => {
    if (marker === DHT) readHuffman(bytes, start, end, dc, ac);
    else if (marker === DRI) interval = (bytes[start] << 8) | bytes[start + 1];
    else if (isFrame(marker)) frame = marker <= SOF1 ? frameOf(bytes, start) : undefined;
    if (marker !== SOS) return end;
    const count = bytes[start];
    const named = Array.from({ length: count }, (_, index) => bytes[start + 2 + 2 * index]).map((at) => [dc[at >> 4], ac[at & 15]]);
    if (frame !== undefined && frame.rows > 0 && count === frame.components.length && !named.flat().includes(undefined!)) {
      scan = { frame, tables: named.map(([differences, others]) => [tableOf(differences), tableOf(others)]), interval, start: end };
    }
    return bytes.length;
  });
  return scan;
}

/** @param bytes a JPEG stream @returns false where its scan is damaged; true where it is not, or is of a kind that is not looked at */
export function endsWithItsData(bytes: Uint8Array): boolean {
  const scan = firstScan(bytes);
  if (scan === undefined) return true;
  const { units, blocks } = unitsOf(scan.frame);
  const codes = new Codes(bytes, scan.start);
  for (let unit = 0; unit < units; unit++) {
    if (scan.interval > 0 && unit > 0 && unit % scan.interval === 0 && !codes.ends()) return false;
    for (const component of blocks) if (!followBlock(codes, scan.tables[component], scan.frame.bits + MORE)) return false;
  }
  return codes.ends();
}
