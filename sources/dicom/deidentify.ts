/**
 * What may leave a DICOM file: whitelisted acquisition attributes. Nothing else is handed on.
 *
 * A whitelist, because no list of what to remove is complete: private tags, overlays, dates, UIDs, comments and descriptions stay behind
 * by themselves. Numbers pass as numbers. Text passes as a defined term, or if it looks like a code (capitals, digits, a few signs) and
 * holds no word that the file's other attributes (names, numbers, dates, places, descriptions) hold; a maker only by a known name.
 *
 * Not modelled: text burned into the pixels, beyond refusing what declares it (usable.ts).
 *
 * Source: DICOM PS3.15 annex E (Basic Application Level Confidentiality Profile), whose intent the whitelist meets from the other side.
 */
import { numbersOf, placesOf, text, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import { type Kind, MAKERS, TERMS, WHITELIST } from "./whitelist.ts";

export const DEIDENTIFICATION = `whitelist of ${WHITELIST.length} acquisition attributes; patient, study and series as keyed hashes (HMAC-SHA-256); no attribute that DICOM PS3.15 table E.1-1 marks X, Z or D kept`;

type Value = string | number | readonly number[];
/** Attributes of one frame, by keyword, in DICOM's units. */
type Said = Record<string, Value>;

/** Numbers of a list; more is no acquisition attribute. */
const LONGEST = 16;
const CODE = /^[A-Z0-9][A-Z0-9 _\-./]{0,31}$/;
/** Shorter words occur by chance, and so do shorter numbers. */
const WORD_LENGTH = 3;
const NUMBER_LENGTH = 6;

/** Identification, patient, study and series, procedure, visit. Group 0018 describes the machine but for its serial numbers and names. */
const TELLING_GROUPS = /^x(0008|0010|0012|0020|0032|0038|0040|4008)|^x0018(1000|1002|1008|1030|9424|0010|700a)/;
/** The functional groups of frames: geometry and parameters. */
const FRAMES = /^x5200/;
const UID = /^[0-9]+(\.[0-9]+){3,}$/;

const ALLOWED = new Set(WHITELIST.map(({ tag }) => tag));
const DEEPEST = 4;
const MOST_ITEMS = 64;

/** Adds the words of every attribute of this data set, nested ones included, that could tell who the patient is. */
function addTellingWords(dataSet: DataSet, words: Set<string>, depth: number): void {
  for (const [tag, element] of Object.entries(dataSet.elements)) {
    if (element.items !== undefined && depth < DEEPEST && !FRAMES.test(tag)) {
      for (const { dataSet: nested } of element.items.slice(0, MOST_ITEMS))
        if (nested !== undefined) addTellingWords(nested, words, depth + 1);
    }
    if (TELLING_GROUPS.test(tag) && !ALLOWED.has(tag)) for (const word of wordsOf(text(dataSet, tag) ?? "")) words.add(word);
  }
}

const wordsOf = (value: string): string[] =>
  value
    .split("\\")
    .filter((part) => !UID.test(part.trim()))
    .flatMap((part) => part.toUpperCase().split(/[^A-Z0-9]+/))
    .filter((word) => word.length >= WORD_LENGTH);

type Read = (places: readonly DataSet[], tag: string, words: ReadonlySet<string>) => Value | undefined;

const asValue = (values: readonly number[] | undefined, words: ReadonlySet<string>): Value | undefined => {
  if (values === undefined || values.length === 0 || values.length > LONGEST) return undefined;
  const telling = values.some((value) => String(value).length >= NUMBER_LENGTH && words.has(String(value)));
  return telling ? undefined : values.length === 1 ? values[0] : values;
};

/** Binary numbers of `width` bytes. */
function binary(places: readonly DataSet[], tag: string, width: 2 | 8): number[] | undefined {
  const place = places.find(({ elements }) => (elements[tag]?.length ?? 0) >= width);
  const element = place?.elements[tag];
  if (place === undefined || element === undefined || element.dataOffset + element.length > place.byteArray.length) return undefined;
  const values = Array.from({ length: Math.min(Math.floor(element.length / width), LONGEST) }, (_, i) =>
    width === 2 ? place.uint16(tag, i) : place.double(tag, i),
  );
  return values.every((value): value is number => value !== undefined && Number.isFinite(value)) ? values : undefined;
}

function codes(places: readonly DataSet[], tag: string, words: ReadonlySet<string>): string | undefined {
  const parts = textOf(places, tag)
    ?.split("\\")
    .map((part) => part.trim());
  const isSafe = (part: string): boolean => TERMS.has(part) || (CODE.test(part) && ![...words].some((word) => part.includes(word)));
  const safe = parts?.slice(0, LONGEST).filter(isSafe) ?? [];
  return safe.length === 0 ? undefined : safe.join("\\");
}

const READ: Readonly<Record<Kind, Read>> = {
  strings: (places, tag, words) => asValue(numbersOf(places, tag), words),
  shorts: (places, tag, words) => asValue(binary(places, tag, 2), words),
  doubles: (places, tag, words) => asValue(binary(places, tag, 8), words),
  codes,
  vendor: (places, tag) => MAKERS.find(([word]) => word.test(textOf(places, tag) ?? ""))?.[1],
};

/** @returns a function that says what the scanner said about a frame (from 0) */
export function scannerReader(dataSet: DataSet): (frame: number) => Said {
  const words = new Set<string>();
  addTellingWords(dataSet, words, 0);
  return (frame) => {
    const places = placesOf(dataSet, frame);
    const said: Said = {};
    for (const { tag, keyword, kind } of WHITELIST) {
      const value = READ[kind](places, tag, words);
      if (value !== undefined) said[keyword] = value;
    }
    return said;
  };
}
