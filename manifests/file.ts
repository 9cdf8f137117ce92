/**
 * Opens what a person named, and only if it is a file: a named pipe would wait for a writer, a device such as /dev/zero never ends.
 *
 * No more is read than the size that stood there at opening: what grows meanwhile ends all the same.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { MedqError } from "./error.ts";

export interface Opened {
  readonly handle: FileHandle;
  /** [bytes] */
  readonly size: number;
}

/** @throws MedqError E_NOT_FOUND where nothing is that can be read, E_USAGE for a folder, a pipe, a socket or a device */
export async function openRegular(path: string): Promise<Opened> {
  // Without waiting: a pipe answers at once.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause) => Promise.reject(failure(path, cause)));
  const status = await handle.stat();
  if (status.isFile()) return { handle, size: status.size };
  await handle.close();
  throw noFile(path);
}

function failure(path: string, cause: NodeJS.ErrnoException): MedqError {
  const { code } = cause;
  // A socket cannot be opened at all.
  if (code === "EISDIR" || code === "ENXIO") return noFile(path);
  const nothing = code === "ENOENT" || code === "ENOTDIR";
  // Where the name's bytes are no UTF-8, Node has put this character for them, and nothing is called so.
  if (nothing && path.includes("\ufffd")) {
    return new MedqError("E_NOT_FOUND", "Expected a name in UTF-8, got one of other bytes", path, "Rename the file.", cause);
  }
  const problem = nothing ? "Expected a file, got a path where nothing is" : `Expected a readable file, got ${code}`;
  return new MedqError("E_NOT_FOUND", problem, path, "Check the path and the permission to read it.", cause);
}

const noFile = (path: string): MedqError =>
  new MedqError("E_USAGE", "Expected a file, got a folder, a pipe or a device", path, "Name one file; a folder is ingested as a dataset.");

/** Reads `length` bytes from the start; a file that shrinks meanwhile gives fewer. */
export async function readStart(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** @returns the whole file @throws as openRegular */
export async function readRegular(path: string): Promise<Uint8Array> {
  const { handle, size } = await openRegular(path);
  try {
    return await readStart(handle, size);
  } finally {
    await handle.close();
  }
}

/** The file in pieces, for one that may be larger than memory. @throws as openRegular */
export async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const { handle, size } = await openRegular(path);
  try {
    if (size > 0) yield* handle.createReadStream({ end: size - 1, autoClose: false, highWaterMark: 1024 * 1024 });
  } finally {
    await handle.close();
  }
}
