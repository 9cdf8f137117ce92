/** What happened in a run: made, found ready, dropped and why. Nothing is skipped silently. */
import { MedqError } from "../manifests/error.ts";

export interface Drop {
  readonly stage: string;
  readonly reason: string;
  /** The first few messages of this reason; the rest is counted. */
  readonly examples: string[];
  count: number;
}

/** How a run shows itself to whoever watches. */
export interface Watcher {
  /** `total` is undefined while it is not yet known. */
  progress(stage: string, done: number, total: number | undefined): void;
  note(message: string): void;
}

const EXAMPLES_KEPT = 3;

/** A damaged store entry, or a disk that is full, absent or closed. Errors of worker threads keep only their message. */
export function isStorageFailure(error: unknown): boolean {
  if (error instanceof MedqError) return error.code === "E_CORRUPT" || error.code === "E_STORAGE";
  return error instanceof Error && /^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|ENOTDIR|ENAMETOOLONG|EIO):/.test(error.message);
}

export class Report {
  made = 0;
  found = 0;
  readonly drops = new Map<string, Drop>();
  /** Of everything that was refused: a line of JSON, which may name files. */
  readonly refusals = new Set<string>();
  readonly watcher: Watcher;
  /** Names under which keys were met first. */
  readonly #met = new Map<string, string>();
  /** Kinds of drops that the watcher was told of, in this pass or one before. */
  readonly #noted = new Set<string>();
  readonly #done = new Map<string, number>();
  readonly #totals = new Map<string, number>();

  constructor(watcher: Watcher) {
    this.watcher = watcher;
  }

  /** Begins again, in a run that goes over everything a second time: what was made before will be found, and counts as made. */
  restart(): void {
    this.found = -this.made;
    for (const counts of [this.drops, this.refusals, this.#met, this.#done, this.#totals]) counts.clear();
  }

  /** @returns the name under which the key was met before, undefined for the first time */
  meet(key: string, name: string): string | undefined {
    const before = this.#met.get(key);
    if (before === undefined) this.#met.set(key, name);
    return before;
  }

  /** Adds to what a stage is known to have before it. */
  expect(stage: string, count: number): void {
    this.#totals.set(stage, (this.#totals.get(stage) ?? 0) + count);
  }

  advance(stage: string): void {
    const done = (this.#done.get(stage) ?? 0) + 1;
    this.#done.set(stage, done);
    this.watcher.progress(stage, done, this.#totals.get(stage));
  }

  drop(stage: string, reason: string, message: string): void {
    const name = `${stage}/${reason}`;
    const drop = this.drops.get(name) ?? { stage, reason, examples: [], count: 0 };
    drop.count++;
    if (drop.examples.length < EXAMPLES_KEPT) drop.examples.push(message);
    if (drop.count === 1 && !this.#noted.has(name))
      this.watcher.note(`${stage} dropped one, more of its kind are counted: ${reason}: ${message}`);
    this.#noted.add(name);
    this.drops.set(name, drop);
  }

  /**
   * Counts a job's error under its code; anything but a MedqError is a defect of ours and says so.
   * @throws the error itself where the store failed and not the input: a release must not become poorer by that
   */
  refuse(stage: string, error: unknown): void {
    if (isStorageFailure(error)) throw error;
    if (!(error instanceof MedqError)) {
      this.drop(stage, "E_INTERNAL", error instanceof Error ? (error.stack ?? error.message) : String(error));
      const problem = error instanceof Error ? error.message : String(error);
      this.refusals.add(JSON.stringify({ stage, file: null, code: "E_INTERNAL", problem, advice: "A defect of medq's own: report it." }));
      return;
    }
    const { code, where, problem, advice } = error;
    this.drop(stage, code, error.message);
    this.refusals.add(JSON.stringify({ stage, file: where, code, problem, advice }));
  }

  get failedInternally(): boolean {
    return [...this.drops.values()].some((drop) => drop.reason === "E_INTERNAL");
  }

  /** Counts by stage and reason, for records and --json. */
  dropCounts(): Record<string, number> {
    return Object.fromEntries([...this.drops].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, drop]) => [name, drop.count]));
  }
}
