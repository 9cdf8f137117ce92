/** Text of recipes and sources for a Markdown page: whatever it holds, it stays text, on its line and in its cell. */

/** Controls, line ends among them, marks that turn the direction of what follows, and characters that show nothing. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** What begins a tag, an entity, a link, a picture, code, or ends a cell. */
const MARKS = /[\\`<>|[\]&]/g;

const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };

/** One line of text. A mark at its beginning (of a heading, a list, a quotation, a rule) loses its meaning. */
export function inMarkdown(text: string): string {
  const line = text.replace(UNSEEN, " ").trim();
  return line
    .replace(MARKS, (mark) => ENTITIES[mark] ?? `\\${mark}`)
    .replace(/^([#+\-*=~]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}

/** As code: nothing in it means anything but the sign that ends it. */
export const inCode = (text: string): string => `\`${text.replace(UNSEEN, " ").replaceAll("`", "'").replaceAll("|", "\\|").trim()}\``;
