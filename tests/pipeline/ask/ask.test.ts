import { describe, expect, it } from "vitest";
import { degradationsOf, catalogue as onDisk } from "../../../generators/catalogue.ts";
import { LEVELS, levelOf, MARKS } from "../../../generators/severity.ts";
import type { ImageRecord } from "../../../manifests/schema/image.ts";
import { item as itemSchema, type PerceptionItem } from "../../../manifests/schema/item.ts";
import { fakeCatalogue } from "./fake-catalogue.ts";
import { askAll, cleanRecord, degradedRecord, familyOf, manyFamilies, recipeOf } from "./records.ts";

const images = [...manyFamilies(fakeCatalogue, 12)];
const byKey = new Map(images.map((image) => [image.key, image]));
const { items } = await askAll(images, recipeOf({ comparisonsPerImage: 3 }), fakeCatalogue);
const perception = items.filter((item) => item.task === "perception");
const answerOf = ({ options, answer }: PerceptionItem): string => options[answer]!;
const imageOf = (item: { images: readonly string[] }): ImageRecord => byKey.get(item.images[0]!)!;

/** Straight from the record, not from the code under test: the attributes that act on an image. */
const attributesOf = (image: ImageRecord): string[] =>
  image.chain.map(({ degradation }) => fakeCatalogue.degradations.get(degradation)!.attribute);
const worstOf = (image: ImageRecord): string => LEVELS[Math.max(0, ...image.chain.map(({ level }) => LEVELS.indexOf(level)))]!;

describe("items", () => {
  it("fit their schema, have unique keys and carry the level of the worst defect", () => {
    for (const item of items) expect(itemSchema.parse(item)).toEqual(item);
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    for (const item of perception) expect(item.severity).toBe(worstOf(imageOf(item)));
  });

  it("are the same in a second run and others under another seed", async () => {
    const family = images.slice(0, 40);
    const once = await askAll(family, recipeOf(), fakeCatalogue);
    expect(await askAll(family, recipeOf(), fakeCatalogue)).toEqual(once);
    const other = await askAll(family, recipeOf({}, ["mild", "moderate", "severe"], "2"), fakeCatalogue);
    expect(other.items).not.toEqual(once.items);
  });

  it("meet the quota or count what is missing", async () => {
    const family = familyOf(fakeCatalogue, cleanRecord(fakeCatalogue, "ct", "quota"));
    const { items: asked, drops } = await askAll(family, recipeOf({ perceptionPerImage: 6 }), fakeCatalogue);
    const missing = [...drops].filter(([reason]) => reason.startsWith("perception")).reduce((sum, [, count]) => sum + count, 0);
    expect(asked.filter(({ task }) => task === "perception").length + missing).toBe(6 * family.length);
  });
});

