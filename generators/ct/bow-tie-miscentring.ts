/**
 * The body off the axis: the bow-tie filter then weakens the beam where the body is thick, and the exposure control takes the body for smaller.
 *
 *   b(s) = mu_w (2 R - 2 sqrt(R^2 - s^2)),  |s| <= 0.9 R, constant beyond        a(theta, s) = q min(exp(b(s) - b(s + d sin theta)), 1)
 *   q = exp(-2 mu_w R (1 - D / (D + d)))        N0 thinned to a N0 photons (dose/thinned.ts)
 *
 * The filter makes up for the path through a cylinder of water of radius R, that of the body: with the body in the middle all rays of a view
 * arrive about equally strong. A table that is too low or too high by d moves the body's shadow across the filter in the views from the side,
 * those at sin theta = 1; in the views from the front it stays. Where the filter is thicker than the body needs, photons lack: noise,
 * streaky from side to side, on one half of the body. The body lies farther from the tube of the scout view, D = 0.595 m from the axis, and
 * its shadow is the smaller by D / (D + d): the tube current q is planned for a body of that size.
 *
 * R is the body's: half the root of its width times its height, what attenuates more than half as much as water.
 * `drawn`: `sign`, 1 where the table is too low, -1 too high; the scout's tube is on the other side.
 *
 * Not modelled: the filter's own spectrum, and the shading that it leaves where it was calibrated in another place; a scout from the near side, which magnifies the body and spares it the noise at a price in dose.
 *
 * Sources: Toth, Ge, Daly, Med. Phys. 34 (2007) 3093 (miscentring, dose and noise); doi:10.2214/AJR.13.12028 (exposure control of a chest phantom
 * 60 mm off: 23 % less dose on one side, and most patients 25 to 35 mm off; a control for even noise, as here, takes 43 % at 32 cm of water);
 * Mail, Moseley, Siewerdsen, Jaffray, Med. Phys. 36 (2009) 22 (bow-tie filters).
 */
import { defineDegradation } from "../degradation.ts";
import { constant, ladder } from "../severity.ts";
import { exp, sin } from "../signal/math.ts";
import { bodyOf } from "./attenuation/body.ts";
import { thinned } from "./dose/thinned.ts";
import { type Attenuation, type Sinogram, sinogram, WATER_ATTENUATION } from "./modality.ts";

/** Of its cylinder, a filter compensates so much. */
const COMPENSATED = 0.9;

/** @returns line integral through the filter, s from its middle and the radius in metres */
export function bowTie(s: number, radius: number): number {
  const inside = Math.min(Math.abs(s), COMPENSATED * radius);
  return 2 * WATER_ATTENUATION * (radius - Math.sqrt(radius * radius - inside * inside));
}

/** Half the geometric mean of the body's width and height [m]. */
function radiusOf(object: Attenuation): number {
  const { top, bottom, left, right } = bodyOf(object);
  return Math.sqrt((bottom - top + 1) * object.pixel.row * (right - left + 1) * object.pixel.column) / 2;
}

/** From the tube to the axis [m]. */
const SOURCE_TO_AXIS = 0.595;

/** @returns planned tube current / the one that the body needs, lying that far from the axis [m] */
export const plannedCurrent = (radius: number, offset: number): number =>
  exp(-2 * WATER_ATTENUATION * radius * (1 - SOURCE_TO_AXIS / (SOURCE_TO_AXIS + Math.abs(offset))));

/** @param offset of the body below the middle of the filter [m] @returns shares of the photons, views x bins */
export function beamShares({ geometry }: Sinogram, radius: number, offset: number): Float64Array {
  const { angles, binCount, binSize } = geometry;
  const shares = new Float64Array(angles.length * binCount);
  const current = plannedCurrent(radius, offset);
  for (let view = 0, at = 0; view < angles.length; view++) {
    const shift = offset * sin(angles[view]);
    for (let bin = 0; bin < binCount; bin++, at++) {
      const s = (bin - (binCount - 1) / 2) * binSize;
      shares[at] = current * Math.min(exp(bowTie(s, radius) - bowTie(s + shift, radius)), 1);
    }
  }
  return shares;
}

export default defineDegradation({
  version: 1,
  title: "body off the centre of the bow-tie filter",
  attribute: "uneven noise",
  domain: sinogram,
  parameters: {
    offset: ladder({
      unit: "mm",
      none: 0,
      mild: 50,
      moderate: 90,
      severe: 150,
      means: "distance of the body's middle from the axis, above or below it",
    }),
    electronicNoise: constant({ unit: "photons", value: 5, means: "standard deviation of the detector's electronic noise" }),
  },
  effective: {
    tubeCurrent: { unit: "1", means: "tube current / the one that a centred body gets" },
    leastShare: { unit: "1", means: "photons in the reading that lacks most / those of the centred body" },
  },
  looksLike: {
    sign: "grain and fine streaks from side to side that are plainly stronger on the upper or the lower half of the body than on the other",
    mild: "slight grain, stronger on one half of the body than on the other",
    moderate: "plain grain with streaks from side to side on one half of the body, the other half being smoother",
    severe: "heavy grain and streaks on one half of the body, the other half being less noisy",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible through a slight grain",
    moderate: "{fine} on one half of the body are partly hidden by grain, while {coarse} stay clear",
    severe: "{fine} on one half of the body are lost in noise and even {coarse} there have ragged borders",
  },
  confusedWith: ["ct/sparse-view", "ct/detector-rings", "display/jpeg-compression"],
  references: ["Toth, Ge and Daly, Medical Physics 34:3093, 2007", "Mail et al., Medical Physics 36:22, 2009"],
  degrade(sample, { offset, electronicNoise }, random) {
    const sign = random.stream("table").sign();
    const radius = radiusOf(sample.source.object);
    const shares = beamShares(sample, radius, (sign * offset) / 1000);
    return {
      sample: { ...sample, data: thinned(sample, shares, electronicNoise, random) },
      drawn: { sign },
      effective: {
        tubeCurrent: plannedCurrent(radius, offset / 1000),
        leastShare: shares.reduce((least, share) => Math.min(least, share), 1),
      },
    };
  },
});
