/** Whole phase-encoding lines, as reconstructions need them that reason by lines. */
import { MedqError } from "../../../manifests/error.ts";
import { acquiredOf } from "../acquisition/acquired.ts";
import type { CoilSamples } from "../modality.ts";

/**
 * @returns 1 for each line that was acquired; a line counts as whole where it has the samples that the central line has (partial echo)
 * @throws MedqError E_USAGE where some line has other samples than another
 */
export function acquiredLines(samples: CoilSamples, name: string): Uint8Array {
  const { phase, readout } = samples;
  const acquired = acquiredOf(samples);
  const centre = Math.floor(phase / 2) * readout;
  const lines = new Uint8Array(phase);
  for (let line = 0; line < phase; line++) {
    let count = 0;
    let differing = 0;
    for (let i = 0; i < readout; i++) {
      count += acquired[line * readout + i];
      differing += Math.abs(acquired[line * readout + i] - acquired[centre + i]);
    }
    if (count > 0 && differing > 0) {
      const problem = `Expected whole phase-encoding lines, got ${count} of ${readout} samples in line ${line}`;
      throw new MedqError("E_USAGE", problem, `mri reconstruction ${name}`, "Choose sense, compressed-sensing or zero-filled.");
    }
    lines[line] = count > 0 ? 1 : 0;
  }
  return lines;
}

/** @returns the first line of the gapless run around the centre, and the one after its last */
export function centralRun(lines: Uint8Array): { begin: number; end: number } {
  let begin = Math.floor(lines.length / 2);
  let end = begin;
  while (end < lines.length && lines[end] === 1) end++;
  while (begin > 0 && lines[begin - 1] === 1 && end > begin) begin--;
  return { begin, end };
}
