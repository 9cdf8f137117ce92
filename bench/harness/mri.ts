/** Whole MRI operations: from an image array, through k-space where something happens to it, to an image array. */
import mri, { type CoilSamples } from "../../generators/mri/modality.ts";
import { ifft2c } from "../../generators/signal/fft.ts";
import type { Acquisition } from "../../sources/acquisition.ts";
import { spots } from "./inputs.ts";

const [object, kSpace] = mri.stations;

const image = (rows: number, columns: number) => ({ coils: 1, rows, columns, channels: 1, scanner: {} });

/** A magnitude image, as a DICOM file holds it. */
export function magnitudeImage(rows: number, columns: number): Acquisition {
  return { ...image(rows, columns), quantity: "mr-magnitude", complex: false, data: spots(rows, columns) };
}

/** The same as a complex image of phase 0, which is what libraries without a phase model take it for. */
export function withoutPhase({ rows, columns, data }: Acquisition): Acquisition {
  const complex = new Float64Array(2 * data.length);
  for (let i = 0; i < data.length; i++) complex[2 * i] = data[i];
  return { ...image(rows, columns), quantity: "mr-complex", complex: true, data: complex };
}

/** What stations are told of the clean image; those of MRI look at the acquisition alone. */
const cleanOf = (acquisition: Acquisition) => ({ acquisition, plane: { ...acquisition } });

/** @returns the samples of the object's k-space: with a magnitude image, this includes the phase of the virtual coil */
export function toKSpace(acquisition: Acquisition): CoilSamples {
  const clean = cleanOf(acquisition);
  return kSpace.enter(object.enter(acquisition, clean), clean);
}

/** @returns the magnitude of the image: what a user sees */
export function toImage(acquisition: Acquisition, samples: CoilSamples): Float64Array {
  return kSpace.leave(samples, cleanOf(acquisition)).data;
}

/** @returns the real part of the image: what libraries without a phase model return */
export function realPart({ data, phase, readout }: CoilSamples): Float64Array {
  const complex = ifft2c(data.slice(), phase, readout);
  return Float64Array.from({ length: phase * readout }, (_, i) => complex[2 * i]);
}
