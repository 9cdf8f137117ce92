/**
 * Whose a file is, by its path: for files that carry no identity themselves.
 *
 * A dataset's `group` rule is a regular expression on the path below its folder. Without one, the folder or file name `sub-<label>` of the Brain Imaging
 * Data Structure tells: the standard uses it for nothing else.
 *
 * Source: BIDS 1.10, entity `sub`; labels are alphanumeric.
 */
import { Script } from "node:vm";
import { MedqError } from "../manifests/error.ts";

const BIDS = "(?:^|/)sub-([A-Za-z0-9]+)(?=[/_.]|$)";

/** A rule whose search grows without bound is stopped. */
const MILLISECONDS_AT_MOST = 2000;

/** A sandbox of its own can be stopped in the midst of a search. */
const search = new Script(
  "const pattern = new RegExp(rule); paths.map((path) => { const [all, first] = pattern.exec(path) ?? []; return first ?? all; })",
);

/**
 * @param paths relative to the dataset's folder, parted by slashes
 * @param rule takes the subject's name with its first pair of parentheses, or with the whole match where it has none
 * @param where the dataset's file, for errors
 * @returns for each path the subject's name; undefined where the path does not tell
 * @throws MedqError E_SCHEMA for a rule that is no regular expression, or that does not come to an end
 */
export function subjectsOf(paths: readonly string[], rule: string | undefined, where: string): (string | undefined)[] {
  try {
    const found = search.runInNewContext({ rule: rule ?? BIDS, paths: [...paths] }, { timeout: MILLISECONDS_AT_MOST + paths.length });
    return Array.from(found as Iterable<string | undefined>, (name) => (name === "" ? undefined : name));
  } catch (error) {
    throw new MedqError(
      "E_SCHEMA",
      `Expected \`group\` to be a regular expression that is searched for in little time, got "${rule}": ${(error as Error).message}`,
      where,
      "Name the part of the path that is the subject: 'sub-(\\w+)'.",
      error,
    );
  }
}
