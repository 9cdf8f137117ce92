/** Grammar: filling templates, articles, lists and capitals. */

/** Puts values in the place of {names}, and values within values. @throws RangeError for a name without a value */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`Expected a value for {${name}}, got none: "${text}"`);
    return value.includes("{") ? fill(value, values) : value;
  });
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A filled template as a sentence, or as a question's or option's text. */
export const sentence = (text: string, values: Readonly<Record<string, string>>): string => capitalised(fill(text, values));

/** A word such as MR, CT or H&E is spelled, so it keeps its capitals, and its first letter's name decides the article; FLAIR and STIR are spoken. */
const SPELLED = /^[A-Z][A-Z&0-9]/;
const SPOKEN = /^(?:FLAIR|STIR)\b/;
const VOWEL_NAMED = /^[AEFHILMNORSX]/;

/** "Axial MR image" becomes "an axial MR image", "H&E-stained section" becomes "an H&E-stained section". */
export function withArticle(phrase: string): string {
  if (SPELLED.test(phrase) && !SPOKEN.test(phrase)) return `${VOWEL_NAMED.test(phrase) ? "an" : "a"} ${phrase}`;
  const lower = SPOKEN.test(phrase) ? phrase : phrase.charAt(0).toLowerCase() + phrase.slice(1);
  return `${/^(?:[aeio]|u(?!ni|se))/.test(lower) ? "an" : "a"} ${lower}`;
}

/** "a thin line" becomes "thin line"; "the" stays, for without it a phrase is none. */
export const withoutArticle = (phrase: string): string => phrase.replace(/^an? /, "");

/** "x", "x and y", "x, y and z"; parts that hold commas themselves are set apart by ", and". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  const last = parts.at(-1)!;
  const rest = parts.slice(0, -1).join(", ");
  return `${rest}${parts.some((part) => part.includes(",") || part.includes(" and ")) ? ", and " : " and "}${last}`;
}
