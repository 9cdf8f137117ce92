/**
 * Work on the independent parts of one array (coils, say), shared with whichever threads have nothing better to do.
 *
 * The thread that has the work takes one part after the other; threads that are called take parts too, until none is left. Nobody waits for
 * a thread that is busy, so images come first and coils second, and the result does not depend on who took what. Data lies in shared memory
 * and is never copied between threads. Without others to call, or with data of one thread's own, the work is an ordinary loop.
 */

/** @returns a copy that several threads see */
export function sharedCopy(data: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(8 * data.length));
  copy.set(data);
  return copy;
}

/** Work, as it travels to another thread. */
export interface Parts<Parameters = unknown> {
  /** URL of the module that exports the operation, and its name: (data, part, parameters) => void. */
  readonly module: string;
  readonly operation: string;
  readonly count: number;
  readonly data: Float64Array;
  readonly parameters: Parameters;
}

/** Work that was begun. `state`: parts taken, parts finished, parts that failed. */
export interface BegunParts extends Parts {
  readonly state: Int32Array;
}

export type PartOperation<Parameters> = (data: Float64Array, part: number, parameters: Parameters) => void;

const TAKEN = 0;
const FINISHED = 1;
const FAILED = 2;

let callOthers: ((parts: BegunParts) => void) | undefined;

/** Tells this thread how to call others. They answer with `help`. */
export function setCall(call: (parts: BegunParts) => void): void {
  callOthers = call;
}

/**
 * Does all parts, each once.
 *
 * @throws what the operation throws in this thread; Error where it failed in another
 */
export function doParts<Parameters>(parts: Parts<Parameters>, operation: PartOperation<Parameters>): void {
  if (callOthers === undefined || parts.count < 2 || !(parts.data.buffer instanceof SharedArrayBuffer)) {
    for (let part = 0; part < parts.count; part++) operation(parts.data, part, parts.parameters);
    return;
  }
  const begun: BegunParts = { ...parts, state: new Int32Array(new SharedArrayBuffer(12)) };
  callOthers(begun);
  take(begun, operation as PartOperation<unknown>);
  // What others took may still be under way.
  for (;;) {
    const finished = Atomics.load(begun.state, FINISHED);
    if (Atomics.load(begun.state, FAILED) > 0) throw new Error(`${parts.operation} failed in another thread`);
    if (finished === parts.count) return;
    Atomics.wait(begun.state, FINISHED, finished);
  }
}

/** Takes parts of another thread's work until none is left. Where this rejects, or the thread dies, somebody must `giveUp`. */
export async function help(begun: BegunParts): Promise<void> {
  if (Atomics.load(begun.state, TAKEN) >= begun.count) return;
  const { [begun.operation]: operation } = (await import(begun.module)) as Record<string, PartOperation<unknown>>;
  take(begun, operation);
}

/** Wakes the thread that waits for parts that nobody will finish. */
export function giveUp({ state }: BegunParts): void {
  Atomics.add(state, FAILED, 1);
  Atomics.add(state, FINISHED, 1);
  Atomics.notify(state, FINISHED);
}

function take({ state, count, data, parameters }: BegunParts, operation: PartOperation<unknown>): void {
  for (let part = Atomics.add(state, TAKEN, 1); part < count; part = Atomics.add(state, TAKEN, 1)) {
    operation(data, part, parameters);
    Atomics.add(state, FINISHED, 1);
    Atomics.notify(state, FINISHED);
  }
}
