/** The words of every degradation on disk: they stand after "seen as", "find" and "show", and speak of nothing but the picture that is shown. */
import { describe, expect, it } from "vitest";
import { catalogue } from "../../generators/catalogue.ts";

const { degradations } = await catalogue();

/** Nouns that a reader counts. One that stands in the singular is opened by a determiner. */
const COUNTED = new Set(
  `arc background band blotch body border bundle centre circle copy corner direction disc dot edge front ghost grid hole
  image line look middle net object outline part patch pattern periphery picture point rim ring row section shadow side spot streak stripe
  structure vane veil vertebra vessel wall weave`.split(/\s+/),
);
const DETERMINERS = new Set(
  "a an the one two three several many few some every each any no its their another either this that what".split(" "),
);
/** Where a group of words around one noun ends. */
const BOUNDARY =
  /,|:|;|\b(?:about|above|across|after|against|all|along|alone|alternately|also|amid|and|are|around|as|at|away|be|beneath|beside|best|between|beyond|both|but|by|can|cover|covers|cross|drawn|evenly|fading|follow|from|gone|have|has|if|in|inside|into|is|just|laid|like|more|near|of|off|on|only|open|or|out|outside|over|overlaid|overlap|pulled|right across|running|seen|starting|sunk|tangential|than|that|through|throughout|to|touch|towards|under|until|up|when|where|wherever|which|while|with|within|without)\b/;

/** Fixed turns of speech without articles. */
const IDIOMS = /\b(?:side to side|front to back|edge to edge|in line with|tissue and background|(?:in|if) part of)\b/g;

/** Groups without their determiner: "single thin line", "bright rim"; in "a soft and uneven rim" the first adjective has it for both. */
function bareSingulars(phrase: string): string[] {
  const groups = phrase
    .replace(IDIOMS, ",")
    .split(BOUNDARY)
    .map((group) => group.trim().split(/\s+/));
  const joined = [...phrase.replace(IDIOMS, ",").matchAll(new RegExp(BOUNDARY, "g"))].map(([word]) => word);
  const determined = (words: readonly string[]): boolean => words.some((word) => DETERMINERS.has(word) || /'s$/.test(word));
  return groups
    .filter((words, i) => {
      const shared = /^(?:and|or)$/.test(joined[i - 1] ?? "") && determined(groups[i - 1]!) && !COUNTED.has(groups[i - 1]!.at(-1)!);
      return COUNTED.has(words.at(-1)!) && !determined(words) && !shared;
    })
    .map((words) => words.join(" "));
}

/** Nouns without number that an attribute may end in; every other one ends in a plural. */
const UNCOUNTED = new Set(
  `aliasing banding blur clipping defocus distortion enhancement ghosting illumination loss motion noise oversmoothing ringing shading
  smearing`.split(/\s+/),
);
/** Ways to scan and to reconstruct: what they leave in a picture has another name, which a reader would use. */
const METHOD =
  /\b(?:angle|compressed|fourier|gradient|homodyne|kernel|keyhole|limited|mismatch|modulation|multislice|offset|parallel|residue|sampling|sensing|slice|sparse|view|undersampling)\b/;

/** What needs the clean image, the recipe or another scan to be true. */
const HIDDEN_REFERENCE =
  /\b(?:than (?:usual|it should|they are|it is|before|ordinary|in truth)|as (?:it was|they were|before)|(?:un)?usual|unchanged|compared|slightly more|ordinary|full[- ]dose|should)\b/;

describe("bareSingulars", () => {
  it.each([
    ["single thin line across the image", ["single thin line"]],
    ["large black hole", ["large black hole"]],
    ["painted look: even patches", ["painted look"]],
    ["faint turned outline of the rim", ["faint turned outline"]],
    ["a thin line across one side of the image", []],
    ["faint streaks in one direction, with a veil", []],
    ["light grain over the tissue", []],
    ["a soft and uneven rim beside a hole and dark rim", ["dark rim"]],
  ])("of '%s' are %j", (phrase, found) => {
    expect(bareSingulars(phrase)).toEqual(found);
  });
});

describe.each([...degradations])("%s", (_, { looksLike, effectOnAnatomy, attribute, title }) => {
  it("opens every singular count noun with its article", () => {
    for (const phrase of Object.values(looksLike)) expect(bareSingulars(phrase), phrase).toEqual([]);
  });

  it("has an attribute that takes a level without an article and names a look", () => {
    const last = attribute.split(" ").at(-1)!;
    expect(UNCOUNTED.has(last) || last.endsWith("s"), attribute).toBe(true);
    expect(attribute).not.toMatch(METHOD);
  });

  it("speaks of what is shown, not of what it might have been", () => {
    for (const phrase of [...Object.values(looksLike), ...Object.values(effectOnAnatomy)]) expect(phrase).not.toMatch(HIDDEN_REFERENCE);
  });

  it("has words that stand within a sentence", () => {
    for (const phrase of [...Object.values(looksLike), ...Object.values(effectOnAnatomy), attribute, title]) {
      expect(phrase).not.toMatch(/ {2}|\b(\w+) \1\b|\b[Aa] [aeio]|\b[Aa]n [bcdfgjklmnpqrstvwxyz]|[.;,]$/);
    }
  });
});