describe("perception", () => {
  it("names no attribute as a wrong option that the image suffers", () => {
    for (const item of perception.filter(({ type }) => type === "What")) {
      const words = attributesOf(imageOf(item)).map((attribute) => attribute.toLowerCase());
      const wrong = item.options.filter((_, index) => index !== item.answer).map((option) => option.toLowerCase());
      if (!/\/(primary-defect|defect-or-none)$/.test(item.template)) continue;
      for (const option of wrong) expect(words).not.toContain(option);
    }
  });

  it("never asks as absent what comes with a defect: aliasing shows as noise, too", () => {
    const aliased = perception.filter((item) => attributesOf(imageOf(item)).includes("aliasing"));
    const denied = aliased.filter(({ template }) => template === "general/defect-present").filter((item) => answerOf(item) === "No");
    expect(denied.some(({ question }) => question.includes("motion artefacts"))).toBe(true);
    expect(denied.some(({ question }) => question.includes("noise"))).toBe(false);
  });

  it("names the one worst defect, and none only where there is none", () => {
    for (const item of perception.filter(({ template }) => /\/(primary-defect|defect-or-none)$/.test(template))) {
      const image = imageOf(item);
      const worst = image.chain.filter(({ level }) => level === worstOf(image));
      const truth = worst.length === 0 ? "No visible defect" : fakeCatalogue.degradations.get(worst[0]!.degradation)!.attribute;
      expect(worst.length).toBeLessThan(2);
      expect(answerOf(item).toLowerCase()).toBe(truth.toLowerCase());
    }
  });

  it("never offers two causes of one attribute", () => {
    const attribute = new Map(
      [...fakeCatalogue.degradations.values()].flatMap(({ title, attribute }) =>
        [title, attribute].map((text) => [text.toLowerCase(), attribute]),
      ),
    );
    for (const { options } of perception.filter(({ template }) => /\/(cause|scan-fault)$/.test(template))) {
      const attributes = options.map((option) => attribute.get(option.toLowerCase()));
      expect(attributes).not.toContain(undefined);
      expect(new Set(attributes).size).toBe(options.length);
    }
  });

  it("does not ask for the primary defect where two are equally severe", async () => {
    const clean = cleanRecord(fakeCatalogue, "mri", "tied");
    const [first, second] = degradationsOf(fakeCatalogue, "mri");
    const tied = degradedRecord(fakeCatalogue, clean, [[first!, 1], [second!, 1]]); // biome-ignore format: a chain
    const { items: asked } = await askAll([clean, tied], recipeOf({ perceptionPerImage: 40 }), fakeCatalogue);
    const what = asked.filter((item) => item.images[0] === tied.key && item.task === "perception" && item.type === "What");
    expect(what).toEqual([]);
  });

  it("answers yes to a defect exactly where the record has it", () => {
    const asked = perception.filter(({ template }) => template === "general/defect-present");
    expect(asked.length).toBeGreaterThan(100);
    for (const item of asked) {
      const there = attributesOf(imageOf(item)).some((attribute) => new RegExp(`\\b${attribute}(?: the|\\?)`).test(item.question));
      expect(answerOf(item)).toBe(there ? "Yes" : "No");
    }
  });

  it("grades a defect by its level, and as not present where it is absent", () => {
    for (const item of perception.filter(({ template }) => template === "general/severity")) {
      const link = imageOf(item).chain.find(({ degradation }) =>
        item.question.includes(fakeCatalogue.degradations.get(degradation)!.attribute),
      );
      expect(answerOf(item).toLowerCase()).toBe(link?.level ?? "not present");
    }
  });

  it("rates the overall quality by the record's verdict", () => {
    for (const item of perception.filter(({ template }) => template === "general/overall-quality")) {
      expect(answerOf(item).toLowerCase()).toBe(imageOf(item).verdict);
    }
  });

  it("asks only sound and severe images whether something can be seen", () => {
    for (const item of perception.filter(({ template }) => /delineated|detail-visible/.test(template))) {
      expect(worstOf(imageOf(item))).toBe(answerOf(item) === "Yes" ? "none" : "severe");
    }
  });

  it("offers unique options that neither contain each other nor trap an answer parser", () => {
    for (const { options } of perception) {
      for (const [i, option] of options.entries()) {
        expect(option.startsWith("A ")).toBe(false);
        expect(option.charAt(0)).toBe(option.charAt(0).toUpperCase());
        for (const [j, other] of options.entries()) if (i !== j) expect(other.toLowerCase()).not.toContain(option.toLowerCase());
      }
    }
  });

  it("asks no image the same question twice", () => {
    const asked = perception.map(({ images: [key], question }) => `${key} ${question}`);
    expect(new Set(asked).size).toBe(asked.length);
  });
});

