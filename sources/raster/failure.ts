/** Turns what libvips says about a damaged image into the one error shape. */
import { MedqError } from "../../manifests/error.ts";

const TRUNCATED = /premature end|truncated|bad seek|seek error|read error at|not enough|unexpected end|out of data/i;

/** libvips repeats a line for every attempt; the distinct ones say it all. */
const distinctLines = (message: string): string =>
  [...new Set(message.split("\n").filter((line) => line.trim() !== ""))].join("; ").slice(0, 300);

/**
 * @param cause what sharp threw
 * @param limit pixels that one image may have
 */
export function rasterFailure(cause: unknown, where: string, limit: number): MedqError {
  if (cause instanceof MedqError) return cause;
  const message = distinctLines(cause instanceof Error ? cause.message : String(cause));
  if (/pixel limit|exceeds.*(size|limit)|too (large|many)|out of memory/i.test(message)) {
    return new MedqError(
      "E_TOO_LARGE",
      `Expected an image of at most ${limit} samples, got "${message}"`,
      where,
      "Cut it into tiles or scale it down.",
      cause,
    );
  }
  if (/not configured|not supported|not implemented|unsupported (?!marker)/i.test(message)) {
    return new MedqError("E_UNSUPPORTED", `Expected pixels that libvips decodes, got "${message}"`, where, "Convert it to PNG.", cause);
  }
  if (TRUNCATED.test(message)) {
    return new MedqError(
      "E_TRUNCATED",
      `Expected a whole image, got "${message}"`,
      where,
      "Fetch the file again; it ends before its last pixel.",
      cause,
    );
  }
  return new MedqError(
    "E_FORMAT",
    `Expected an intact image, got "${message}"`,
    where,
    "The file is damaged; export it again, for example as PNG.",
    cause,
  );
}
