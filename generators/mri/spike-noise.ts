/**
 * Spike noise: a brief discharge in the scanner room falls into single samples of k-space and covers the image with a wave of stripes.
 *
 *   y_c(k_j) = (F x_c)(k_j) + a E / sqrt(L J) exp(i phi_j)       E^2 = sum_c,k |F x_c(k)|^2       J spikes, L coils
 *
 * One sample at q from the centre of k-space is the wave exp(2 pi i q . r / N) in the complex image, so that bright and dark stripes run
 * across q, N / |q| pixels apart; several spikes cross to a herringbone. Only one side of k-space is hit: no conjugate partner, and the
 * image shows the wave against its own phase. F keeps energy: a, the norm of the spikes over that of k-space, is also the waves' root mean
 * square over the image's, whatever the image's phase and size. Discharges come at any time; those below LOWEST would shade the image and
 * those above HIGHEST would look like grain, and neither is drawn.
 *
 * `drawn`: place of each spike from the centre of k-space [samples], and its phase [rad].
 *
 * Not modelled: other places or sizes of one spike in other coils (a distant source reaches all alike), spikes longer than one sample.
 *
 * Sources: Campbell-Washburn et al., Magn. Reson. Med. 75 (2016) 2517; Zhuo and Gullapalli, RadioGraphics 26 (2006) 275 (herringbone).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { cosTurns, sinTurns, TWO_PI } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { type CoilSamples, kSpace } from "./modality.ts";
import { OF_BRIGHTEST, ofBrightest, signalOf } from "./tissue/signal.ts";

/** A corrupted sample: its place from the centre of k-space [samples], and the phase of what is added [turns]. */
export interface Spike {
  readonly phase: number;
  readonly readout: number;
  readonly turns: number;
}

/** Frequencies of the stripes [cycles/pixel]: 25 to 2.5 pixels apart. */
const LOWEST = 0.04;
const HIGHEST = 0.4;

/** @returns k-space with the same magnitude added to each sample hit, in every coil */
export function addSpikes(samples: CoilSamples, spikes: readonly Spike[], magnitude: number): CoilSamples {
  const { coils, phase, readout } = samples;
  const data = samples.data.slice();
  for (let coil = 0; coil < coils; coil++) {
    for (const spike of spikes) {
      const line = coil * phase + Math.floor(phase / 2) + spike.phase;
      const at = 2 * (line * readout + Math.floor(readout / 2) + spike.readout);
      data[at] += magnitude * cosTurns(spike.turns);
      data[at + 1] += magnitude * sinTurns(spike.turns);
    }
  }
  return { ...samples, data };
}

/** Draws a spike, anywhere in the band of frequencies alike, on either side of the centre. Very small k-spaces give the nearest sample. */
function drawSpike(stream: RandomStream, { phase, readout }: CoilSamples): Spike {
  for (;;) {
    const down = stream.range(-HIGHEST, HIGHEST);
    const across = stream.range(-HIGHEST, HIGHEST);
    const square = down * down + across * across;
    if (square < LOWEST * LOWEST || square > HIGHEST * HIGHEST) continue;
    const place = { phase: Math.round(down * phase), readout: Math.round(across * readout) };
    return { ...place, turns: stream.uniform() };
  }
}

/** @returns energy of all samples, and the largest magnitude among them */
function energyAndPeak(data: Float64Array): { energy: number; peak: number } {
  let energy = 0;
  let most = 0;
  for (let at = 0; at < data.length; at += 2) {
    const square = data[at] * data[at] + data[at + 1] * data[at + 1];
    energy += square;
    if (square > most) most = square;
  }
  return { energy, peak: Math.sqrt(most) };
}

export default defineDegradation({
  version: 2,
  title: "spikes in the raw data",
  attribute: "spike noise",
  domain: kSpace,
  parameters: {
    amplitude: ladder({
      unit: "1",
      none: 0,
      mild: 0.06,
      moderate: 0.18,
      severe: 0.55,
      means: "root of the energy of all spikes / root of the energy of k-space; also of the stripes / of the image",
    }),
    spikes: constant({ unit: "spikes", value: 2, means: "corrupted samples of k-space" }),
  },
  effective: {
    spikeToPeak: { unit: "1", means: "magnitude of a spike / largest magnitude in the k-space of any coil" },
    stripeAmplitude: { unit: OF_BRIGHTEST, means: "amplitude of one spike's wave, of all coils together" },
  },
  looksLike: {
    sign: "regular fine stripes, straight and parallel or crossing like a herringbone weave, over the whole image and its background",
    mild: "faint regular stripes, best seen in the background and in even tissue",
    moderate: "obvious regular stripes or a woven pattern over the whole image",
    severe: "strong stripes or a woven pattern that dominates tissue and background",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible under a faint pattern",
    moderate: "{fine} are crossed by the pattern and hard to follow, while {coarse} remain clear",
    severe: "{fine} are hidden by the pattern and {coarse} are hard to make out through it",
  },
  confusedWith: ["mri/radio-frequency-interference", "mri/truncation-ringing", "mri/radial-undersampling"],
  references: [
    "Campbell-Washburn et al., Magn. Reson. Med. 75 (2016) 2517",
    "Zhuo and Gullapalli, RadioGraphics 26 (2006) 275. doi:10.1148/rg.261055134",
  ],
  degrade(samples, { amplitude, spikes }, random) {
    const count = Math.max(Math.round(spikes), 1);
    const stream = random.stream("spikes");
    const hit = Array.from({ length: count }, () => drawSpike(stream, samples));
    const { energy, peak } = energyAndPeak(samples.data);
    const magnitude = amplitude * Math.sqrt(energy / (samples.coils * count));
    return {
      sample: addSpikes(samples, hit, magnitude),
      drawn: {
        phaseOffsets: hit.map((spike) => spike.phase),
        readoutOffsets: hit.map((spike) => spike.readout),
        phasesRad: hit.map((spike) => TWO_PI * spike.turns),
      },
      effective: {
        spikeToPeak: peak > 0 ? magnitude / peak : 0,
        stripeAmplitude: ofBrightest(magnitude * Math.sqrt(samples.coils / (samples.phase * samples.readout)), signalOf(samples)),
      },
    };
  },
});
