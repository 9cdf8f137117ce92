/**
 * The HDF5 library in a thread of its own: a damaged file can make it hang, abort or ask for any amount of memory, and a thread can be ended.
 *
 * The file is not copied into the library's memory: its file system asks back for the bytes it needs. It sees nothing of the disk, so links
 * to other files lead nowhere.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { MessagePort } from "node:worker_threads";
import { ready } from "h5wasm";
import { type NumberType, numberTypes } from "../numbers.ts";
import type { Hdf5Member, Hdf5Object, Hdf5Question, Hdf5Records, Hdf5Reply, Hdf5Request, Hdf5Source, Hdf5Type } from "./protocol.ts";

/** Most memory that the library may take [pages of 64 KiB]. */
const PAGE_LIMIT = 2048;
const PAGE = 65536;
/** Memory that the library starts with, twice. */
const HEALTHY = 48 * 1024 * 1024;
/** Characters of a header or an attribute. */
const TEXT_LIMIT = 4 * 1024 * 1024;
const NAME_LIMIT = 1000;

type Library = Awaited<typeof ready>;
type Metadata = ReturnType<Library["get_dataset_metadata"]>;

/** What the library's file system calls to fill its memory. */
interface FileNode {
  usedBytes: number;
  stream_ops: Record<string, unknown>;
}

/** Node's types do not declare it. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { Memory, RuntimeError } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Memory }; RuntimeError: typeof Error } })
  .WebAssembly;

/** Beyond the limit memory does not grow: the library then reports that it could not allocate. */
function limitMemory(): void {
  const grow = Memory.prototype.grow;
  Memory.prototype.grow = function (this: Memory, pages) {
    if (this.buffer.byteLength / PAGE + pages > PAGE_LIMIT) throw new RangeError("Expected at most 128 MiB, got a request for more");
    return grow.call(this, pages);
  };
}

interface OpenedFile {
  readonly file: number;
  readonly id: bigint;
  close(): void;
}

