/**
 * The comment at the head of a degradation's file, taken apart.
 *
 *   first paragraph: the cause      indented lines: equations      "Not modelled:", "`drawn`:", "Sources:" open their own parts, wherever a line begins with them
 *
 * Every other paragraph explains; sources are left to the model's `references`, where each work stands once. Lines of a paragraph are joined: they were broken for the width of a source file only.
 */
import { MedqError } from "../../manifests/error.ts";

export type Passage = { readonly kind: "text"; readonly text: string } | { readonly kind: "equation"; readonly lines: readonly string[] };

export interface Header {
  readonly cause: string;
  /** Equations and explanations, in the file's order; at least one equation. */
  readonly model: readonly Passage[];
  readonly drawn?: string;
  readonly notModelled: string;
}

const LABELS = { drawn: /^`?drawn`?:\s*/i, notModelled: /^Not modelled:\s*/, sources: /^Sources?(?=[:,]):?,?\s*/ } as const;
type Label = keyof typeof LABELS;

/** The lines between the first comment's marks, without the stars before them; a line's own indent stays. */
function commentLines(source: string): string[] {
  const comment = /^\s*\/\*\*(.*?)\*\//s.exec(source)?.[1] ?? "";
  return comment.split("\n").map((line, index) => (index === 0 ? line.trim() : line.replace(/^ \* ?/, "").trimEnd()));
}

interface Part {
  readonly label: Label | "equation" | "text";
  readonly lines: string[];
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  let open: Part | undefined;
  for (const line of lines) {
    const label = (Object.keys(LABELS) as Label[]).find((name) => LABELS[name].test(line));
    const isEquation = /^ {2,}\S/.test(line);
    // A label's paragraph may be continued with an indent.
    const continues = open !== undefined && isEquation && open.label !== "equation" && open.label !== "text";
    if (line.trim() === "") {
      open = undefined;
    } else if (label !== undefined) {
      open = { label, lines: [line.replace(LABELS[label], "")] };
      parts.push(open);
    } else if (open === undefined || (!continues && isEquation !== (open.label === "equation"))) {
      open = { label: isEquation ? "equation" : "text", lines: [line] };
      parts.push(open);
    } else {
      open.lines.push(line);
    }
  }
  return parts;
}

/** Lines that begin with a dash stay lines; the others are joined. */
const joined = (lines: readonly string[]): string =>
  lines.map((line) => line.trim()).reduce((text, line) => (text === "" ? line : `${text}${line.startsWith("- ") ? "\n" : " "}${line}`), "");

/** Without the indent that all lines share. */
function unindented(lines: readonly string[]): string[] {
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent));
}

/** @param source the file's text @param where its path @throws MedqError E_FORMAT naming the part that is missing */
export function readHeader(source: string, where: string): Header {
  const missing = (what: string): MedqError =>
    new MedqError(
      "E_FORMAT",
      `Expected ${what} in the comment at the file's head, got none`,
      where,
      "The field guide is made of it: the cause in the first paragraph, equations indented, then `Not modelled:` and `Sources:`.",
    );
  const parts = partsOf(commentLines(source));
  const [first, ...rest] = parts;
  if (first?.label !== "text") throw missing("the cause");
  const labelled = (label: Label): string | undefined => {
    const found = rest.filter((part) => part.label === label).map(({ lines }) => joined(lines));
    return found.length === 0 ? undefined : found.join(" ");
  };
  const model = rest.flatMap((part): Passage[] => {
    if (part.label === "equation") return [{ kind: "equation", lines: unindented(part.lines) }];
    return part.label === "text" ? [{ kind: "text", text: joined(part.lines) }] : [];
  });
  if (!model.some(({ kind }) => kind === "equation")) throw missing("an equation");
  const notModelled = labelled("notModelled");
  if (notModelled === undefined) throw missing('"Not modelled:"');
  const drawn = labelled("drawn");
  return {
    cause: joined(first.lines),
    model,
    notModelled,
    ...(drawn !== undefined && { drawn }),
  };
}
