/**
 * One image as numbers of its modality's physical quantity: HU for CT, signal magnitude for MRI, linear light for optics.
 *
 * Row-major, `rows x columns x channels`; data has rows * columns * channels values.
 */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly data: Float64Array;
}

/** A local defect's place: rows x columns, 1 where the defect is, 0 elsewhere. */
export type Mask = Uint8Array;
