/**
 * Line integrals as a scan with fewer photons would have measured them, the noise that is already there taken into account.
 *
 *   N = a N0 + (X - m) + sqrt(1 - a^2) sigma_e z       N0 = I0 exp(-p),   X ~ Poisson(m),  m = a (1 - a) N0,  z ~ normal
 *   p' = -ln(max(N, min(1, N0)) / (a I0))
 *
 * As in ct/low-dose, with a share a of the photons that differs from reading to reading.
 *
 * Source: Yu et al., J. Comput. Assist. Tomogr. 36 (2012) 477.
 */
import { exp, log } from "../../signal/math.ts";
import type { RandomSource } from "../../signal/random.ts";
import type { Sinogram } from "../modality.ts";

/** @param shares of the full dose's photons, 0 .. 1: views x bins @param electronicNoise [photons] @returns views x bins */
export function thinned(
  { data, photonCount }: Pick<Sinogram, "data" | "photonCount">,
  shares: Float64Array,
  electronicNoise: number,
  random: RandomSource,
): Float64Array {
  const means = new Float64Array(data.length);
  for (let at = 0; at < means.length; at++) means[at] = shares[at] * (1 - shares[at]) * photonCount * exp(-data[at]);
  const counts = random.stream("photons").fillPoisson(new Float64Array(means.length), means);
  const normals = random.stream("electronics").fillNormal(new Float64Array(means.length));
  const noisy = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const share = shares[at];
    const full = photonCount * exp(-data[at]);
    const spread = Math.sqrt(Math.max(1 - share * share, 0)) * electronicNoise;
    const count = share * full + counts[at] - means[at] + spread * normals[at];
    noisy[at] = -log(Math.max(count, Math.min(1, full)) / (share * photonCount));
  }
  return noisy;
}
