/** Numbers and names as a person reads them. */

/** Thousands apart from 10 000 on, by a narrow space that does not break. */
const grouped = (digits: string): string => (digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, "\u202f"));

/** Three significant digits, a true minus sign, an exponent below a thousandth. */
export function number(value: number): string {
  if (Number.isNaN(value)) return "undefined";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  if (size >= 1000 && size < 1e9) return sign + grouped(String(Math.round(size)));
  const rounded = Number(size.toPrecision(3));
  const digits = size > 0 && size < 1e-3 ? rounded.toExponential() : String(rounded);
  return sign + digits.replace("e-", "e−").replace("e+", "e");
}

/** Powers of a unit as small figures: mm^2, s^-1. */
export const unitText = (unit: string): string =>
  unit.replace(/\^(-?)(\d)/g, (_, sign: string, power: string) => (sign === "" ? "" : "⁻") + "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(power)]);

/** A number with its unit; of a ratio or a count the number alone. */
export const quantity = (value: number, unit: string): string => (unit === "1" ? number(value) : `${number(value)} ${unitText(unit)}`);

/** Abbreviations that are written in capitals. */
const CAPITALS = new Set(["acs", "ct", "epi", "fov", "hu", "kv", "mr", "psf", "rf", "snr", "te", "tr"]);

/** "acsFraction" as a person says it: "ACS fraction". */
export const spoken = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .split(" ")
    .map((word) => (CAPITALS.has(word) ? word.toUpperCase() : word))
    .join(" ");
