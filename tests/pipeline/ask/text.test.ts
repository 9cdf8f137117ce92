import { describe, expect, it } from "vitest";
import { degradationsOf, catalogue as onDisk } from "../../../generators/catalogue.ts";
import { MARKS } from "../../../generators/severity.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import { type Candidate, candidatesOf } from "../../../pipeline/ask/candidates.ts";
import { describe as describeImage } from "../../../pipeline/ask/description.ts";
import { factsOf } from "../../../pipeline/ask/facts.ts";
import { readTemplates } from "../../../pipeline/ask/templates.ts";
import { sentence } from "../../../pipeline/ask/words.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, manyFamilies, recipeOf } from "./records.ts";

const VERDICT = /^Overall, the quality of this image is (good|usable|reject)\.$/;
const BETTER = /^The (first|second) image is of better quality\.$/;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!]) (?=[A-Z])/);

/** Faults of grammar and layout that a machine can find. */
function faultsOf(text: string): string[] {
  const found = [
    [/ {2}/, "double space"],
    [/\.\./, "two stops"],
    [/[{}]/, "unfilled word"],
    [/\b(\w+) \1\b/i, "word twice"],
    [/\b[Aa] [aeio]/, "a before a vowel"],
    [/\b[Aa]n [bcdfgjklmnpqrstvwxyz]/, "an before a consonant"],
    [/ [,.;:?]/, "space before punctuation"],
    [/[,;:][,.;:?]/, "punctuation twice"],
    [/undefined|null|NaN/, "no value"],
    [/^\s|\s$/, "space at the edge"],
  ] as const;
  return [...found.filter(([pattern]) => pattern.test(text)).map(([, name]) => name), ...caseFaults(text)];
}

const caseFaults = (text: string): string[] => (/(?:^|[.?!] )[a-z]/.test(text) ? ["sentence without a capital"] : []);

describe.each(["fake", "real"])("the text made from the %s catalogue", async (which) => {
  const catalogue = which === "fake" ? fakeCatalogue : await onDisk();
  const { items } = await askAll([...manyFamilies(catalogue, 6)], recipeOf({ perceptionPerImage: 8, comparisonsPerImage: 6 }), catalogue);

  it("has no fault of grammar that can be told by rule", () => {
    const faults = items.flatMap((item) => {
      const texts = [item.question, ...(item.task === "perception" ? item.options : [item.reference])];
      return texts.flatMap((text) => faultsOf(text).map((fault) => `${fault}: ${text}`));
    });
    expect([...new Set(faults)]).toEqual([]);
  });

  it("ends every question with a question mark", () => {
    for (const item of items) if (item.task === "perception") expect(item.question).toMatch(/\?$/);
  });

  it("describes in 3 to 5 sentences and ends in the verdict", () => {
    const descriptions = items.filter((item) => item.task === "description");
    expect(descriptions.length).toBeGreaterThan(50);
    for (const { reference, verdict } of descriptions) {
      const sentences = sentencesOf(reference);
      expect(sentences.length, reference).toBeGreaterThanOrEqual(3);
      expect(sentences.length, reference).toBeLessThanOrEqual(5);
      expect(VERDICT.exec(sentences.at(-1)!)?.[1], reference).toBe(verdict);
    }
  });

  it("compares each pair in both orders and ends in the better one", () => {
    const comparisons = items.filter((item) => item.task === "comparison");
    expect(comparisons.length).toBeGreaterThan(20);
    const seen = new Map(comparisons.map((item) => [item.images.join(" "), item]));
    expect(seen.size).toBe(comparisons.length);
    for (const item of comparisons) {
      const turned = seen.get([...item.images].reverse().join(" "))!;
      expect(turned.better).toBe(item.better === "first" ? "second" : "first");
      expect(turned.grain).toBe(item.grain);
      expect(BETTER.exec(sentencesOf(item.reference).at(-1)!)?.[1]).toBe(item.better);
    }
  });
});

describe("every template, for every degradation at every level", async () => {
  const real = await onDisk();
  const templates = await readTemplates();
  const SCANNERS: ImageRecord["scanner"][] = [
    {},
    { ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ScanningSequence: "IR", InversionTime: 2400, EchoTime: 100, RepetitionTime: 9000 },
    { ImageOrientationPatient: [0, 1, 0, 0, 0, -1], ScanningSequence: "SE", EchoTime: 12, RepetitionTime: 500, ScanOptions: "FS" },
    { ImageOrientationPatient: [1, 0, 0, 0, 0, -1], ScanningSequence: "IR", InversionTime: 2400, EchoTime: 100, RepetitionTime: 9000 },
  ];

  /** A clean image and one of every degradation at every level, taking turns through anatomies and scanners. */
  function* imagesOf(modality: string): Generator<readonly [image: ImageRecord, clean: ImageRecord]> {
    const anatomies = Object.keys(real.modalities.get(modality)!.anatomies);
    const cleanOf = (turn: number): ImageRecord => ({
      ...cleanRecord(real, modality, String(turn)),
      anatomy: anatomies[turn % anatomies.length]!,
      scanner: SCANNERS[turn % SCANNERS.length]!,
    });
    for (const turn of anatomies.keys()) yield [cleanOf(turn), cleanOf(turn)];
    for (const [turn, id] of degradationsOf(real, modality).entries()) {
      for (const level of ["mild", "moderate", "severe"] as const) {
        const clean = cleanOf(turn);
        yield [degradedRecord(real, clean, [[id, MARKS[level]]]), clean];
      }
    }
  }

  /** The options of a question and all its wordings. */
  function textsOf({ template, values, answer, options }: Candidate): { questions: string[]; options: string[] } {
    const wrong = options.order === "natural" ? options.texts : [...options.likely, ...options.other];
    return { questions: template.wording.map((wording) => sentence(wording, values)), options: [answer, ...wrong] };
  }

  it.each([...real.modalities.keys()])("%s: reads as a sentence should", (modality) => {
    const asked = [...templates.general, ...(templates.specific.get(modality) ?? [])];
    const sentences = new Set<string>();
    const labels = new Set<string>();
    for (const [image, clean] of imagesOf(modality)) {
      const facts = factsOf(image, clean, real, templates);
      for (const seed of "12345") sentences.add(describeImage(facts, "dev", seed, templates)!.reference);
      for (const { questions, options } of asked.flatMap((each) => candidatesOf(each, facts).map(textsOf))) {
        for (const text of questions) sentences.add(text);
        for (const text of options) labels.add(text);
      }
    }
    expect(sentences.size).toBeGreaterThan(50);
    expect([...sentences, ...labels].flatMap((text) => faultsOf(text).map((fault) => `${fault}: ${text}`))).toEqual([]);
    expect([...sentences].filter((text) => !/[.?]$/.test(text))).toEqual([]);
    expect([...labels].filter((text) => !/^(?!An? |The )[A-Z0-9].*[^.]$/.test(text))).toEqual([]);
  });

  it("makes no attribute the subject of a verb: it may be one or many", () => {
    const { description, comparison } = templates;
    for (const text of JSON.stringify([description, comparison]).match(/"[^"]+"/g)!) {
      expect(text).not.toMatch(/\{attribute\} (?:is|are|has|have|appears?|shows?)\b|[Tt]here (?:is|are) \{level\}/);
    }
  });
});
