/**
 * The entropy coding that sequential, progressive and lossless JPEG share: bits with stuffed zeros, Huffman codes, signed magnitudes.
 *
 * Source: ITU-T T.81 (1992), annexes B.2.4.2, C and F.2.2.
 */

/** Symbols by rising code, and how many codes there are of each length 1 .. 16. */
export interface Huffman {
  readonly values: Uint8Array;
  readonly counts: Uint8Array;
}

/** Reads a DHT segment: tables of class 0 go to `dc` (or, lossless, to differences), of class 1 to `ac`. */
export function readHuffman(bytes: Uint8Array, start: number, end: number, dc: Huffman[], ac: Huffman[]): void {
  for (let at = start; at + 17 <= end; ) {
    const counts = new Uint8Array(17);
    counts.set(bytes.subarray(at + 1, at + 17), 1);
    const total = counts.reduce((sum, count) => sum + count, 0);
    (bytes[at] >> 4 === 0 ? dc : ac)[bytes[at] & 15] = { counts, values: bytes.slice(at + 17, at + 17 + total) };
    at += 17 + total;
  }
}

/** Reads bits of an entropy-coded segment; markers end it, and zeros follow. */
export class Bits {
  at: number;
  readonly #bytes: Uint8Array;
  #buffer = 0;
  #count = 0;
  /** Bits invented after the end: a truncated scan. */
  invented = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  bit(): number {
    if (this.#count === 0) {
      const byte = this.#bytes[this.at];
      if (byte === undefined || (byte === 0xff && this.#bytes[this.at + 1] !== 0)) {
        this.invented++;
        return 0;
      }
      this.at += byte === 0xff ? 2 : 1;
      this.#buffer = byte;
      this.#count = 8;
    }
    this.#count--;
    return (this.#buffer >> this.#count) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.bit();
    return value;
  }

  /** A magnitude category's signed value (T.81, F.2.2.1). */
  signed(count: number): number {
    if (count === 0) return 0;
    const value = this.bits(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  symbol({ values, counts }: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 16; length++) {
      code |= this.bit();
      const count = counts[length];
      if (code - first < count) return values[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new RangeError("a code that no Huffman table holds");
  }

  /** Drops what is left of a byte and a restart marker. */
  restart(): void {
    this.#count = 0;
    if (this.#bytes[this.at] === 0xff && (this.#bytes[this.at + 1] & 0xf8) === 0xd0) this.at += 2;
  }
}
