/** Finds a dataset's files, checks them, and lists its planes: grouped into series, in geometric order, selected. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MedqError } from "../manifests/error.ts";
import { readYaml } from "../manifests/read.ts";
import { type Dataset, dataset as datasetSchema } from "../manifests/schema/dataset.ts";
import type { PlaneGroup, Scan } from "./acquisition.ts";
import { withoutCompanions } from "./companions.ts";
import { type Bounds, boundsOf, staysBelow, walk } from "./folder.ts";
import { runKey } from "./identity.ts";
import { openFile } from "./open.ts";
import { groupSeries } from "./series.ts";
import { subjectsOf } from "./subject.ts";

const here = fileURLToPath(new URL("./datasets/", import.meta.url));

/** One plane of a dataset: all that is needed to read it again. */
export interface DatasetPlane {
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** What the plane's key is made of: that, and whatever else decided the file's planes. */
  readonly checksum: string;
  readonly plane: number;
  /** What planes of one patient share, of this dataset or another: hashes of identity, the subject that the path names, the file. */
  readonly identities: readonly string[];
}

/** @param reference a name in sources/datasets, or a path relative to `folder` @throws MedqError E_NOT_FOUND */
export function findDataset(reference: string, folder: string): { name: string; path: string } {
  const own = join(here, `${reference}.yaml`);
  const path = existsSync(own) ? own : resolve(folder, reference);
  if (!existsSync(path))
    throw new MedqError(
      "E_NOT_FOUND",
      "Expected a dataset, got nothing of that name",
      reference,
      "`medq list sources` shows those that are built in; a path is relative to the recipe.",
    );
  return { name: basename(path, ".yaml"), path };
}

export const isBuiltIn = (path: string): boolean => resolve(dirname(path)) === resolve(here);

/** @returns the names of the built-in datasets */
export async function listDatasets(): Promise<string[]> {
  return (await readdir(here))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

export const readDataset = (path: string): Promise<Dataset> => readYaml(path, datasetSchema);

/**
 * @param onRefusal told of every file that could not be read, and of each file some of whose planes are none; the others are not affected
 * @param check told of every file that was opened; what it throws refuses the file
 * @returns also how many files' paths do not tell whose they are
 * @throws MedqError when the dataset as a whole is not there
 */
export async function openDataset(
  path: string,
  onRefusal: (error: unknown) => void,
  check: (dataset: Dataset, scan: Scan, file: string) => void = () => {},
): Promise<{ dataset: Dataset; planes: DatasetPlane[]; withoutSubject: number }> {
  const dataset = await readDataset(path);
  const { bounds, files } = await findFiles(dataset, path, onRefusal);
  const found: { plane: DatasetPlane; series: string; order: PlaneGroup["order"] }[] = [];
  const subjects = subjectsOf(
    files.map((file) => file.path.replaceAll("\\", "/")),
    dataset.group,
    path,
  );
  for (const [index, file] of files.entries()) {
    const filePath = join(bounds.folder, file.path);
    try {
      if (file.sha256 !== undefined) await requireListed(file.path, bounds, dataset);
      const scan = await openFile(filePath, { groupingKey: runKey, sliceAxis: dataset.sliceAxis, sha256: file.sha256 });
      checkReader(dataset, scan, filePath);
      check(dataset, scan, filePath);
      if (scan.refused !== undefined) onRefusal(refusedPlanes(scan.refused, scan.planeCount));
      const { sha256, checksum } = scan;
      for (let plane = 0; plane < scan.planeCount; plane++) {
        if (scan.refused?.has(plane)) continue;
        const group = scan.group?.(plane);
        found.push({
          plane: { file: filePath, sha256, checksum, plane, identities: identitiesOf(checksum, group?.patient, subjects[index]) },
          series: group?.series ?? checksum,
          order: group?.order ?? [plane, plane],
        });
      }
    } catch (error) {
      onRefusal(error);
    }
  }
  const { every, from, limit } = dataset.select;
  const planes = groupSeries(found.map(({ plane, series, order }) => ({ item: plane, series, order }))).flatMap((series) =>
    series.filter((_, index) => index >= from && (index - from) % every === 0).slice(0, limit),
  );
  return { dataset, planes, withoutSubject: subjects.filter((subject) => subject === undefined).length };
}

/** One refusal for all of them: the others of the file are taken. */
function refusedPlanes(refused: NonNullable<Scan["refused"]>, planeCount: number): MedqError {
  const [{ code, problem, where, advice }] = [...refused.values()] as [MedqError];
  return new MedqError(code, `${problem} in ${refused.size} of ${planeCount} frames`, where, advice);
}
const identitiesOf = (checksum: string, patient: string | undefined, subject: string | undefined): string[] => [
  `file ${checksum}`,
  ...(patient === undefined || patient === "" ? [] : [`patient ${patient}`]),
  ...(subject === undefined ? [] : [`subject ${subject}`]),
];

const READER_FORMATS: Readonly<Record<NonNullable<Dataset["reader"]>, readonly Scan["format"][]>> = {
  dicom: ["dicom"],
  nifti: ["nifti"],
  npy: ["npy"],
  hdf5: ["fastmri", "ismrmrd", "data-exchange"],
  bart: ["bart"],
  raster: ["png", "jpeg", "tiff", "webp"],
};

function checkReader(dataset: Dataset, scan: Scan, where: string): void {
  if (dataset.reader !== undefined && !READER_FORMATS[dataset.reader].includes(scan.format)) {
    throw new MedqError(
      "E_FORMAT",
      `Expected a ${dataset.reader} file, got ${scan.format}`,
      where,
      "Correct `reader` in the dataset or take the file out.",
    );
  }
}

function locate(dataset: Dataset, path: string): string {
  const { location } = dataset;
  if ("package" in location) {
    if (!staysBelow(location.folder)) {
      throw new MedqError("E_SCHEMA", `Expected a folder inside the package, got ${location.folder}`, path, "Correct `location`.");
    }
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve(`${location.package}/package.json`)), location.folder);
  }
  if ("folder" in location) return resolve(dirname(path), location.folder);
  const folder = process.env[location.environment];
  if (folder === undefined) {
    throw new MedqError(
      "E_NOT_FOUND",
      `Expected the environment variable ${location.environment} to name a folder, got nothing`,
      path,
      `Run again as ${location.environment}=/your/folder medq ...`,
    );
  }
  return resolve(folder);
}