describe("balance", () => {
  const count = (of: (item: PerceptionItem) => string, list = perception): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const item of list) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1);
    return counts;
  };

  it("has as many yes as no for every template, modality and split, to what a ledger may owe", () => {
    const yesNo = perception.filter(({ type }) => type === "Yes-or-No");
    const cell = ({ split, modality, template }: PerceptionItem): string => `${split} ${modality} ${template}`;
    const yes = count((item) => `${cell(item)} ${answerOf(item)}`, yesNo);
    for (const name of count(cell, yesNo).keys()) {
      // A debt of at most 3: as many answers beyond one half on one side as are missing on the other.
      expect(Math.abs((yes.get(`${name} Yes`) ?? 0) - (yes.get(`${name} No`) ?? 0)), name).toBeLessThanOrEqual(6);
    }
  });

  it("does not tell yes or no by the level of the image", () => {
    const yesNo = perception.filter(({ type }) => type === "Yes-or-No");
    const yes = yesNo.filter((item) => answerOf(item) === "Yes").length / yesNo.length;
    let chiSquared = 0;
    for (const level of LEVELS) {
      const here = yesNo.filter(({ severity }) => severity === level);
      const excess = here.filter((item) => answerOf(item) === "Yes").length - yes * here.length;
      chiSquared += excess ** 2 / (here.length * yes * (1 - yes));
    }
    // 4 levels x 2 answers: 3 degrees of freedom, of which 11.34 is the 99th percentile.
    expect(chiSquared).toBeLessThan(11.34);
  });

  it("offers no text that is never right, where it is offered often", () => {
    const offered = new Map<string, number>();
    const right = new Set<string>();
    for (const item of perception.filter(({ type }) => type === "What")) {
      const cell = `${item.split} ${item.modality}`;
      for (const option of item.options)
        offered.set(`${cell} ${option}`, (offered.get(`${cell} ${option}`) ?? 0) + 1 / item.options.length);
      right.add(`${cell} ${answerOf(item)}`);
    }
    // Drawn fairly, a text that should have been right 5 times is never right with probability exp(-5) at most.
    for (const [name, expected] of offered) if (expected > 5) expect(right, name).toContain(name);
  });

  it("uses every letter equally often for What questions, to one for each modality and split", () => {
    const what = perception.filter(({ type }) => type === "What");
    const cell = ({ split, modality, options }: PerceptionItem): string => `${split} ${modality} ${options.length}`;
    const letters = count((item) => `${cell(item)} ${item.answer}`, what);
    for (const [name, total] of count(cell, what)) {
      const optionCount = Number(name.split(" ")[2]);
      for (let letter = 0; letter < optionCount; letter++) {
        expect(Math.abs((letters.get(`${name} ${letter}`) ?? 0) - total / optionCount), name).toBeLessThan(1);
      }
    }
  });

  it("asks of a scale each of its answers equally often, to what a ledger may owe, for each template, modality and split", () => {
    const how = perception.filter(({ type }) => type === "How");
    const cell = ({ split, modality, template }: PerceptionItem): string => `${split} ${modality} ${template}`;
    for (const item of how) {
      const answer = answerOf(item);
      const offering = how.filter((other) => cell(other) === cell(item) && other.options.includes(answer));
      const chance = offering.reduce((sum, { options }) => sum + 1 / options.length, 0);
      expect(offering.filter((other) => answerOf(other) === answer).length - chance, cell(item)).toBeLessThanOrEqual(3 + 1e-9);
    }
  });

  it("makes no answer foreseeable from the one before it", () => {
    // Items come in the order of their keys. Whether two yes-or-no answers in a row to one template differ is a fair draw.
    const last = new Map<string, string>();
    let [pairs, different] = [0, 0];
    for (const item of perception.filter(({ type }) => type === "Yes-or-No")) {
      const cell = `${item.split} ${item.modality} ${item.template}`;
      if (last.has(cell)) {
        pairs++;
        if (last.get(cell) !== answerOf(item)) different++;
      }
      last.set(cell, answerOf(item));
    }
    expect(pairs).toBeGreaterThan(300);
    expect(Math.abs(different - pairs / 2)).toBeLessThan(4 * Math.sqrt(pairs / 4));
  });

  it("gives a guess from the text alone no more than chance", async () => {
    const many = [...manyFamilies(fakeCatalogue, 24)];
    const { items: asked } = await askAll(
      many,
      recipeOf({ perceptionPerImage: 3, descriptions: false, comparisonsPerImage: 0 }),
      fakeCatalogue,
    );
    const all = asked.filter((item) => item.task === "perception");
    const by = (score: (option: string) => number) => (item: PerceptionItem) =>
      item.options.reduce((best, option, i) => (score(option) > score(item.options[best]!) ? i : best), 0);
    // What a guesser learns from the dev split: how often an option's text was right when offered, and the usual answer to a question.
    const offered = new Map<string, number>();
    const right = new Map<string, number>();
    const add = (counts: Map<string, number>, name: string, amount = 1): void => void counts.set(name, (counts.get(name) ?? 0) + amount);
    for (const item of all.filter(({ split }) => split === "dev")) {
      for (const option of item.options) add(offered, option, 1 / item.options.length);
      add(right, answerOf(item));
      add(right, `${item.question} ${answerOf(item)}`);
    }
    const strategies: Record<string, (item: PerceptionItem) => number> = {
      "the longest option": by((option) => option.length),
      "the shortest option": by((option) => -option.length),
      "the first letter": () => 0,
      "the last letter": ({ options }) => options.length - 1,
      "the option most often right": by((option) => (right.get(option) ?? 0) / (offered.get(option) ?? 1)),
      "the usual answer to the question": (item) => by((option) => right.get(`${item.question} ${option}`) ?? 0)(item),
    };
    const test = all.filter(({ split }) => split === "test");
    for (const type of ["Yes-or-No", "What", "How"]) {
      const list = test.filter((item) => item.type === type);
      expect(list.length).toBeGreaterThan(200);
      // A guess is right with probability 1/n: over the items the excess has mean 0 and variance sum of (1/n)(1 - 1/n).
      const chances = list.map(({ options }) => 1 / options.length);
      const deviation = Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0));
      for (const [name, guess] of Object.entries(strategies)) {
        const excess = list.reduce((sum, item, i) => sum + (guess(item) === item.answer ? 1 : 0) - chances[i]!, 0);
        expect(Math.abs(excess) / deviation, `${type}: ${name}`).toBeLessThan(4);
      }
    }
  });

  it("does not let a recipe of one degradation give it away", async () => {
    const families = Array.from({ length: 30 }, (_, i) => {
      const clean = cleanRecord(fakeCatalogue, "mri", `one-${i}`);
      return [clean, degradedRecord(fakeCatalogue, clean, [["mri/rigid-motion", MARKS.severe]])];
    }).flat();
    const { items: asked, drops } = await askAll(families, recipeOf({ perceptionPerImage: 8 }, ["severe"]), fakeCatalogue);
    const named = asked.filter(({ template }) => template === "general/primary-defect");
    expect(named.length).toBeLessThan(8);
    expect([...drops.keys()].some((reason) => reason.includes("balance"))).toBe(true);
  });
});

