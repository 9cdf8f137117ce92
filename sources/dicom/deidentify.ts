/**
 * What may leave a DICOM file: whitelisted acquisition attributes. Nothing else is handed on.
 *
 * A whitelist, because no list of what to remove is complete: private tags, overlays, dates, UIDs, comments and descriptions stay behind
 * by themselves. Numbers pass as numbers, unless their digits are an identifier's (identifiers.ts). Text passes as a term that the standard
 * defines or that a maker is known for (vocabulary.ts, anatomy.ts), and never as free text; a maker only by a known name.
 *
 * Not modelled: text burned into the pixels, beyond refusing what declares it (usable.ts).
 *
 * Source: DICOM PS3.15 annex E (Basic Application Level Confidentiality Profile), whose intent the whitelist meets from the other side.
 */
import { bodyPartOf } from "./anatomy.ts";
import { numbersOf, placesOf, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import { identifiersOf } from "./identifiers.ts";
import { known, VOCABULARY } from "./vocabulary.ts";
import { type Allowed, MAKERS, WHITELIST } from "./whitelist.ts";

export const DEIDENTIFICATION = `whitelist of ${WHITELIST.length} acquisition attributes, text as defined terms only; patient, study and series as keyed hashes (HMAC-SHA-256); no attribute that DICOM PS3.15 table E.1-1 marks X, Z or D kept`;

type Value = string | number | readonly number[];
/** Attributes of one frame, by keyword, in DICOM's units. */
type Said = Record<string, Value>;

/** Values of a list; more is no acquisition attribute. */
const LONGEST = 16;

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

function terms(places: readonly DataSet[], { tag, keyword }: Allowed): string | undefined {
  const vocabulary = VOCABULARY[keyword];
  const parts = textOf(places, tag)?.split("\\").slice(0, LONGEST) ?? [];
  const safe = vocabulary === undefined ? [] : parts.flatMap((part) => known(vocabulary, part.trim()) ?? []);
  return safe.length === 0 ? undefined : safe.join("\\");
}

function numbers(places: readonly DataSet[], { tag, kind }: Allowed): number[] | undefined {
  if (kind === "strings") return numbersOf(places, tag);
  return binary(places, tag, kind === "shorts" ? 2 : 8);
}

/** @returns a function that says what the scanner said about a frame (from 0) */
export function scannerReader(dataSet: DataSet): (frame: number) => Said {
  const tells = identifiersOf(dataSet);
  const valueAt = (places: readonly DataSet[], allowed: Allowed): Value | undefined => {
    const { tag, kind } = allowed;
    if (kind === "terms") return terms(places, allowed);
    if (kind === "anatomy") return bodyPartOf(places);
    if (kind === "vendor") return MAKERS.find(([word]) => word.test(textOf(places, tag) ?? ""))?.[1];
    const values = numbers(places, allowed);
    if (values === undefined || values.length === 0 || values.length > LONGEST || values.some(tells)) return undefined;
    return values.length === 1 ? values[0] : values;
  };
  return (frame) => {
    const places = placesOf(dataSet, frame);
    const said: Said = {};
    for (const allowed of WHITELIST) {
      const value = valueAt(places, allowed);
      if (value !== undefined) said[allowed.keyword] = value;
    }
    return said;
  };
}
