/**
 * MRI: the object becomes coil images, the scanner samples their k-space, reconstruction shows a magnitude.
 *
 *   coil images x_c(r) = S_c(r) m(r) exp(i phi(r))       k-space y_c(k) = F x_c        image = sqrt(sum_c |F^-1 y_c|^2)
 *
 * F is the centred orthonormal DFT; the root-sum-of-squares over coils is the magnitude itself for one coil, never the real part.
 * Where only a magnitude exists, one virtual coil and a smooth background phase stand in: phase is what makes k-space asymmetric.
 *
 * Samples show through the reconstruction that they carry (reconstruction/), the plain one unless a degradation or a recipe says otherwise.
 *
 * Not modelled: relaxation during the readout, off-resonance.
 *
 * Sources: Roemer et al., Magn. Reson. Med. 16 (1990) 192 (root-sum-of-squares); Zbontar et al., arXiv:1811.08839 (conventions).
 */
import type { Acquisition } from "../../sources/acquisition.ts";
import { defineDomain } from "../domain.ts";
import { defineModality, defineStation, verdictByWorst } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { fft2c, ifft2c } from "../signal/fft.ts";
import { cos, sin } from "../signal/math.ts";
import { sharedCopy } from "../signal/parts.ts";
import { transpose } from "./acquisition/axes.ts";
import { fatSuppressed } from "./acquisition/fat-suppression.ts";
import { brightest, isPicture, magnitudeOf } from "./acquisition/magnitude.ts";
import { type Prescription, prescriptionOf } from "./acquisition/prescription.ts";
import { type Timing, timingOf } from "./acquisition/timing.ts";
import { qualifiers } from "./anatomy/qualifiers.ts";
import { anatomies, bodyParts } from "./anatomy/words.ts";
import { type ReconstructionName, reconstruct, reconstructionNames } from "./reconstruction/reconstruct.ts";
import { rootSumOfSquares } from "./reconstruction/root-sum-of-squares.ts";

/** Complex samples, `coils x phase x readout`, interleaved re, im. */
export interface CoilSamples {
  readonly coils: number;
  /** Phase-encoding lines. */
  readonly phase: number;
  /** Readout samples. */
  readonly readout: number;
  readonly data: Float64Array;
  /** Distance between image samples [m]. */
  readonly spacing: { readonly phase: number; readonly readout: number };
  /** True where phase encoding runs along the image's rows (left to right): the samples are then the transposed image's. */
  readonly transposed: boolean;
  readonly timing: Timing;
  /** How the image lies in the patient. Absent: axial, front up. */
  readonly prescription?: Prescription;
  /** True where the scan says that it suppressed fat. */
  readonly fatSuppressed?: boolean;
  /** 1 for each sample that was acquired, in every coil alike: phase x readout. Absent: where the data is not 0 (acquisition/acquired.ts). */
  readonly acquired?: Uint8Array;
  /** Coil sensitivities where they are known: coils x phase x readout complex, sum over the coils of |S|^2 = 1. Absent: to be estimated. */
  readonly sensitivities?: Float64Array;
  /** Through which reconstruction the samples show. Absent: zero-filled, root-sum-of-squares. */
  readonly reconstruction?: ReconstructionName;
}

/** Complex coil images. */
export const object = defineDomain<CoilSamples>("object");
/** Their k-space, zero frequency at (floor(phase / 2), floor(readout / 2)). */
export const kSpace = defineDomain<CoilSamples>("k-space");

/** A copy to transform: of several coils in shared memory, so that idle threads take some. */
const copyOf = ({ coils, data }: { coils: number; data: Float64Array }): Float64Array => (coils > 1 ? sharedCopy(data) : data.slice());

/** Where a file states no spacing [m]. */
const DEFAULT_SPACING = 1e-3;

/**
 * Phase of the virtual coil [rad] at u across and v down, both -1 .. 1: one fixed polynomial for all images, a few radians over the field
 * of view, as B0 and B1 leave it in a spin-echo image.
 */
const backgroundPhase = (u: number, v: number): number => 0.4 + 0.9 * u - 0.6 * v + 0.8 * (u * u - v * v) + 0.5 * u * v;

/** exp(i phase) for images of the size last asked for: rows x columns, complex. A series has one size. */
let phaseFactors = { rows: 0, columns: 0, data: new Float64Array(0) };

function phaseFactorsOf(rows: number, columns: number): Float64Array {
  if (phaseFactors.rows !== rows || phaseFactors.columns !== columns) {
    const data = new Float64Array(2 * rows * columns);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at += 2) {
        const phase = backgroundPhase((2 * column) / columns - 1, (2 * row) / rows - 1);
        data[at] = cos(phase);
        data[at + 1] = sin(phase);
      }
    }
    phaseFactors = { rows, columns, data };
  }
  return phaseFactors.data;
}

const hasPhase = ({ quantity }: Acquisition): boolean => quantity === "mr-complex" || quantity === "mr-kspace";

/** Images of the coils, `coils x rows x columns` complex. */
function coilImages(acquisition: Acquisition): Float64Array {
  const { coils, rows, columns, data } = acquisition;
  if (acquisition.quantity === "mr-complex") return data;
  if (acquisition.quantity === "mr-kspace") return ifft2c(copyOf(acquisition), rows, columns, coils);
  return withPhase(magnitudeOf(acquisition), phaseFactorsOf(rows, columns));
}

