/**
 * Question templates: what may be asked of an image, and in which words. One YAML file for what any modality can be asked (general.yaml),
 * one for each modality; a template's scope is its file. Templates hold words and say which truth they ask about; they compute nothing.
 *
 * Words in braces are filled in: {imageName} "MR image"; {attribute}, {title} and {sign} of a degradation; {structure}; {fine} and {coarse} anatomy;
 * the description's and comparison's own are listed beside them below.
 */
import { z } from "zod";
import { optionProblem } from "../cell.ts";
import { degradationId, verdict } from "./common.ts";

const paraphrases = z.array(z.string()).min(2).max(6).describe("ways to say the same; one is chosen by the image's key");
const of = z.array(degradationId).min(1).optional().describe("only these degradations; left out: every one that the modality can suffer");
const options = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const problem = optionProblem(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `expected an option that tables can carry, got ${problem}` });
  });

const yesOrNo = { type: z.literal("Yes-or-No"), wording: paraphrases };
const what = { type: z.literal("What"), wording: paraphrases };
const how = { type: z.literal("How"), wording: paraphrases };

const presence = z
  .strictObject({ ...yesOrNo, about: z.literal("presence"), of })
  .describe("is a degradation there? {attribute} {title} {sign}");
const soundness = z
  .strictObject({ ...yesOrNo, about: z.literal("soundness"), yes: z.enum(["sound", "defective"]) })
  .describe("is there any defect at all?");
const acceptance = z
  .strictObject({ ...yesOrNo, about: z.literal("acceptance"), yes: z.array(verdict).min(1) })
  .describe("is the verdict one of these?");
const visibility = z
  .strictObject({
    ...yesOrNo,
    about: z.literal("visibility"),
    subject: z.enum(["structure", "fine"]).describe("structures known to be there, or the anatomy's fine detail"),
    structures: z.array(z.string()).min(1).optional().describe("only these; left out: every structure of the record"),
    lostTo: z.array(degradationId).min(1).describe("degradations whose severe form takes it from sight"),
  })
  .describe("can it be seen clearly? Asked of clean images (yes) and of severe ones (no): never between. {structure} {fine} {coarse}");

const defect = z
  .strictObject({
    ...what,
    about: z.literal("defect"),
    named: z.enum(["attribute", "title", "sign"]).describe("which words of the degradation are the options"),
    none: options.optional().describe("an option for no defect; then mild defects are left out, for which it might pass as right"),
    of,
  })
  .describe("which defect is the worst?");
const place = z.strictObject({ ...what, about: z.literal("place"), of }).describe("where is the local defect? {attribute}");

const overall = z
  .strictObject({ ...how, about: z.literal("verdict"), scale: z.strictObject({ good: options, usable: options, reject: options }) })
  .describe("the verdict, in its natural order");
const severity = z
  .strictObject({
    ...how,
    about: z.literal("severity"),
    scale: z.strictObject({ none: options, mild: options, moderate: options, severe: options }),
    of,
  })
  .describe("a defect's level, in its natural order; levels that the recipe never makes are no options. {attribute}");
const detail = z
  .strictObject({
    ...how,
    about: z.literal("detail"),
    scale: z
      .strictObject({ none: options, mild: options, moderate: options, severe: options })
      .partial()
      .describe("how visible it is at that level; levels left out are not asked"),
    of: z.array(degradationId).min(1).describe("degradations that alone decide how visible it is"),
  })
  .describe("how well is the fine anatomy seen? {fine} {coarse}");

const questionTemplate = z.discriminatedUnion("about", [
  presence,
  soundness,
  acceptance,
  visibility,
  defect,
  place,
  overall,
  severity,
  detail,
]);

/** The three things that a modality's `cleanLooks` speak about, in their order. */
export const ASPECTS = ["sharpness", "contrast", "uniformity"] as const;
const aspect = z.enum(ASPECTS);

const byLevel = z.strictObject({ mild: paraphrases, moderate: paraphrases, severe: paraphrases });

const descriptionWording = z
  .strictObject({
    question: paraphrases,
    opening: paraphrases.describe("{view}: the view with its article; {View}: without, at the start of a sentence"),
    openingWithLoss: byLevel.describe("for several defects: {view} or {View}, and {losses}"),
    sound: paraphrases.describe("{sharpness} {contrast} {uniformity}: the modality's clean looks"),
    soundDetail: paraphrases.describe("{fine} {coarse}"),
    looks: paraphrases.describe("of a clean image that was not looked through for everything: {looks}"),
    openingWithDefect: paraphrases.describe("{view} or {View}, and {level} {attribute} {phrase} {place}"),
    loss: byLevel.describe("what the worst level takes: {losses}, at the start of a sentence {Losses} with {are}"),
    lossAndRest: byLevel.omit({ severe: true }).describe("the same, and what still holds: {rest}"),
    defect: paraphrases.describe("{level} {attribute} {phrase} {place}: the place starts with its own comma, or is empty"),
    further: paraphrases.describe("{defects}: level, attribute and phrase of each further one"),
    furtherEach: z.string().describe("{level} {attribute} {phrase}"),
    effect: paraphrases.describe("{effect}"),
    where: z.string().describe("{words}: a place in words"),
    verdict: z.string().describe("the last sentence; {verdict} is its last word"),
  })
  .describe("the no-reference description");

const comparisonWording = z
  .strictObject({
    question: paraphrases,
    opening: paraphrases.describe("{anatomy} {imageName}"),
    sound: paraphrases.describe("{which} image without defect: {sharpness}"),
    defect: paraphrases.describe("{which} {level} {attribute} {phrase}"),
    why: paraphrases.describe("{worse} {effect}: what it does to the anatomy"),
    verdict: z.string().describe("the last sentence: {better} is first or second"),
  })
  .describe("the comparison of two images");

const templates = z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "expected lower-case letters, digits and hyphens"), questionTemplate);
const losses = z
  .record(degradationId, z.partialRecord(aspect, z.string()))
  .describe("which clean looks a degradation falsifies, and what is lost then, as a noun: {sharpness: edge definition}");

const alsoShows = z
  .record(z.string(), z.array(z.string()).min(1))
  .describe(
    "attributes that an image with this one rightly shows, too, in consequence: aliasing blurs; none of them is then asked as absent",
  );

/** A template file. */
export const question = z.strictObject({
  losses: losses.optional(),
  alsoShows: alsoShows.optional(),
  templates,
  description: descriptionWording.optional().describe("in general.yaml only"),
  comparison: comparisonWording.optional().describe("in general.yaml only"),
});
export const generalQuestion = question.required({ description: true, comparison: true });

export type QuestionTemplate = z.infer<typeof questionTemplate>;
export type DescriptionWording = z.infer<typeof descriptionWording>;
export type ComparisonWording = z.infer<typeof comparisonWording>;
export type Aspect = z.infer<typeof aspect>;
export type Losses = z.infer<typeof losses>;
export type AlsoShows = z.infer<typeof alsoShows>;
