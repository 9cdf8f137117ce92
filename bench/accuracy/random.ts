import { poissonQuantile } from "../../generators/signal/distributions.ts";
import type { NpyArray } from "../../sources/npy.ts";
import { defineAccuracy } from "../harness/accuracy.ts";
import { stream } from "../harness/inputs.ts";

const COUNT = 1_000_000;
const LEVELS = 300;
const array = (data: Float64Array): NpyArray => ({ shape: [data.length], dtype: "f8", data });

export default defineAccuracy({
  title: "random numbers",
  measure:
    `Of ${COUNT} draws: the Kolmogorov-Smirnov distance times the root of their number, moments in standard errors, chi-squared of Poisson counts in standard deviations from its mean. ` +
    `Of ${LEVELS} Poisson quantiles: how many are not the smallest count whose distribution function, in 60 digits, reaches the level.`,
  bound:
    "1.95 is passed once in a thousand samples by draws that are perfect; four standard errors once in sixteen thousand. Seeds are fixed.",
  async *rows(reference) {
    const uniform = array(stream("uniform").fillUniform(new Float64Array(COUNT)));
    const normal = array(stream("normal").fillNormal(new Float64Array(COUNT)));
    for (const [name, x] of Object.entries({ uniform, normal })) {
      yield { of: `${name}: Kolmogorov-Smirnov`, error: await reference("distance", { x }, { name }), bound: 1.95 };
      for (let order = 1; order <= 4; order++) {
        yield { of: `${name}: moment ${order}`, error: await reference("moment", { x }, { name, order }), bound: 4 };
      }
    }
    const levels = stream("levels").fillUniform(new Float64Array(LEVELS));
    for (const mean of [0.3, 5, 15.9, 16.1, 40, 1000, 100000]) {
      const random = stream(`poisson ${mean}`);
      const counts = array(Float64Array.from({ length: COUNT / 10 }, () => random.poisson(mean)));
      yield { of: `Poisson, mean ${mean}: chi-squared`, error: await reference("chi_squared", { counts }, { mean }), bound: 4 };
      const quantiles = array(levels.map((u) => poissonQuantile(u, mean)));
      const wrong = await reference("wrong_quantiles", { levels: array(levels), quantiles }, { mean });
      yield { of: `Poisson, mean ${mean}: wrong quantiles`, error: wrong, bound: 0 };
    }
  },
});