function withPhase(magnitude: Float64Array, factors: Float64Array): Float64Array {
  const image = new Float64Array(factors.length);
  for (let i = 0, at = 0; at < image.length; i++, at += 2) {
    image[at] = magnitude[i] * factors[at];
    image[at + 1] = magnitude[i] * factors[at + 1];
  }
  return image;
}

function enterObject(acquisition: Acquisition): CoilSamples {
  const { coils, rows, columns, spacing, scanner } = acquisition;
  const images = coilImages(acquisition);
  const { row, column } = spacing ?? { row: DEFAULT_SPACING, column: DEFAULT_SPACING };
  // DICOM (0018,1312): COL means that phase encoding runs along the columns, down the image.
  const transposed = scanner.InPlanePhaseEncodingDirection === "ROW";
  const scan = { transposed, timing: timingOf(scanner), fatSuppressed: fatSuppressed(scanner), prescription: prescriptionOf(scanner) };
  // Raw samples come with their phase encoding down the rows: the header says only how the image is shown.
  if (!transposed || acquisition.quantity === "mr-kspace")
    return { coils, phase: rows, readout: columns, data: images, spacing: { phase: row, readout: column }, ...scan };
  return {
    coils,
    phase: columns,
    readout: rows,
    data: transpose(images, coils, rows, columns),
    spacing: { phase: column, readout: row },
    ...scan,
  };
}

/** Root-sum-of-squares over the coils' images, turned back where they are transposed: rows x columns. */
export function combine(images: CoilSamples): Plane {
  return asPlane(images, rootSumOfSquares(images.data, images.coils, images.phase * images.readout));
}

/** An image of phase x readout as the file showed it: turned back where the samples are transposed. */
function asPlane({ phase, readout, transposed }: CoilSamples, magnitude: Float64Array): Plane {
  if (!transposed) return { rows: phase, columns: readout, channels: 1, data: magnitude };
  const image = new Float64Array(magnitude.length);
  for (let row = 0; row < phase; row++) {
    for (let column = 0; column < readout; column++) image[column * phase + row] = magnitude[row * readout + column];
  }
  return { rows: readout, columns: phase, channels: 1, data: image };
}

/**
 * Picks the magnitudes of what gives signal: those above a tenth of the 99th percentile of all.
 * @returns them in ascending order; empty for an image without signal
 */
export function foreground(magnitude: Float64Array): Float64Array {
  const sorted = magnitude.slice().sort();
  const threshold = 0.1 * sorted[Math.floor(0.99 * (sorted.length - 1))];
  const first = sorted.findIndex((value) => value > threshold);
  return first < 0 ? new Float64Array(0) : sorted.subarray(first);
}

/** The window's white lies above that share of the foreground by that factor. */
const BRIGHT = 0.99;
const HEADROOM = 1.1;

/** The brightest code value that a picture can hold. */
const WHITE = { 8: 255, 16: 65535 } as const;

export default defineModality({
  title: "MRI",
  imageName: "MR image",
  terms: ["MR"],
  quantity: { name: "signal magnitude", unit: "arbitrary" },
  version: 2,
  stations: [
    defineStation<Acquisition, CoilSamples>({ domain: object, enter: enterObject, leave: combine }),
    defineStation<CoilSamples, CoilSamples>({
      domain: kSpace,
      enter: (images) => ({ ...images, data: fft2c(copyOf(images), images.phase, images.readout, images.coils) }),
      leave: (samples) => asPlane(samples, reconstruct(samples)),
      reconstructions: {
        names: reconstructionNames,
        choose: (samples, name) => ({ ...samples, reconstruction: name as ReconstructionName }),
      },
      through: {
        enter: async (images, _, engine) => ({
          ...images,
          data: await engine.fft2c(images.data, images.phase, images.readout, images.coils),
        }),
        leave: async (samples, _, engine) =>
          samples.reconstruction === undefined
            ? combine({ ...samples, data: await engine.ifft2c(samples.data, samples.phase, samples.readout, samples.coils) })
            : asPlane(samples, reconstruct(samples)),
      },
    }),
  ],
  observe(acquisition) {
    if (hasPhase(acquisition)) return combine(enterObject(acquisition));
    const { rows, columns } = acquisition;
    return { rows, columns, channels: 1, data: magnitudeOf(acquisition) };
  },
  // Raw samples whose phase encoding is shown across come with it down the rows.
  spacing({ quantity, scanner, spacing }) {
    const turned = quantity === "mr-kspace" && scanner.InPlanePhaseEncodingDirection === "ROW";
    return turned && spacing ? { row: spacing.column, column: spacing.row } : spacing;
  },
  // A picture that uses its bits is shown as it is; elsewhere a few bright pixels of fat or flow must not darken the rest.
  window({ acquisition, plane }) {
    if (isPicture(acquisition, plane.data)) return { low: 0, high: WHITE[acquisition.bits ?? 8], transfer: "linear" };
    const signal = foreground(plane.data);
    return { low: 0, high: HEADROOM * signal[Math.floor(BRIGHT * (signal.length - 1))] || 1, transfer: "linear" };
  },
  scale: ({ plane }) => ({ floor: 0, range: brightest(plane.data) || 1 }),
  anatomies,
  bodyParts,
  qualifiers,
  cleanLooks: [
    "tissue borders are sharp",
    "contrast between tissues is clear and the background is free of visible noise",
    "signal is even across the image, without ghosts or folded anatomy",
  ],
  verdict: verdictByWorst,
});