describe("a recipe that names its degradations", () => {
  it("offers nothing that it never makes", async () => {
    const named = {
      ...recipeOf({ perceptionPerImage: 12 }),
      degrade: [{ degradations: ["mri/rigid-motion", "mri/thermal-noise"], severities: ["severe" as const] }],
    };
    const families = Array.from({ length: 10 }, (_, i) => {
      const clean = cleanRecord(fakeCatalogue, "mri", `named-${i}`);
      return [clean, ...named.degrade[0]!.degradations.map((id) => degradedRecord(fakeCatalogue, clean, [[id, MARKS.severe]]))];
    }).flat();
    const { items: asked } = await askAll(families, named, fakeCatalogue);
    expect(asked.filter(({ task }) => task === "perception").length).toBeGreaterThan(100);
    for (const item of asked) {
      if (item.task !== "perception") continue;
      expect(`${item.question} ${item.options.join(" ")}`).not.toMatch(/aliasing|compression|moderate|mild/i);
    }
  });
});

describe("spread", () => {
  it("shares the questions among types and scopes, whatever the severity", () => {
    for (const severity of LEVELS) {
      const cell = perception.filter((item) => item.severity === severity);
      for (const type of ["Yes-or-No", "How", "What"]) {
        const share = cell.filter((item) => item.type === type).length / cell.length;
        expect(share, `${severity} ${type}`).toBeGreaterThan(0.1);
        expect(share, `${severity} ${type}`).toBeLessThan(0.6);
      }
      expect(cell.filter(({ scope }) => scope === "specific").length / cell.length).toBeGreaterThan(0.2);
    }
  });
});

