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
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sha256 } from "../manifests/canonical.ts";
import { MedqError } from "../manifests/error.ts";
import { type Opened, openRegular, readStart } from "../manifests/file.ts";
import type { Reader, ReadOptions, Scan } from "./acquisition.ts";
import { fileChecksum, readInPlace, requireChecksum, scanChecksum } from "./checksum.ts";
import { foreignFormat } from "./foreign.ts";
import { BYTES_PER_SAMPLE } from "./limits.ts";

const MEBIBYTE = 1024 * 1024;
const MEMORY = 352 * MEBIBYTE;
const FILE_LIMIT = 256 * MEBIBYTE;
/** What a reader holds that takes from the disk only what it needs. */
const HELD = 64 * MEBIBYTE;
const HEAD_LENGTH = 512;

/** What the caller may give. Without a grouping key the scan has no groups; the limit on samples is at most what memory allows. */
export type OpenOptions = { readonly [Name in keyof ReadOptions]?: ReadOptions[Name] | undefined } & {
  /** SHA-256 that the file must have. */
  readonly sha256?: string | undefined;
  /** Checksum that the scan must have. */
  readonly checksum?: string | undefined;
};

export interface OpenedScan extends Scan {
  /** SHA-256 of the very bytes that are decoded. */
  readonly sha256: string;
  /** That, and what else decided the planes: what the input is known by. */
  readonly checksum: string;
}

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

/** How the bytes come to the reader: `read` runs what reads them, and says which file it read. */
interface Content {
  /** @throws MedqError E_CHECKSUM where the file is not the one expected, or changes meanwhile */
  read<Result>(run: (bytes: Uint8Array | undefined) => Promise<Result>, expected?: string): Promise<{ result: Result; checksum: string }>;
}

/** Bytes that are held are hashed as they are; a file that is read in place is watched. */
async function contentOf(reader: Reader, { handle, size }: Opened, path: string): Promise<Content> {
  if (reader.openPath !== undefined) return { read: (run, expected) => readInPlace(path, expected, () => run(undefined)) };
  const bytes = await readStart(handle, size);
  const checksum = sha256(bytes);
  return {
    async read(run, expected) {
      requireChecksum(expected, checksum, path);
      return { result: await run(bytes), checksum };
    },
  };
}

/**
 * Opens a file; its planes are decoded when they are asked for.
 * @throws MedqError for whatever is wrong with the path or the file, here and from the scan's `plane`
 */
export async function openFile(path: string, options: OpenOptions = {}): Promise<OpenedScan> {
  const opened = await openRegular(path);
  const { handle, size } = opened;
  try {
    if (size === 0) throw new MedqError("E_FORMAT", "Expected an image, got an empty file", path, "Fetch the file again.");
    const reader = await chooseReader(await readStart(handle, Math.min(HEAD_LENGTH, size)), path);
    const held = reader.openPath === undefined ? size : HELD;
    requireRoom(held, path);
    const room = Math.floor((MEMORY - held) / BYTES_PER_SAMPLE);
    const { groupingKey = new Uint8Array(), sampleLimit = room, sliceAxis, intact } = options;
    const readOptions = { groupingKey, sampleLimit: Math.min(sampleLimit, room), sliceAxis, intact };
    const content = await contentOf(reader, opened, path);
    const { result, checksum: own } = await content.read(
      (bytes) => (bytes === undefined ? reader.openPath!(path, readOptions) : reader.open(bytes, path, readOptions)),
      options.sha256,
    );
    const { group, ...scan } = result;
    const checksum = scanChecksum(own, scan);
    requireChecksum(options.checksum, checksum, path);
    return {
      ...scan,
      ...(group && options.groupingKey ? { group } : {}),
      sha256: own,
      checksum,
      async plane(index) {
        // Planes decoded without a pause would pile up: the collector takes back array memory between tasks.
        await setImmediate();
        const read = content.read(() => scan.plane(index), own);
        return read.then(
          ({ result: plane }) => plane,
          (cause) => Promise.reject(asFormatError(cause, path)),
        );
      },
    };
  } catch (cause) {
    // A file that is not the declared one may be anything: that it is another is what is wrong with it.
    if (options.sha256 !== undefined) requireChecksum(options.sha256, await fileChecksum(path), path);
    throw asFormatError(cause, path);
  } finally {
    await handle.close();
  }
}
