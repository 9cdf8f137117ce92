/**
 * What a reader hands on: samples with axes, units and spacing, what the scanner said about them, nothing about a patient.
 *
 * A file holds one `Scan`; a scan is a sequence of planes that are decoded one at a time, so a long series costs one plane of memory.
 */

import type { MedqError } from "../manifests/error.ts";

/** The physical meaning of the samples of one plane. */
export type Quantity =
  | "hounsfield" // CT number [HU], water 0, air -1000
  | "ct-projections" // line integrals of the X-ray attenuation [1], views x bins of a parallel beam; `scan` says where they lie
  | "mr-magnitude" // MR signal magnitude [arbitrary]; where numbers are negative, the modality tells what they are
  | "mr-complex" // complex MR image [arbitrary]
  | "mr-kspace" // raw MR samples [arbitrary], zero frequency at floor(N/2) of both axes
  | "srgb" // display-referred colour or grey, code values 0 .. 2^bits - 1, sRGB transfer
  | "unspecified"; // numbers whose meaning only the dataset knows (a NIfTI or .npy file)

/** Projections by parallel rays in one plane. */
export interface ParallelScan {
  /** Angle of each view [rad], in ascending order. */
  readonly angles: readonly number[];
  /** Distance between detector bins, in the object's plane [m]; absent where the file does not say. */
  readonly binSize?: number;
}

/** One plane. Row-major; complex samples are interleaved re, im; integer samples are kept exact in f64. */
export interface Acquisition {
  readonly quantity: Quantity;
  /**
   * Shape, slowest axis first; always four numbers: `coils x rows x columns x channels`.
   * MR magnitude, complex and CT: channels = 1. Colour: channels = 3. Single-channel: coils = 1.
   * For k-space rows = phase encoding, columns = readout; for projections rows = views, columns = detector bins.
   */
  readonly coils: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly complex: boolean;
  /** coils * rows * columns * channels * (complex ? 2 : 1) values. */
  readonly data: Float64Array;
  /** For "srgb": bits of the code values (8 or 16). Otherwise absent. */
  readonly bits?: 8 | 16;
  /** Distance between sample centres along rows (down) and columns (across) [m]; absent where the file does not say. */
  readonly spacing?: { readonly row: number; readonly column: number };
  /** Height of a sample over its width, where the file states that and no spacing. */
  readonly aspect?: number;
  /** For "ct-projections": how the object was scanned. Otherwise absent. */
  readonly scan?: ParallelScan;
  /** 1 where the scanner measured, 0 where it padded (outside the reconstruction circle): rows x columns. Absent: everywhere 1. */
  readonly inside?: Uint8Array;
  /** Whitelisted statements of the scanner, by DICOM attribute keyword (RepetitionTime, KVP ...), in DICOM's own units. */
  readonly scanner: Readonly<Record<string, string | number | readonly number[]>>;
}

/** Where a plane lies and to whom it belongs, as far as grouping and splits need it. */
export interface PlaneGroup {
  /** Keyed hashes (hex, 16 characters): equal for equal identity within a dataset, meaningless outside it. */
  readonly patient: string;
  readonly study: string;
  readonly series: string;
  /** Position along the slice normal [m], then instance number: the order within a series. */
  readonly order: readonly [number, number];
}

/** One opened file. */
export interface Scan {
  readonly format: "dicom" | "nifti" | "npy" | "fastmri" | "ismrmrd" | "data-exchange" | "bart" | "png" | "jpeg" | "tiff" | "webp";
  /** What the file says its modality is, in DICOM's Modality terms (MR, CT, XC, ES, SM ...), where it says. */
  readonly says?: string;
  readonly planeCount: number;
  /** Planes that hold no image to be used (phases, maps ...), each with the error that `plane` gives; absent: none. Never all of them. */
  readonly refused?: ReadonlyMap<number, MedqError>;
  /** What decides the planes besides the file's own bytes, a header beside it or its name: it becomes part of their keys. */
  readonly reading?: string;
  /** How identity was kept out: present exactly where the format can carry a patient. */
  readonly deidentification?: string;
  /** Which patient, study and series; absent where the format has none. `plane` counts from 0. */
  group?(plane: number): PlaneGroup;
  /** Decodes plane `index` (0 .. planeCount - 1). @throws MedqError */
  plane(index: number): Promise<Acquisition>;
}

/** Along which axis the slices of a volume follow each other: a stored one (i the fastest), or the normal of sagittal, coronal or axial slices. */
export const SLICE_AXES = ["i", "j", "k", "sagittal", "coronal", "axial"] as const;
export type SliceAxis = (typeof SLICE_AXES)[number];

/** What a reader may need from outside the file. */
export interface ReadOptions {
  /** Secret for the keyed hashes of identity (sources/identity.ts). */
  readonly groupingKey: Uint8Array;
  /** Most samples a single plane may decode to; more is E_TOO_LARGE before anything is allocated. */
  readonly sampleLimit: number;
  /** For volumes (NIfTI) whose slices are to follow another axis than the file says. */
  readonly sliceAxis?: SliceAxis | undefined;
  /** True where this very file was opened before and found whole: a packed one need not be looked through again. */
  readonly intact?: boolean | undefined;
}

/** One file format = one reader = one file in sources/readers/, its default export. */
export interface Reader {
  /** True when the file is of this format, judged by its first 512 bytes (never by its name alone when content decides). */
  recognises(head: Uint8Array, name: string): boolean;
  /** Reads the header and prepares decoding. `bytes` is the whole file. @throws MedqError */
  open(bytes: Uint8Array, where: string, options: ReadOptions): Promise<Scan>;
  /** As open, of a file on disk, for a reader that takes from it only what it needs: such a file may be larger than memory. */
  openPath?(path: string, options: ReadOptions): Promise<Scan>;
}

/** Types a reader. */
export function defineReader(reader: Reader): Reader {
  return reader;
}