function openSource(library: Library, file: number, source: Hdf5Source): OpenedFile {
  const descriptor = "path" in source ? openSync(source.path, "r") : undefined;
  const size = "path" in source ? fstatSync(descriptor!).size : source.bytes.length;
  const name = `/${file}`;
  library.FS.writeFile(name, new Uint8Array(0));
  const node = (library.FS as unknown as { lookupPath(path: string): { node: FileNode } }).lookupPath(name).node;
  node.usedBytes = size;
  node.stream_ops = {
    ...node.stream_ops,
    read(_: unknown, memory: Int8Array, offset: number, length: number, position: number): number {
      const count = Math.max(0, Math.min(length, size - position));
      if ("path" in source) return readSync(descriptor!, memory, offset, count, position);
      memory.set(source.bytes.subarray(position, position + count), offset);
      return count;
    },
  };
  const end = (): void => {
    library.FS.unlink(name);
    if (descriptor !== undefined) closeSync(descriptor);
  };
  try {
    const id = library.open(name, library.H5F_ACC_RDONLY, false, -1, -1);
    return {
      file,
      id,
      close() {
        // What a damaged file leaves open is no fault of the file that comes next.
        try {
          library.close_file(id);
        } catch {}
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

function numberOf(metadata: Metadata, whole: boolean): Pick<Hdf5Type, "kind" | "number"> {
  const number = `${whole ? (metadata.signed ? "i" : "u") : "f"}${metadata.size}` as NumberType;
  // What is read is little-endian, whatever is stored.
  return numberTypes.includes(number) ? { kind: "number", number } : { kind: "other" };
}

function typeOf(library: Library, metadata: Metadata): Hdf5Type {
  const { size } = metadata;
  const types = library.H5T_class_t;
  switch (metadata.type) {
    case types.H5T_INTEGER.value:
    case types.H5T_ENUM.value:
      return { size, ...numberOf(metadata, true) };
    case types.H5T_FLOAT.value:
      return { size, ...numberOf(metadata, false) };
    case types.H5T_STRING.value:
      return { size, kind: "text" };
    case types.H5T_COMPOUND.value:
      return {
        size,
        kind: "compound",
        members: (metadata.compound_type?.members ?? []).map(
          (member): Hdf5Member => ({ ...typeOf(library, member), name: member.name, offset: member.offset }),
        ),
      };
    case types.H5T_ARRAY.value:
      return { size, kind: "array", ...(metadata.array_type && { element: typeOf(library, metadata.array_type) }) };
    case types.H5T_VLEN.value:
      return { size, kind: "sequence", ...(metadata.vlen_type && { element: typeOf(library, metadata.vlen_type) }) };
    default:
      return { size, kind: "other" };
  }
}

function look(library: Library, id: bigint, path: string): Hdf5Object | undefined {
  if (!exists(library, id, path)) return undefined;
  const type = path === "/" ? library.H5G_GROUP : library.get_type(id, path);
  if (type === library.H5G_GROUP) return { kind: "group", names: library.get_names(id, path, false).slice(0, NAME_LIMIT) };
  if (type !== library.H5G_DATASET) return undefined;
  const metadata = library.get_dataset_metadata(id, path);
  return { kind: "dataset", shape: (metadata.shape ?? []).map(Number), type: typeOf(library, metadata) };
}

/** Asking for what is not there is an error to the library: each step is looked up in its group. */
function exists(library: Library, id: bigint, path: string): boolean {
  const names = path.split("/").filter((name) => name !== "");
  return names.every((name, depth) => {
    const parent = `/${names.slice(0, depth).join("/")}`;
    const isGroup = depth === 0 || library.get_type(id, parent) === library.H5G_GROUP;
    return isGroup && library.get_names(id, parent, false).includes(name);
  });
}

/** Runs `use` with memory of the library; what it returns must hold none of it. */
function withMemory<Result>(library: Library, length: number, use: (pointer: number) => Result): Result {
  const pointer = library._malloc(Math.max(length, 1));
  if (pointer === 0) throw new Error("unable to allocate memory");
  try {
    return use(pointer);
  } finally {
    library._free(pointer);
  }
}

const product = (sizes: readonly number[]): number => sizes.reduce((count, size) => count * size, 1);

function read(library: Library, id: bigint, path: string, offset: readonly number[], count: readonly number[]): Uint8Array {
  const metadata = library.get_dataset_metadata(id, path);
  const length = product(count) * metadata.size;
  return withMemory(library, length, (pointer) => {
    const ones = count.map(() => 1n);
    library.get_dataset_data(id, path, count.map(BigInt), offset.map(BigInt), ones, BigInt(pointer));
    return library.HEAPU8.slice(pointer, pointer + length);
  });
}

/** The bytes that a sequence's length and pointer name. */
function sequence(library: Library, at: number, elementSize: number): Uint8Array {
  const view = new DataView(library.HEAPU8.buffer);
  const length = view.getUint32(at, true) * elementSize;
  const start = view.getUint32(at + 4, true);
  if (start + length > library.HEAPU8.length) throw new Error("a sequence longer than the memory it lies in");
  return library.HEAPU8.slice(start, start + length);
}

function records(library: Library, id: bigint, path: string, first: number, count: number): Hdf5Records {
  const { size, members = [] } = typeOf(library, library.get_dataset_metadata(id, path));
  return withMemory(library, size * count, (pointer) => {
    // What is not filled must not be taken for pointers.
    library.HEAPU8.fill(0, pointer, pointer + size * count);
    library.get_dataset_data(id, path, [BigInt(count)], [BigInt(first)], [1n], BigInt(pointer));
    const sequences: Record<string, Uint8Array[]> = {};
    for (const { name, kind, offset, element } of members) {
      if (kind !== "sequence" || element === undefined) continue;
      sequences[name] = Array.from({ length: count }, (_, at) => sequence(library, pointer + at * size + offset, element.size));
    }
    const fixed = library.HEAPU8.slice(pointer, pointer + size * count);
    library.reclaim_vlen_memory_count(id, path, "", BigInt(pointer), [BigInt(count)]);
    return { fixed, sequences };
  });
}

/** The first element of a text, of fixed or variable length; of a number its digits. */
function text(library: Library, id: bigint, path: string, attribute: string | undefined): string | undefined {
  if (!exists(library, id, path)) return undefined;
  if (attribute !== undefined && !library.get_attribute_names(id, path).includes(attribute)) return undefined;
  const metadata = attribute === undefined ? library.get_dataset_metadata(id, path) : library.get_attribute_metadata(id, path, attribute);
  if (metadata.type !== library.H5T_class_t.H5T_STRING.value) return undefined;
  const count = metadata.shape === null ? 0 : product(metadata.shape.map(Number));
  if (count < 1 || count * metadata.size > TEXT_LIMIT) return undefined;
  return withMemory(library, count * metadata.size, (pointer) => {
    if (attribute === undefined) library.get_dataset_data(id, path, null, null, null, BigInt(pointer));
    else library.get_attribute_data(id, path, attribute, BigInt(pointer));
    if (!metadata.vlen) return new TextDecoder().decode(library.HEAPU8.slice(pointer, pointer + metadata.size)).split("\0")[0];
    const start = new DataView(library.HEAPU8.buffer).getUint32(pointer, true);
    const found = start === 0 ? "" : library.UTF8ToString(start).slice(0, TEXT_LIMIT);
    library.reclaim_vlen_memory(id, path, attribute ?? "", BigInt(pointer));
    return found;
  });
}

function answer(library: Library, id: bigint, question: Hdf5Question): unknown {
  switch (question.ask) {
    case "look":
      return look(library, id, question.path);
    case "read":
      return read(library, id, question.path, question.offset, question.count);
    case "records":
      return records(library, id, question.path, question.first, question.count);
    case "text":
      return text(library, id, question.path, question.attribute);
  }
}

/** The innermost cause, or that memory was at its end: the library reports a stack of its own functions, outermost first. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const causes = [...message.matchAll(/^ *#\d+: .*?\(\): (.*)$/gm)].map(([, cause]) => cause!);
  const memory = causes.find((cause) => /memory|alloc/i.test(cause));
  return (memory ?? causes.at(-1) ?? message).replace(/\s+/g, " ").slice(0, 200);
}

/** Answers questions until the thread is ended. One file is open at a time. */
export async function serve(port: MessagePort): Promise<void> {
  limitMemory();
  const library = await ready;
  library.activate_throwing_error_handler();
  let opened: OpenedFile | undefined;
  port.on("message", ({ id, file, source, question }: Hdf5Request) => {
    let reply: Hdf5Reply;
    try {
      if (opened?.file !== file) {
        opened?.close();
        opened = undefined;
        opened = openSource(library, file, source);
      }
      reply = { id, answer: answer(library, opened.id, question) };
    } catch (error) {
      // An error that the library reports leaves it intact; one that ended it in the middle does not, and neither do leaks.
      const broken = !(error instanceof Error) || error instanceof RuntimeError || library.HEAPU8.length > HEALTHY;
      reply = { id, failure: sentence(error), broken };
    }
    port.postMessage(reply);
  });
  port.postMessage("ready");
}