interface ListedFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly sha256?: string | undefined;
}

async function findFiles(
  dataset: Dataset,
  path: string,
  onRefusal: (error: unknown) => void,
): Promise<{ bounds: Bounds; files: readonly ListedFile[] }> {
  const folder = locate(dataset, path);
  if (!("endings" in dataset.files)) return { bounds: await boundsOf(folder), files: dataset.files };
  // Links may lead to what lies beside the folder, below its YAML file: that is how a copy of a linked dataset is kept together.
  const bounds = await boundsOf(folder, "folder" in dataset.location && !("package" in dataset.location) ? [dirname(path)] : []);
  let refused = false;
  const paths = await walk(bounds, dataset.files.endings, (error) => {
    refused = true;
    onRefusal(error);
  });
  if (paths.length === 0 && !refused) onRefusal(noFiles(folder, dataset.files.endings));
  return { bounds, files: withoutCompanions(paths.map((name) => ({ path: name }))) };
}

const noFiles = (folder: string, endings: readonly string[]): MedqError =>
  new MedqError(
    "E_NOT_FOUND",
    `Expected files${endings.length > 0 ? ` that end in ${endings.join(" or ")}` : ""}, got none`,
    folder,
    "Correct `location` or `files.endings` in the dataset.",
  );

/** A list may come with a download: what it names lies in the folder. @throws MedqError E_SCHEMA, E_NOT_FOUND */
async function requireListed(path: string, { folder, follow }: Bounds, { access }: Dataset): Promise<void> {
  if (!staysBelow(path)) {
    throw new MedqError("E_SCHEMA", "Expected a path inside the dataset's folder, got one that leads out of it", path, "Correct `files`.");
  }
  await follow(join(folder, path)).catch((error: MedqError) => {
    if (error.code !== "E_NOT_FOUND") throw error;
    const advice = `Get it from ${access.from} (${access.rule}).`;
    throw new MedqError("E_NOT_FOUND", "Expected a file of the dataset, got none", join(folder, path), advice, error);
  });
}
