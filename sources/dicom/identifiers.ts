/**
 * Numbers that tell who the patient is, however they are written: of every attribute that identifies or describes the digits, without
 * leading zeros and separators, of a date in each of its orders.
 *
 * A whole number tells if its digits are those of an identifier, or begin or end one of five digits and more, or the other way round; a
 * fraction, if all its digits are. Four digits tell only where the patient's own attributes hold exactly these: a repetition time may well
 * equal a series number. Shorter numbers are ordinary.
 */
import { text } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import { WHITELIST } from "./whitelist.ts";

/**
 * Identification but for what was derived how; patient; study, series and comments; procedure; visit. Group 0018 describes the machine but
 * for its serial numbers and names, group 0020 also the geometry.
 */
const TELLING = /^x0008(?!2111)|^x(0010|0012|0032|0038|0040|4008)|^x0018(1000|1002|1008|1030|9424|0010|700a)|^x0020(00[0-2]|4000)/;
const PATIENT = /^x0010/;
/** The functional groups of frames: geometry and parameters. */
const FRAMES = /^x5200/;
const UID = /^[0-9]+(\.[0-9]+){3,}$/;
const DATE = /^(\d\d)(\d\d)(\d\d)(\d\d)$/;

const SHORT = 4;
const LONG = 5;

const ALLOWED = new Set(WHITELIST.map(({ tag }) => tag));
const DEEPEST = 4;
const MOST_ITEMS = 64;

const significant = (digits: string): string => digits.replace(/^0+/, "");

/** @returns the digits of a value: each run of them, and all together; of a date also the other orders */
function digitsOf(value: string): string[] {
  const runs = value.split(/[^0-9]+/);
  const whole = runs.join("");
  const [, century = "", year = "", month = "", day = ""] = DATE.exec(whole) ?? [];
  const orders = [`${day}${month}${century}${year}`, `${month}${day}${century}${year}`, `${year}${month}${day}`, `${day}${month}${year}`];
  return [...runs, whole, ...orders, `${month}${day}${year}`].map(significant);
}

function collect(dataSet: DataSet, found: Set<string>, depth: number): void {
  for (const [tag, element] of Object.entries(dataSet.elements)) {
    if (depth < DEEPEST && !FRAMES.test(tag)) {
      for (const { dataSet: nested } of element.items?.slice(0, MOST_ITEMS) ?? [])
        if (nested !== undefined) collect(nested, found, depth + 1);
    }
    if (TELLING.test(tag) && !ALLOWED.has(tag)) addDigits(text(dataSet, tag) ?? "", PATIENT.test(tag) ? SHORT : LONG, found);
  }
}

function addDigits(values: string, shortest: number, found: Set<string>): void {
  const told = values.split("\\").filter((value) => !UID.test(value.trim()));
  for (const digits of told.flatMap(digitsOf)) if (digits.length >= shortest) found.add(digits);
}

/** @returns a test: does this number tell who the patient is? */
export function identifiersOf(dataSet: DataSet): (value: number) => boolean {
  const found = new Set<string>();
  collect(dataSet, found, 0);
  const long = [...found].filter((digits) => digits.length >= LONG);
  return (value) => {
    const digits = significant(String(Math.abs(value)).replace(/e.*$/, "").replace(/\D/g, ""));
    if (digits.length < SHORT) return false;
    if (found.has(digits) && (Number.isInteger(value) || digits.length > LONG)) return true;
    if (digits.length < LONG || !Number.isInteger(value)) return false;
    return long.some((each) => each.startsWith(digits) || each.endsWith(digits) || digits.startsWith(each) || digits.endsWith(each));
  };
}
