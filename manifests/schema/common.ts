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

/** Who looked through the images of a source, when, and for what. Only what was looked for is ever said to be absent. */
export const inspected = z.strictObject({
  by: z.string().min(1).describe("who looked: a name or a role, as they agree to be named"),
  date: z.iso.date(),
  absent: z
    .union([z.literal("all"), z.array(z.string().min(1))])
    .describe(
      "quality attributes that were looked for and not found (`medq list degradations` names them); all: every one of the modality",
    ),
  present: z
    .array(z.string().min(1))
    .default([])
    .describe("quality attributes that were found: in no image of the source are they asked as absent"),
});

/** The same, as a person states it of a source. */
export const inspection = inspected.refine(
  ({ absent, present }) => absent === "all" || !absent.some((attribute) => present.includes(attribute)),
  "one attribute is both absent and present: take it out of one of the lists",
);
