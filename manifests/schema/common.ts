/** Pieces that several records share. */
import { z } from "zod";

export const hash = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hex characters");
export const modalityName = z.string().regex(/^[a-z][a-z-]*$/, "expected a modality's folder name");
export const degradationId = z.string().regex(/^[a-z-]+\/[a-z0-9-]+$/, "expected <modality>/<degradation>");
export const releaseName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected lower-case letters, digits and hyphens");
export const semanticVersion = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, "expected MAJOR.MINOR.PATCH");
export const level = z.enum(["none", "mild", "moderate", "severe"]);
export const verdict = z.enum(["good", "usable", "reject"]);
export const severity = z.number().min(0).max(1);

/** A licence as SPDX names it, and where that is stated. */
export const licence = z.strictObject({
  spdx: z.string().describe("SPDX identifier, or LicenseRef-<name>"),
  evidence: z.string().describe("where the licence is stated: a URL or a file in the package"),
  redistribute: z.boolean().describe("may pixels derived from it be given to others under it?"),
});
