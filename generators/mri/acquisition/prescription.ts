/**
 * How a section lies in the patient: needed for what follows the body and not the scan's own axes, as sinuses and echo-planar readouts do.
 *
 * By Image Orientation (Patient): direction cosines of the rows and of the columns, x towards the left, y towards the back, z towards the head.
 * An image that says nothing counts as axial, front up, as heads and bodies are shown.
 *
 * Source: DICOM PS3.3, C.7.6.2.1.1.
 */
import type { Acquisition } from "../../../sources/acquisition.ts";

/** A direction in the image as it is shown, steps down and across; the shorter, the more it points out of the image. */
export type Direction = readonly [down: number, across: number];

export interface Prescription {
  readonly plane: "axial" | "sagittal" | "coronal";
  readonly front: Direction;
  readonly feet: Direction;
}

export const AXIAL: Prescription = { plane: "axial", front: [-1, 0], feet: [0, 0] };

export function prescriptionOf({ ImageOrientationPatient: cosines }: Acquisition["scanner"]): Prescription {
  if (!Array.isArray(cosines) || cosines.length !== 6 || !cosines.every((value) => typeof value === "number" && Number.isFinite(value))) {
    return AXIAL;
  }
  const [ax, ay, az, dx, dy, dz] = cosines as number[];
  // The section's normal: rows x columns.
  const [x, y, z] = [ay * dz - az * dy, az * dx - ax * dz, ax * dy - ay * dx].map(Math.abs);
  const plane = z >= x && z >= y ? "axial" : x >= y ? "sagittal" : "coronal";
  return { plane, front: [0 - dy, 0 - ay], feet: [0 - dz, 0 - az] };
}

/** @returns the direction in samples, along phase encoding and along the readout */
export const alongSamples = ([down, across]: Direction, transposed: boolean): readonly [phase: number, readout: number] =>
  transposed ? [across, down] : [down, across];
