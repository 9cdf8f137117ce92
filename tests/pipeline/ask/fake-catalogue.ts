/** Five small modalities and fourteen degradations in words only, two of them of one attribute: what the questions need, and nothing that makes pixels. */
import type { AnyDegradation, Catalogue } from "../../../generators/catalogue.ts";
import { type Modality, verdictByWorst } from "../../../generators/modality.ts";

const MODALITIES = {
  mri: { title: "MRI", imageName: "MR image", object: "brain" },
  ct: { title: "CT", imageName: "CT image", object: "chest" },
  fundus: { title: "Fundus", imageName: "fundus photograph", object: "retina" },
  endoscopy: { title: "Endoscopy", imageName: "endoscopic image", object: "colon" },
  histopathology: { title: "Histopathology", imageName: "histopathology image", object: "tissue" },
} as const;

/** Attribute, confused with; `local` where the defect has a place. */
const DEGRADATIONS: Readonly<Record<string, { attribute: string; confusedWith: readonly string[]; local?: true }>> = {
  "mri/cartesian-undersampling": { attribute: "aliasing", confusedWith: ["mri/rigid-motion"] },
  "mri/thermal-noise": { attribute: "noise", confusedWith: ["mri/cartesian-undersampling"] },
  "mri/rigid-motion": { attribute: "motion artefacts", confusedWith: ["mri/cartesian-undersampling"] },
  "ct/low-dose": { attribute: "low-dose noise", confusedWith: ["ct/sparse-view"] },
  "ct/sparse-view": { attribute: "streaks", confusedWith: ["ct/low-dose", "ct/detector-rings"] },
  "ct/limited-angle": { attribute: "streaks", confusedWith: ["ct/low-dose"] },
  "ct/detector-rings": { attribute: "rings", confusedWith: ["ct/sparse-view"] },
  "fundus/defocus": { attribute: "defocus", confusedWith: ["display/jpeg-compression"] },
  "fundus/uneven-illumination": { attribute: "uneven illumination", confusedWith: ["fundus/defocus"], local: true },
  "endoscopy/motion-blur": { attribute: "motion blur", confusedWith: ["display/jpeg-compression"] },
  "endoscopy/specular-highlights": { attribute: "specular highlights", confusedWith: [], local: true },
  "histopathology/out-of-focus": { attribute: "defocus", confusedWith: ["display/jpeg-compression"] },
  "histopathology/stain-variation": { attribute: "stain variation", confusedWith: ["histopathology/out-of-focus"] },
  "display/jpeg-compression": { attribute: "compression artefacts", confusedWith: ["fundus/defocus"] },
};

function modality({ title, imageName, object }: (typeof MODALITIES)[keyof typeof MODALITIES]): Modality {
  return {
    title,
    imageName,
    terms: [],
    quantity: { name: "signal", unit: "1" },
    version: 1,
    stations: [],
    observe: () => ({ rows: 1, columns: 1, channels: 1, data: new Float64Array(1) }),
    window: () => ({ low: 0, high: 1, transfer: "linear" }),
    scale: () => ({ floor: 0, range: 1 }),
    anatomies: {
      [object]: {
        title: `the ${object}`,
        view: `${imageName} of the ${object}`,
        fine: `the small structures of the ${object}`,
        coarse: `the outlines of the ${object}`,
        structures: [`the rim of the ${object}`],
      },
    },
    bodyParts: {},
    qualifiers: () => [],
    cleanLooks: ["edges are sharp", "contrast is high and noise is low", "brightness is even"],
    verdict: verdictByWorst,
  };
}

function degradation(id: string, { attribute, confusedWith, local }: (typeof DEGRADATIONS)[string]): AnyDegradation {
  return {
    version: 1,
    title: `cause of ${id.slice(id.indexOf("/") + 1)}`,
    attribute,
    domain: { name: "fake" } as unknown as AnyDegradation["domain"],
    parameters: {},
    effective: {},
    looksLike: {
      sign: `${attribute} over {fine}`,
      mild: `faint ${attribute}`,
      moderate: `plain ${attribute}`,
      severe: `overwhelming ${attribute}`,
    },
    effectOnAnatomy: { mild: "{fine} remain clear", moderate: "{fine} are reduced", severe: "{fine} are lost and {coarse} are vague" },
    confusedWith,
    ...(local && { local }),
    references: [],
    degrade: (sample) => ({ sample, drawn: {}, effective: {} }),
  };
}

export const fakeCatalogue: Catalogue = {
  modalities: new Map(Object.entries(MODALITIES).map(([name, words]) => [name, modality(words)])),
  degradations: new Map(Object.entries(DEGRADATIONS).map(([id, words]) => [id, degradation(id, words)])),
  phantoms: new Map(),
};
