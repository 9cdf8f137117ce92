/** Markdown: tables, and text from a recipe or source made harmless in it. */

/** What makes markup, a link or another cell. */
const MARKUP = /[\\`*_[\]>|]|^[#+=~-]/g;
/** Controls, line ends, and characters that turn the direction of what follows. */
const UNPRINTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text of others as one line of plain words: every text that a person wrote goes through here. */
export const plain = (text: string): string => text.replace(UNPRINTED, " ").trim().replace(MARKUP, "\\$&").replaceAll("<", "&lt;");

/** The same within `code`. */
export const code = (text: string): string => `\`${text.replace(UNPRINTED, " ").replaceAll("`", "'").replaceAll("|", "/")}\``;

type Cell = string | number;

/** @param rows the first one is the head; from its second column on numbers stand to the right */
export function table([head, ...rows]: readonly (readonly Cell[])[]): string[] {
  const numeric = head!.map((_, column) => rows.length > 0 && rows.every((row) => /^-?[\d.]*$/.test(String(row[column]))));
  const line = (cells: readonly Cell[]): string => `| ${cells.join(" | ")} |`;
  return [line(head!), line(numeric.map((right) => (right ? "---:" : "---"))), ...rows.map(line)];
}

export const list = (entries: readonly string[]): string[] => entries.map((entry) => `- ${entry}`);

/** 41.2: a share as a percentage. */
export const percent = (share: number): string => (100 * share).toFixed(1);

/** "1 group", "2 groups" */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