describe("unknown quality", () => {
  const clean = cleanRecord(fakeCatalogue, "mri", "unjudged", "unjudged", "clinical");
  const family = familyOf(fakeCatalogue, clean);

  it("asks of the image itself only what its quality does not decide", async () => {
    // Known images beside it, so that nothing is held back for balance's sake.
    const { items: asked } = await askAll(
      [...images.slice(0, 56), ...family],
      recipeOf({ perceptionPerImage: 40, comparisonsPerImage: 4 }),
      fakeCatalogue,
    );
    const own = asked.filter((item) => item.images[0] === clean.key);
    expect(own).toEqual([]);
    const keys = new Set(family.map(({ key }) => key));
    const others = asked.filter((item) => item.images.some((key) => keys.has(key)) && item.images[0] !== clean.key);
    expect(others.length).toBeGreaterThan(0);
    for (const item of others) {
      expect(item.task).toBe("perception");
      if (item.task !== "perception") continue;
      expect(item.type === "Yes-or-No" && answerOf(item)).toBe("Yes");
      const link = family.find(({ key }) => key === item.images[0])!.chain.map(({ degradation }) => degradation);
      const words = link.map((id) => fakeCatalogue.degradations.get(id)!.attribute);
      const specific = ["mri/motion-ghosts", "mri/undersampling", "mri/background-noise"].includes(item.template);
      expect(specific || words.some((attribute) => item.question.includes(attribute))).toBe(true);
    }
  });

  it("describes and compares nothing of it", async () => {
    const { items: asked, drops } = await askAll(family, recipeOf({ comparisonsPerImage: 2 }), fakeCatalogue);
    expect(asked.filter(({ task }) => task !== "perception")).toEqual([]);
    expect(drops.get("description: the quality of the image is not wholly known")).toBe(family.length);
    expect(drops.get("comparison: no further pair whose order is known")).toBe(2);
  });

  it("neither claims nor denies a degradation too weak for a name", async () => {
    const parent = cleanRecord(fakeCatalogue, "mri", "faint");
    const faint = degradedRecord(fakeCatalogue, parent, [["mri/rigid-motion", 0.1]]);
    expect(levelOf(0.1)).toBe("none");
    const { items: asked } = await askAll(
      [...images.slice(0, 28), parent, faint],
      recipeOf({ perceptionPerImage: 40, comparisonsPerImage: 8 }),
      fakeCatalogue,
    );
    const own = asked.filter((item) => item.images.includes(faint.key));
    expect(own.length).toBeGreaterThan(0);
    for (const item of own) {
      expect(item.task).toBe("perception");
      expect(item.question).not.toMatch(/motion|any defect|free of/);
    }
  });
});

describe("the real catalogue", () => {
  it("gives items of every task for every modality, with every word filled in", async () => {
    const real = await onDisk();
    const records = [...manyFamilies(real, 2)];
    const { items: asked } = await askAll(records, recipeOf({ perceptionPerImage: 6, comparisonsPerImage: 4 }), real);
    for (const name of real.modalities.keys()) {
      const tasks = new Set(asked.filter(({ modality }) => modality === name).map(({ task }) => task));
      expect([...tasks].sort(), name).toEqual(["comparison", "description", "perception"]);
    }
    for (const item of asked) {
      expect(itemSchema.safeParse(item).success).toBe(true);
      if (item.task !== "perception") continue;
      for (const option of item.options) expect(option).not.toMatch(/^A |[{}]/);
    }
  });
});
