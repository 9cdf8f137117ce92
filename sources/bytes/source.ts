/**
 * Bytes read where they lie, so that an array may be larger than memory: of a file in memory, of one on the disk, of a gzip stream (gzip.ts).
 */
import { open } from "node:fs/promises";

export interface ByteSource {
  /** @returns `length` bytes from byte `start` on, fewer where they end; to be read, not written */
  read(start: number, length: number): Promise<Uint8Array>;
  /** Gives back what is held open; a source that is read again opens again. */
  close(): void;
}

export const memorySource = (bytes: Uint8Array): ByteSource => ({
  read: async (start, length) => bytes.subarray(start, start + length),
  close() {},
});

/** @param path opened for each reading: nothing stays open */
export const fileSource = (path: string): ByteSource => ({
  async read(start, length) {
    const handle = await open(path, "r");
    try {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  },
  close() {},
});
