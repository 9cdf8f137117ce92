/** Writes the JSON Schemas of everything that people write by hand to manifests/schema/json/, so that editors complete and check the YAML. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { dataset } from "./dataset.ts";
import { generated } from "./generated.ts";
import { image } from "./image.ts";
import { item } from "./item.ts";
import { question } from "./question.ts";
import { recipe } from "./recipe.ts";

export const schemas = { dataset, generated, image, item, question, recipe };

/** @returns the text of one schema file */
export const schemaText = (name: keyof typeof schemas): string =>
  `${JSON.stringify({ title: name, ...z.toJSONSchema(schemas[name], { io: "input", unrepresentable: "any" }) }, undefined, 2)}\n`;

export const schemaFolder = new URL("./json/", import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(schemaFolder, { recursive: true });
  for (const name of Object.keys(schemas) as (keyof typeof schemas)[])
    writeFileSync(new URL(`${name}.schema.json`, schemaFolder), schemaText(name));
}
