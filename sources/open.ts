/**
 * Opens any file that a reader knows, by its content.
 *
 * Every .ts file in sources/readers is a reader; adding one adds a format, and no list is edited.
 *
 * Memory: a process that reads must stay below 512 MiB. Node, TypeScript and the codecs take up to 110 MiB, and 50 MiB are kept for what
 * was dropped and not yet collected; 352 MiB are left for the file and for decoding. A sample of a plane needs 8 bytes for its result and as
 * many beside it (a decoder's copies, or the plane before), so a file of B bytes leaves room for (352 MiB - B) / 16 samples: 23 million for a
 * small file, 6 million for the largest that is held, 256 MiB; half of it each where a decoder makes several planes.
 * A reader that takes from the disk only what it needs (NIfTI, .npy, HDF5) holds 64 MiB at most, whatever the file's size: a library's
 * memory, or neighbouring planes. A plane of such a file may have 18 million samples: 4096 x 4096 and a little more.
 */
import { type FileHandle, open, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { MedqError } from "../manifests/error.ts";
import type { Reader, ReadOptions, Scan } from "./acquisition.ts";
import { foreignFormat } from "./foreign.ts";
import { BYTES_PER_SAMPLE } from "./limits.ts";

const MEBIBYTE = 1024 * 1024;
const MEMORY = 352 * MEBIBYTE;
const FILE_LIMIT = 256 * MEBIBYTE;
/** What a reader holds that takes from the disk only what it needs. */
const HELD = 64 * MEBIBYTE;
const HEAD_LENGTH = 512;

/** What the caller may give. Without a grouping key the scan has no groups; the limit on samples is at most what memory allows. */
export type OpenOptions = { readonly [Name in keyof ReadOptions]?: ReadOptions[Name] | undefined };

interface Known {
  readonly reader: Reader;
  readonly formats: readonly string[];
}

let known: Promise<readonly Known[]> | undefined;

async function findReaders(): Promise<readonly Known[]> {
  const folder = new URL("./readers/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts")).sort();
  return Promise.all(
    names.map(async (name) => {
      const module = (await import(new URL(name, folder).href)) as { default: Reader; formats?: readonly string[] };
      return { reader: module.default, formats: module.formats ?? [name.slice(0, -3)] };
    }),
  );
}

/** Anything that a reader throws besides MedqError was provoked by the file. */
function asFormatError(cause: unknown, where: string): MedqError {
  if (cause instanceof MedqError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new MedqError(
    "E_FORMAT",
    `Expected an intact file, got one that its reader fails on ("${said}")`,
    where,
    "Export or fetch the file again.",
    cause,
  );
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EISDIR") throw directory(path);
    const problem =
      code === "ENOENT" || code === "ENOTDIR" ? "Expected a file, got a path where nothing is" : `Expected a readable file, got ${code}`;
    throw new MedqError("E_NOT_FOUND", problem, path, "Check the path and the permission to read it.", cause);
  }
}

const directory = (path: string): MedqError =>
  new MedqError("E_USAGE", "Expected a file, got a folder or a device", path, "Name one file; a folder is ingested as a dataset.");

/** @param size bytes of it that will be in memory */
function requireRoom(size: number, path: string): void {
  if (size <= FILE_LIMIT) return;
  throw new MedqError(
    "E_TOO_LARGE",
    `Expected a file of at most ${FILE_LIMIT / MEBIBYTE} MiB, got ${Math.ceil(size / MEBIBYTE)} MiB`,
    path,
    "Split it: fewer frames or volumes a file, or tiles of a slide.",
  );
}

/** Reads `length` bytes from the start; a file that shrinks meanwhile gives fewer. */
async function readStart(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function chooseReader(head: Uint8Array, path: string): Promise<Reader> {
  known ??= findReaders();
  const readers = await known;
  const found = readers.find(({ reader }) => reader.recognises(head, basename(path)));
  if (found) return found.reader;
  const foreign = foreignFormat(head, basename(path));
  const formats = readers.flatMap((entry) => entry.formats).join(", ");
  throw new MedqError(
    "E_FORMAT",
    `Expected one of ${formats} by its content, got ${foreign?.what ?? "none of them"}`,
    path,
    foreign?.advice ?? "Convert it to one of these formats; if it should be one, fetch it again, for its first bytes are damaged.",
  );
}

/**
 * Opens a file; its planes are decoded when they are asked for.
 * @throws MedqError for whatever is wrong with the path or the file, here and from the scan's `plane`
 */
export async function openFile(path: string, options: OpenOptions = {}): Promise<Scan> {
  const handle = await openHandle(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw directory(path);
    if (stat.size === 0) throw new MedqError("E_FORMAT", "Expected an image, got an empty file", path, "Fetch the file again.");
    const reader = await chooseReader(await readStart(handle, Math.min(HEAD_LENGTH, stat.size)), path);
    const held = reader.openPath === undefined ? stat.size : HELD;
    requireRoom(held, path);
    const room = Math.floor((MEMORY - held) / BYTES_PER_SAMPLE);
    const { groupingKey = new Uint8Array(), sampleLimit = room, sliceAxis, intact } = options;
    const readOptions = { groupingKey, sampleLimit: Math.min(sampleLimit, room), sliceAxis, intact };
    const { group, ...scan } = await (reader.openPath?.(path, readOptions) ??
      reader.open(await readStart(handle, stat.size), path, readOptions));
    return {
      ...scan,
      ...(group && options.groupingKey ? { group } : {}),
      async plane(index) {
        // Planes decoded without a pause would pile up: the collector takes back array memory between tasks.
        await setImmediate();
        return scan.plane(index).catch((cause) => Promise.reject(asFormatError(cause, path)));
      },
    };
  } catch (cause) {
    throw asFormatError(cause, path);
  } finally {
    await handle.close();
  }
}
