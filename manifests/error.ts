/**
 * The one error shape: what was expected, what came, where, and what to do.
 *
 * `code` is stable and may be matched by programs. `advice` is a sentence that a person can act on.
 * Everything else that is thrown is a defect of ours.
 */
export class MedqError extends Error {
  override readonly name = "MedqError";
  readonly code: ErrorCode;
  readonly problem: string;
  readonly where: string;
  readonly advice: string;

  /**
   * @param code stable, for programs
   * @param problem `Expected <what>, got <value>`
   * @param where the file, record or option it concerns
   * @param advice what to do about it
   */
  constructor(code: ErrorCode, problem: string, where: string, advice: string, cause?: unknown) {
    super(`${where}: ${problem}. ${advice}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.problem = problem;
    this.where = where;
    this.advice = advice;
  }
}

/** Stable codes; a new one is added here, an old one is never reused with another meaning. */
export type ErrorCode =
  | "E_USAGE" // the command line or an option is wrong
  | "E_SCHEMA" // a YAML file or record does not fit its schema
  | "E_NOT_FOUND" // a file, source, degradation or release is missing
  | "E_CHECKSUM" // a file is not the file that was declared
  | "E_DUPLICATE" // the same image a second time, under another name
  | "E_FORMAT" // no reader knows the file, or its header contradicts itself
  | "E_TRUNCATED" // the file ends before what its header declares
  | "E_UNSUPPORTED" // a legitimate feature that the reader does not decode
  | "E_MODALITY" // the file says that it is of another modality
  | "E_TOO_LARGE" // decoding it would exceed the memory limit
  | "E_SAMPLES" // the samples are unusable: not finite, or without any signal
  | "E_LICENCE" // a licence or access rule forbids it
  | "E_QUOTA" // the inputs do not suffice for what the recipe asks
  | "E_STORAGE" // the output folder cannot be written: no such place, no permission, no space
  | "E_CORRUPT" // the store or a release holds something other than its hash says
  | "E_DEVICE" // the GPU cannot do it: lost, out of memory, or too small
  | "E_DIFFERENT" // a rebuild does not equal the release
  | "E_INTERNAL"; // a defect of ours
