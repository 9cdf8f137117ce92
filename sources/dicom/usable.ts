/**
 * Refuses what is no image of the patient alone: captured pages, labels, localizers, projections, phases, maps.
 *
 * What is said of the file holds for all of its frames; the kind of image is said of each frame, where an enhanced object says it there.
 * A derived image may be as good as any: only what it is derived to is asked.
 *
 * Not modelled: text that is drawn into the pixels of an image that says nothing of it.
 *
 * Sources: DICOM PS3.3 sections C.7.6.1.1.2 and C.8.3.1.1.1 (Image Type), C.8.12.4.1.1 (slide images), C.8.13.3.1 (Complex Image Component),
 * C.8.16.1 and C.8.16.2 (Image Flavor, Volume Based Calculation Technique); GE's MR conformance statement for the image type in (0043,102F):
 * 1 phase, 2 real, 3 imaginary.
 */
import { MedqError } from "../../manifests/error.ts";
import { placesOf, short, text, textOf } from "./attributes.ts";
import type { DataSet } from "./data-set.ts";
import type { PixelHeader } from "./header.ts";

interface Unusable {
  readonly got: string;
  readonly advice: string;
}

/** A sign in one value of an Image Type, its words apart by one space. */
interface Sign extends Unusable {
  readonly value: RegExp;
}

const PAGE = "Its pixels may show names and numbers: take it out.";
const PAGES: readonly Sign[] = [
  { value: /SCREEN|SNAPSHOT|^SSAVE|\bCAPTURED?\b/, got: "a captured screen", advice: PAGE },
  { value: /\bDOSE|\bPROT(OCOL)?\b|REPORT|\bRESULTS?\b|SUMMARY|^CSA BLACK/, got: "a page of doses, protocol or results", advice: PAGE },
  { value: /^(GRAPH|GRAPHICS?|CHART|CURVES?|TABLE|TEXT|PATIENT INFO\w*)$/, got: "a drawn page", advice: PAGE },
];

const SLIDE: readonly Sign[] = [
  { value: /^LABEL\b/, got: "a slide's label", advice: PAGE },
  { value: /^(OVERVIEW|MACRO|THUMBNAIL|LOCALI[SZ]ER)\b/, got: "an overview of a slide", advice: "Give the slide's own levels." },
];

const COMPUTED = "Its numbers are no signal of a section: give the images that it was computed from.";
const SECTION: readonly Sign[] = [
  {
    value: /\b(MIP|MINIP|MNIP|M(AX|IN) ?IP|VRT?|SSD|CPR|RAYSUM|COLLAPSE|3D EDITOR)\b|PROJECTION|VOLREN|RENDER|CURVED/,
    got: "a projection or rendering",
    advice: "It is no section through the patient: give the sections.",
  },
  { value: /^SUB(TRACT(ION|ED)?)?$/, got: "a difference of two images", advice: COMPUTED },
  {
    value: /\b(REL|R|C)?(CBF|CBV|MTT|TTP|TTD|TMAX|PBP|PBV|GBP|KTRANS|PMB|KEP|IAUC)\b|PERMEABILITY|BLOOD (FLOW|VOLUME)/,
    got: "a map of perfusion",
    advice: COMPUTED,
  },
  { value: /\bMAPS?\b|^([BT][012]|FIELD|PARAMETRIC)MAP$|^QUANTITY$/, got: "a map", advice: COMPUTED },
];

/** What is no image of the patient as this modality makes them; of others only slides have kinds of their own. */
const OTHER_THAN_IMAGE: Readonly<Record<string, readonly Sign[]>> = {
  CT: [
    {
      value: /LOCALI[SZ]ER|SCOUT|TOPOGRAM|SURVIEW|SCANOGRAM/,
      got: "a localizer",
      advice: "A CT localizer is a projection, not a slice: take it out.",
    },
    ...SECTION,
    {
      value: /^(MAT (SPECIFIC|FRACTIONAL|VALUE BASED)|EFF ATOMIC NUM|ELECTRON DENSITY|IODINE.*)$/,
      got: "a map of a material",
      advice: COMPUTED,
    },
  ],
  MR: [
    {
      // In and out of phase are magnitudes of water and fat together.
      value: /^([PRI]|REAL|IMAGINARY|[PRI] (FFE|SE|IR|PCA|TSE|FE))$|(?<!\b(IN|OUT|OUT OF|OPP|OPPOSED) ?)PHASE|VELOCITY/,
      got: "a phase, real or imaginary image",
      advice: "Give its magnitude, or both parts as one complex file.",
    },
    ...SECTION,
    {
      value: /\b[ED]?ADC\b|^((COL)?FA|RA|MD|TENSOR|TRACTOGRAPHY)\b|ANISO|DIFFUSIVITY/,
      got: "a map of diffusion",
      advice: COMPUTED,
    },
    {
      value:
        /^(METABOLITE.*|TEMPERATURE|FAT ?FRAC\w*|P?D?FF|R2( ?STAR)?|QSM|ELASTO\w*|STIFFNESS|T TEST|Z ?SCORE|COHERENCE|CORRELATION|STD DEVIATION|DIVISION)$/,
      got: "a map",
      advice: COMPUTED,
    },
  ],
};

