/**
 * Severity: a number from 0 (the exact identity) to 1, and the marks none, mild, moderate and severe on it.
 *
 * A ladder maps severity to one physical parameter. It passes through its marks at 0, 1/3, 2/3 and 1
 * and runs between them linearly in the parameter, in its logarithm, or in its reciprocal.
 * Set by hand, a parameter may lie beyond its marks, up to a limit: what counts something is drawn one by one, and a machine that a
 * thousand times the severe mark describes is none.
 */
import { MedqError } from "../manifests/error.ts";
import { exp, log } from "./signal/math.ts";

export const LEVELS = ["none", "mild", "moderate", "severe"] as const;
export type Level = (typeof LEVELS)[number];

/** The severity at which a level's mark stands. */
export const MARKS: Readonly<Record<Level, number>> = { none: 0, mild: 1 / 3, moderate: 2 / 3, severe: 1 };

/** The level whose mark is nearest: a severity within 1/6 of a mark bears its name. */
export function levelOf(severity: number): Level {
  if (severity < 1 / 6) return "none";
  if (severity < 1 / 2) return "mild";
  return severity < 5 / 6 ? "moderate" : "severe";
}

export interface LadderMarks {
  /** Unit, "1" for a ratio or count: mm, deg, HU, px, "lines" ... as a person would write it; the model states what it converts. */
  readonly unit: string;
  /** How values between two marks are found. "log" needs positive marks, "reciprocal" non-zero ones and takes Infinity. */
  readonly scale?: "linear" | "log" | "reciprocal";
  readonly none: number;
  readonly mild: number;
  /** Left out: half-way between mild and severe on the ladder's scale. */
  readonly moderate?: number;
  readonly severe: number;
  /** The largest that may be set by hand. Left out: so many times the largest mark, and no limit where a mark is infinite. */
  readonly most?: number;
  /** What the number is, in words that a physicist accepts: "all lines / acquired lines". */
  readonly means: string;
}

export interface Ladder extends LadderMarks {
  readonly scale: "linear" | "log" | "reciprocal";
  readonly moderate: number;
  readonly most: number;
  /** @param severity 0 .. 1 @returns the parameter in the ladder's unit */
  at(severity: number): number;
}

/** How far beyond the largest mark a parameter may be set. */
const BEYOND = 20;

const forward = { linear: (x: number) => x, log: (x: number) => log(x), reciprocal: (x: number) => 1 / x };
const backward = { linear: (x: number) => x, log: (x: number) => exp(x), reciprocal: (x: number) => 1 / x };

/** Builds a ladder from its marks. @throws RangeError for marks that its scale cannot take or that are not monotone */
export function ladder(marks: LadderMarks): Ladder {
  const scale = marks.scale ?? "linear";
  const to = forward[scale];
  const back = backward[scale];
  const moderate = marks.moderate ?? back((to(marks.mild) + to(marks.severe)) / 2);
  const values = [marks.none, marks.mild, moderate, marks.severe];
  const scaled = values.map(to);
  const rises = scaled.every((value, i) => i === 0 || value >= scaled[i - 1]!);
  const falls = scaled.every((value, i) => i === 0 || value <= scaled[i - 1]!);
  if (!scaled.every(Number.isFinite) || !(rises || falls)) {
    throw new RangeError(`Expected marks that a ${scale} ladder can pass monotonically, got ${values.join(", ")} (${marks.means})`);
  }
  return {
    ...marks,
    scale,
    moderate,
    most: marks.most ?? BEYOND * Math.max(...values.map(Math.abs)),
    at(severity) {
      const position = Math.min(Math.max(severity, 0), 1) * 3;
      const step = Math.min(Math.floor(position), 2);
      const t = position - step;
      if (t === 0) return values[step]!;
      if (t === 1) return values[step + 1]!;
      return back(scaled[step]! + t * (scaled[step + 1]! - scaled[step]!));
    },
  };
}

/** A parameter that severity does not move; `--set` can. */
export function constant({ value, ...rest }: { unit: string; value: number; most?: number; means: string }): Ladder {
  return ladder({ ...rest, none: value, mild: value, severe: value });
}

/** @throws MedqError E_USAGE for a severity outside 0 .. 1 */
export function checkSeverity(severity: number, where: string): number {
  if (!(severity >= 0 && severity <= 1)) {
    throw new MedqError("E_USAGE", `Expected a severity from 0 to 1, got ${severity}`, where, "0 is the clean image, 1 the severe mark.");
  }
  return severity;
}
