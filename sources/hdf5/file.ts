/**
 * Asks an HDF5 file for what it holds.
 *
 * The library works in a thread of its own (serve.ts), one for each thread that asks, started with the first question. Where a question is
 * not answered within its time, or fails, the thread ends and the next question starts a new one: what a damaged file left behind goes with it.
 */
import { Worker } from "node:worker_threads";
import { MedqError } from "../../manifests/error.ts";
import type { Hdf5Object, Hdf5Question, Hdf5Records, Hdf5Reply, Hdf5Source } from "./protocol.ts";

/** Far more than any question here takes; a file on which the library loops is given up. */
const SECONDS = 3;

export interface Hdf5File {
  readonly where: string;
  /** @returns undefined where nothing is, or nothing that is known */
  look(path: string): Promise<Hdf5Object | undefined>;
  /** @returns the bytes of a block of elements, in C order; their types are as `look` says */
  read(path: string, offset: readonly number[], count: readonly number[]): Promise<Uint8Array>;
  records(path: string, first: number, count: number): Promise<Hdf5Records>;
  /** @returns a text, or the text of an attribute; undefined where there is none */
  text(path: string, attribute?: string): Promise<string | undefined>;
}

interface Library {
  readonly worker: Worker;
  readonly started: Promise<void>;
}

let library: Library | undefined;
let fileCount = 0;
let questionCount = 0;
/** The questions that stand before: the thread answers one at a time. */
let last: Promise<unknown> = Promise.resolve();

function start(): Library {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { execArgv: [], stdout: true, stderr: true });
  const started = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that reads HDF5 ended")));
  });
  // Each question waits for it; without one, nobody is to be told.
  started.catch(() => {});
  return { worker, started };
}

async function end(): Promise<void> {
  const { worker } = library!;
  library = undefined;
  await worker.terminate();
}

function reply(worker: Worker, id: number): Promise<Hdf5Reply> {
  return new Promise((resolve) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      worker.off("message", hear).off("error", broke).off("exit", exited);
      settle();
    };
    const hear = (message: Hdf5Reply): void => {
      if (message.id === id) finish(() => resolve(message));
    };
    const failed = (failure: string): void => finish(() => resolve({ id, failure, broken: true }));
    const broke = (error: Error): void => failed(error.message);
    const exited = (): void => failed("the library ended");
    const timer = setTimeout(() => failed(`no answer within ${SECONDS} s`), 1000 * SECONDS);
    worker.on("message", hear).once("error", broke).once("exit", exited);
  });
}

function failureOf(failure: string, where: string): MedqError {
  if (/truncated file|past end of|addr overflow|eof/i.test(failure)) {
    return new MedqError("E_TRUNCATED", `Expected a whole HDF5 file, got "${failure}"`, where, "Fetch the file again; it ends early.");
  }
  if (/alloc|memory|no space/i.test(failure)) {
    const problem = `Expected blocks that fit into 128 MiB, got "${failure}"`;
    return new MedqError("E_TOO_LARGE", problem, where, "Store the array in smaller chunks, or without compression.");
  }
  const advice = /filter/.test(failure)
    ? "Fetch it again; a chunk that unpacks to 100 MiB or more is not read."
    : "Export or fetch the file again.";
  return new MedqError("E_FORMAT", `Expected an intact HDF5 file, got "${failure}"`, where, advice);
}

async function askNow(file: number, source: Hdf5Source, question: Hdf5Question, where: string): Promise<unknown> {
  library ??= start();
  const { worker, started } = library;
  worker.ref();
  try {
    await started;
    const id = ++questionCount;
    const replied = reply(worker, id);
    worker.postMessage({ id, file, source, question });
    const message = await replied;
    if ("answer" in message) return message.answer;
    if (message.broken) await end();
    throw failureOf(message.failure, where);
  } finally {
    worker.unref();
  }
}

/** @param where the file, for errors */
export function hdf5File(source: Hdf5Source, where: string): Hdf5File {
  const file = ++fileCount;
  const ask = <Answer>(question: Hdf5Question): Promise<Answer> => {
    const answer = last.then(() => askNow(file, source, question, where));
    last = answer.catch(() => {});
    return answer as Promise<Answer>;
  };
  return {
    where,
    look: (path) => ask({ ask: "look", path }),
    read: (path, offset, count) => ask({ ask: "read", path, offset, count }),
    records: (path, first, count) => ask({ ask: "records", path, first, count }),
    text: (path, attribute) => ask({ ask: "text", path, ...(attribute !== undefined && { attribute }) }),
  };
}

/** @returns bytes that other threads see */
export function sharedBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
