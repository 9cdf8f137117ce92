import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../shared/data/", import.meta.url));

/** True where the folder of real clinical inputs stands beside the repository. */
export const sharedData = existsSync(root);

/** @returns the path of a real input, relative to ../shared/data */
export const shared = (path: string): string => root + path;
