/**
 * HDF5 containers in the layouts of raw data:
 *
 *   fastMRI         /kspace                           k-space of slices and coils
 *   ISMRMRD         /dataset/data and /dataset/xml    k-space of acquisitions; the group may have another name
 *   Data Exchange   /exchange/data                    X-ray projections of a parallel beam
 *
 * The library reads from the disk what is asked for, so a file may be larger than memory. Sizes are checked before anything is read.
 */
import { MedqError } from "../../manifests/error.ts";
import { defineReader, type ReadOptions, type Scan } from "../acquisition.ts";
import { openDataExchange } from "../ct/data-exchange.ts";
import { type Hdf5File, hdf5File, sharedBytes } from "../hdf5/file.ts";
import { openFastMri } from "../kspace/fast-mri.ts";
import { openIsmrmrd } from "../kspace/ismrmrd.ts";

export const formats = ["fastMRI HDF5", "ISMRMRD HDF5", "Data Exchange HDF5"];

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Groups that are tried for acquisitions. */
const GROUP_LIMIT = 16;

async function openLayout(file: Hdf5File, options: ReadOptions): Promise<Scan> {
  const root = await file.look("/");
  const names = root?.kind === "group" ? root.names : [];
  const scan = (await openFastMri(file, options)) ?? (await openDataExchange(file, options));
  if (scan !== undefined) return scan;
  for (const name of names.slice(0, GROUP_LIMIT)) {
    const found = await openIsmrmrd(file, `/${name}`, options);
    if (found !== undefined) return found;
  }
  const listed = names
    .slice(0, 5)
    .map((name) => name.slice(0, 40))
    .join(", ");
  throw new MedqError(
    "E_UNSUPPORTED",
    `Expected the layout of fastMRI (kspace), ISMRMRD (dataset/data, dataset/xml) or Data Exchange (exchange/data), got HDF5 with ${listed || "nothing"}`,
    file.where,
    "Export the array it holds as .npy (k-space: coils x phase x readout) or as NIfTI.",
  );
}

export default defineReader({
  recognises: (head) => SIGNATURE.every((byte, at) => head[at] === byte),
  open: (bytes, where, options) => openLayout(hdf5File({ bytes: sharedBytes(bytes) }, where), options),
  openPath: (path, options) => openLayout(hdf5File({ path }, path), options),
});