const MEASURED = ["CT", "MR"];
const RENDERED = ["MAX_IP", "MIN_IP", "VOLUME_RENDER", "SURFACE_RENDER", "CURVED_MPR"];

function find(signs: readonly Sign[], imageType: string | undefined): Sign | undefined {
  const values = (imageType ?? "").toUpperCase().split("\\");
  const words = values.map((value) => value.replace(/[^A-Z0-9]+/g, " ").trim());
  return signs.find(({ value }) => words.some((each) => value.test(each)));
}

/** What speaks against the whole file. */
function unusableFile(dataSet: DataSet, modality: string | undefined, { samplesPerPixel, photometric }: PixelHeader): Unusable | undefined {
  if (text(dataSet, "x00280301")?.toUpperCase() === "YES")
    return { got: "one with burned-in annotations", advice: "Its pixels may show who the patient is: take it out or clean it." };
  if (text(dataSet, "x00480010")?.toUpperCase() === "YES") return { got: "one that shows a slide's label", advice: PAGE };
  if (["SD", "DRW"].includes(text(dataSet, "x00080064") ?? "")) return { got: "a scanned or drawn page", advice: PAGE };
  if (MEASURED.includes(modality ?? "") && (samplesPerPixel === 3 || photometric === "PALETTE COLOR"))
    return { got: `a coloured ${modality} picture`, advice: "Colours show a map or a page, no measurement: give the grey image." };
  return find(PAGES, text(dataSet, "x00080008"));
}

/** What speaks against one frame. */
function unusableFrame(places: readonly DataSet[], modality: string | undefined): Unusable | undefined {
  // Frame Type, where a frame has one, is that frame's own Image Type.
  const type = textOf(places, "x00089007") ?? textOf(places, "x00080008");
  const found = find([...PAGES, ...(OTHER_THAN_IMAGE[modality ?? ""] ?? SLIDE)], type);
  if (found !== undefined || modality === undefined || !MEASURED.includes(modality)) return found;
  if (RENDERED.includes(textOf(places, "x00089207") ?? "")) return SECTION[0];
  if (modality !== "MR") return undefined;
  const component = textOf(places, "x00089208") ?? "MAGNITUDE";
  const vendor = (textOf(places, "x00080070") ?? "").toUpperCase();
  const dataSet = places[places.length - 1]!;
  const inVendorTerms = vendor.startsWith("GE") ? (short(dataSet, "x0043102f") ?? 0) : 0;
  if (component === "MAGNITUDE" && !(inVendorTerms >= 1 && inVendorTerms <= 3)) return undefined;
  const got = component === "MIXED" ? "parts of complex images that it does not tell apart" : "a phase, real or imaginary image";
  return { got, advice: "Give its magnitude, or both parts as one complex file." };
}

const refusal = ({ got, advice }: Unusable, where: string): MedqError =>
  new MedqError("E_UNSUPPORTED", `Expected a measured image of the patient alone, got ${got}`, where, advice);

/**
 * @returns the frames that are none, each with its error
 * @throws MedqError E_UNSUPPORTED where none of the frames is usable
 */
export function unusableFrames(
  dataSet: DataSet,
  modality: string | undefined,
  header: PixelHeader,
  where: string,
): ReadonlyMap<number, MedqError> {
  const whole = unusableFile(dataSet, modality, header);
  if (whole !== undefined) throw refusal(whole, where);
  const { frameCount } = header;
  const refused = new Map<number, MedqError>();
  // One error for all frames of a kind: a file may hold a million.
  const errors = new Map<string, MedqError>();
  const errorOf = (found: Unusable): MedqError => {
    const error = errors.get(found.got) ?? refusal(found, where);
    errors.set(found.got, error);
    return error;
  };
  // Frames without functional groups of their own are all of one kind.
  const own = dataSet.elements.x52009230?.items?.length ?? 0;
  const others = own < frameCount ? unusableFrame(placesOf(dataSet, own), modality) : undefined;
  if (own === 0 && others !== undefined) throw errorOf(others);
  for (let frame = 0; frame < frameCount && (frame < own || others !== undefined); frame++) {
    const found = frame < own ? unusableFrame(placesOf(dataSet, frame), modality) : others;
    if (found !== undefined) refused.set(frame, errorOf(found));
  }
  const [first] = refused.values();
  if (first !== undefined && refused.size === frameCount) throw first;
  return refused;
}
