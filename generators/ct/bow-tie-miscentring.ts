/**
 * The body off the axis: the bow-tie filter then weakens the beam where the body is thick.
 *
 *   b(s) = min(mu_w (2 R - 2 sqrt(R^2 - s^2)), ln 10)        a(theta, s) = min(exp(b(s) - b(s + d sin theta)), 1)
 *   N0 thinned to a N0 photons (dose/thinned.ts)
 *
 * The filter makes up for the path through a cylinder of water of radius R, that of the body, as far as filters go, which weaken the beam by
 * up to ten times: with the body in the middle most rays of a view arrive about equally strong. A table that is too low or too high by d moves
 * the body's shadow across the filter in the views from the side, those at sin theta = 1; in the views from the front it stays. Where the filter
 * is thicker than the body needs, photons lack: noise, streaky from side to side, above all on one half of the body. In 30 cm of water
 * the mean noise rises by a tenth 30 mm off the axis and by a quarter 60 mm off.
 *
 * R is the body's: half the root of its width times its height (attenuation/body.ts).
 * `drawn`: `sign`, 1 where the table is too low, -1 too high.
 *
 * Not modelled: the filter's own spectrum, the shading that it leaves where it was calibrated in another place, the exposure control, which takes
 * a body near the tube of its scout view for larger and one far from it for smaller.
 *
 * Sources: Toth, Ge, Daly, Med. Phys. 34 (2007) 3093 (miscentring, dose and noise); Mail, Moseley, Siewerdsen, Jaffray, Med. Phys. 36 (2009) 22
 * (bow-tie filters).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, log, sin } from "../signal/math.ts";
import { bodyOf } from "./attenuation/body.ts";
import { thinned } from "./dose/thinned.ts";
import { type Attenuation, type Sinogram, sinogram, WATER_ATTENUATION } from "./modality.ts";

/** Most that a filter weakens the beam. */
const RANGE = 10;
const THICKEST = log(RANGE);

/** @returns line integral through the filter, s from its middle and the radius in metres */
export function bowTie(s: number, radius: number): number {
  const inside = Math.min(Math.abs(s), radius);
  return Math.min(2 * WATER_ATTENUATION * (radius - Math.sqrt(radius * radius - inside * inside)), THICKEST);
}

/** Half the geometric mean of the body's width and height [m]. */
function radiusOf(object: Attenuation): number {
  const { top, bottom, left, right } = bodyOf(object);
  return Math.sqrt((bottom - top + 1) * object.pixel.row * (right - left + 1) * object.pixel.column) / 2;
}

/** @param offset of the body below the middle of the filter [m] @returns shares of the photons, views x bins */
export function beamShares({ geometry }: Sinogram, radius: number, offset: number): Float64Array {
  const { angles, binCount, binSize } = geometry;
  const shares = new Float64Array(angles.length * binCount);
  for (let view = 0, at = 0; view < angles.length; view++) {
    const shift = offset * sin(angles[view]);
    for (let bin = 0; bin < binCount; bin++, at++) {
      const s = (bin - (binCount - 1) / 2) * binSize;
      shares[at] = Math.min(exp(bowTie(s, radius) - bowTie(s + shift, radius)), 1);
    }
  }
  return shares;
}

export default defineDegradation({
  version: 2,
  title: "body off the centre of the bow-tie filter",
  attribute: "uneven noise",
  domain: sinogram,
  parameters: {
    offset: ladder({
      unit: "mm",
      none: 0,
      mild: 75,
      moderate: 105,
      severe: 150,
      means: "distance of the body's middle from the axis, above or below it",
    }),
    electronicNoise: constant({ unit: "photons", value: 5, means: "standard deviation of the detector's electronic noise" }),
  },
  effective: {
    leastShare: { unit: "1", means: "photons in the reading that lacks most / those of the centred body" },
  },
  looksLike: {
    sign: "grain and fine streaks from side to side, stronger on the upper or the lower half of the body than on the other",
    mild: "slight grain, above all on one half of the body",
    moderate: "plain grain with streaks from side to side on one half of the body, the other half being smoother",
    severe: "heavy grain and streaks on one half of the body, the other half being less noisy",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through a slight grain",
    moderate: "{fine} on one half of the body are partly hidden by grain, while {coarse} stay clear",
    severe: "{fine} on one half of the body are lost in noise and even {coarse} there have ragged borders",
  },
  confusedWith: ["ct/low-dose", "ct/image-noise", "ct/tube-current-modulation"],
  references: [
    "Toth, Ge, Daly, Med. Phys. 34 (2007) 3093",
    "Mail, Moseley, Siewerdsen, Jaffray, Med. Phys. 36 (2009) 22. doi:10.1118/1.3017470",
  ],
  degrade(sample, { offset, electronicNoise }, random) {
    const sign = random.stream("table").sign();
    const radius = radiusOf(sample.source.object);
    const shares = beamShares(sample, radius, (sign * offset) / 1000);
    return {
      sample: { ...sample, data: thinned(sample, shares, electronicNoise, random) },
      drawn: { sign },
      effective: {
        leastShare: shares.reduce((least, share) => Math.min(least, share), 1),
      },
    };
  },
});
