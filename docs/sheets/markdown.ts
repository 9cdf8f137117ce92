/** Text as Markdown: what a source file's prose says, unchanged by it, with references as links. */

/** Marks that Markdown or a code host would read as its own; what stands in backticks stays as it is. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : linked(piece)))
    .join("");
}

const escaped = (text: string): string =>
  text
    .replace(/[\\*_~$|[\]#]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");

/** Identifiers of papers: arXiv:2510.01691, doi:10.1002/mrm.1910160203; old DOIs hold <, > and ; within. */
const PAPER = /\b(arXiv:\s?\d{4}\.\d{4,5}(?:v\d+)?|doi:\s?10\.\d{4,9}\/[^\s,]*[^\s,;.)])/i;

function linked(text: string): string {
  return text
    .split(new RegExp(PAPER, "gi"))
    .map((piece, index) => {
      if (index % 2 === 0) return escaped(piece);
      const [, kind = "", number = ""] = /^(\w+):\s?(.*)$/.exec(piece)!;
      const address =
        kind.toLowerCase() === "arxiv"
          ? `https://arxiv.org/abs/${number}`
          : `https://doi.org/${encodeURI(number).replace(/[()]/g, (mark) => (mark === "(" ? "%28" : "%29"))}`;
      return `[${escaped(piece)}](${address})`;
    })
    .join("");
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const code = (lines: readonly string[], language: string): string => [`\`\`\`${language}`, ...lines, "```"].join("\n");

/** A phrase as a sentence's beginning; a paper's identifier stays as it is written. */
export const capital = (phrase: string): string =>
  new RegExp(`^(?:${PAPER.source})`, "i").test(phrase) ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);

export const sentence = (phrase: string): string => (phrase === "" ? "" : /[.!?]$/.test(phrase) ? capital(phrase) : `${capital(phrase)}.`);
