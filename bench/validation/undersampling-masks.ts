import { chooseLines } from "../../generators/mri/cartesian-undersampling.ts";
import { offsetLines } from "../../generators/mri/conjugate-offset-undersampling.ts";
import { acsBand, either, equispacedLines } from "../../generators/mri/undersampling/lines.ts";
import { stream } from "../harness/inputs.ts";
import { defineValidation } from "../harness/validation.ts";

const LINES = 368;
const ACS = 30;

/** @returns how many lines one mask has and the other has not */
const differing = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number =>
  Array.from(ours).reduce((count, kept, line) => count + (kept === theirs[line] ? 0 : 1), 0);

export default defineValidation({
  title: "undersampling masks",
  about: `Lines that one mask has and the other has not, given the same draw: ${LINES} lines, ${ACS} of them in the centre. Equispaced and conjugate-offset ("magic")
masks take the offset and must be equal. fastMRI's random rule takes each line below a threshold of its uniform number and so meets the acceleration on average;
ours takes as many lines as the acceleration asks for in the order of the same numbers: they differ by as many lines as fastMRI's count misses, and by no other.
Last, the lines of fastMRI's equispaced mask of acceleration 4 over those that 4 would have: the band comes on top, so its effective acceleration is lower, which we record.`,
  async *findings(theirs) {
    const band = acsBand(LINES, ACS / LINES);
    for (const acceleration of [2, 4, 8]) {
      for (const offset of [0, acceleration - 1]) {
        const settings = { lines: LINES, acs: ACS, acceleration, offset };
        const of = `R = ${acceleration}, offset ${offset}`;
        const equispaced = either(band, equispacedLines(LINES, acceleration, offset));
        const fastmri = await theirs<number[]>("equispaced", {}, settings);
        yield { of: `equispaced, ${of}`, whose: "ours and fastMRI", measured: differing(equispaced, fastmri), atMost: 0 };
        const magic = either(band, offsetLines(LINES, acceleration, offset));
        yield {
          of: `conjugate offset, ${of}`,
          whose: "ours and fastMRI",
          measured: differing(magic, await theirs<number[]>("magic", {}, settings)),
          atMost: 0,
        };
      }
    }
    const uniforms = stream("masks").fillUniform(new Float64Array(LINES));
    const order = Uint32Array.from(uniforms.keys()).sort((a, b) => uniforms[a] - uniforms[b]);
    const random = await theirs<number[]>(
      "random",
      { uniforms: { shape: [LINES], dtype: "f8", data: uniforms } },
      { lines: LINES, acs: ACS, acceleration: 4 },
    );
    const ours = chooseLines(order, { acs: ACS, outside: Math.round(LINES / 4) - ACS });
    const missed = Math.abs(random.reduce((sum, kept) => sum + kept, 0) - Math.round(LINES / 4));
    yield { of: "random, R = 4", whose: "ours and fastMRI", measured: differing(ours, random) - missed, atMost: 0 };
    const count = (await theirs<number[]>("equispaced", {}, { lines: LINES, acs: ACS, acceleration: 4, offset: 0 })).reduce(
      (sum, kept) => sum + kept,
      0,
    );
    yield { of: "lines / lines at R = 4", whose: "fastMRI EquiSpacedMaskFunc", measured: count / (LINES / 4), atLeast: 1.2 };
  },
});
