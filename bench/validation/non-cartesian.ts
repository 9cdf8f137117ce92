import { nonUniformPlan, nufft, nufftAdjoint } from "../../generators/signal/nufft.ts";
import { goldenAngle, radialAreas, radialTrajectory, spiralAreas, spiralTrajectory } from "../../generators/signal/trajectory.ts";
import { relativeDifference } from "../harness/agreement.ts";
import { spots } from "../harness/inputs.ts";
import { defineValidation } from "../harness/validation.ts";

const SIDE = 256;
/** As many as sample the edge of k-space fully. */
const SPOKES = Math.ceil((Math.PI / 2) * SIDE);
const spokes = { spokeCount: SPOKES, sampleCount: 2 * SIDE, angleIncrement: goldenAngle() };
const spirals = spiralTrajectory({
  matrix: SIDE,
  interleafCount: 16,
  limits: { amplitude: 0.04, slewRate: 150, dwellTime: 1e-6, pixelSpacing: 1e-3 },
});

const TRAJECTORIES = [
  { name: `${SPOKES} golden-angle spokes`, points: radialTrajectory(spokes).points, areas: radialAreas(spokes) },
  { name: "16 spiral interleaves", points: spirals.points, areas: spiralAreas(spirals) },
];

export default defineValidation({
  title: "radial and spiral k-space",
  about: `A smooth picture of ${SIDE} x ${SIDE} pixels, sampled along the trajectory and gridded back. Relative L2 differences. The samples: finufft asked for
1e-13, ours for 1e-9; mrpro hands them to a library in single precision, 1e-6. Gridding with the same areas: sigpy with twofold oversampling and a
kernel of eight samples, 1e-5. The picture that comes back is compared with the one that was sampled: the spots have no detail beyond the circle of k-space
that is sampled, so that what is left is the error of the density compensation, our areas in closed form: at most 1e-2.`,
  async *findings(theirs) {
    const image = spots(SIDE, SIDE);
    const complex = new Float64Array(2 * image.length);
    for (let i = 0; i < image.length; i++) complex[2 * i] = image[i];
    for (const { name, points, areas } of TRAJECTORIES) {
      const count = areas.length;
      const plan = nonUniformPlan({ rows: SIDE, columns: SIDE }, points, 1e-9);
      const arrays = {
        image: { shape: [SIDE, SIDE], dtype: "f8" as const, data: image },
        points: { shape: [count, 2], dtype: "f8" as const, data: points },
        areas: { shape: [count], dtype: "f8" as const, data: areas },
      };
      const samples = nufft(plan, complex);
      const of = (what: string): string => `${what}, ${name}`;
      const asked = async (function_: string): Promise<Float64Array> => Float64Array.from(await theirs<number[]>(function_, arrays));
      yield {
        of: of("samples"),
        whose: "ours and finufft",
        measured: relativeDifference(samples, await asked("finufft_forward")),
        atMost: 1e-8,
      };
      yield {
        of: of("samples"),
        whose: "ours and mrpro",
        measured: relativeDifference(samples, await asked("mrpro_forward")),
        atMost: 1e-6,
      };
      const weighted = samples.map((value, at) => value * areas[at >> 1] * SIDE * SIDE);
      const picture = nufftAdjoint(plan, weighted);
      yield {
        of: of("gridded image"),
        whose: "ours and sigpy",
        measured: relativeDifference(picture, await asked("sigpy_gridded")),
        atMost: 1e-5,
      };
      yield { of: of("gridded image against the object"), whose: "ours", measured: relativeDifference(picture, complex), atMost: 1e-2 };
    }
  },
});
