/**
 * Chemical shift of the second kind, the india-ink line: when fat and water point apart at the echo, pixels that hold both go dark.
 *
 *   m = |x| |(1 - q) + q exp(i a)|      a = 2 pi df TE, 180 degrees in opposed phase      half fat, half water: m = |x| cos(a / 2)
 *
 * q is the share of fat of a pixel (tissue/fat-border.ts); the thicker the section, the wider the border that holds both. Pure fat and pure
 * water keep their signal: a black line of equal width, one or two pixels, runs where fat borders on water, on all sides of an organ.
 *
 * Not modelled: decay to the gradient echo, the six spectral lines of fat, fat within the cells of the liver.
 *
 * Sources: Dixon, Radiology 153 (1984) 189; Wehrli et al., Magn. Reson. Imaging 5 (1987) 157.
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { cosTurns, sinTurns } from "../signal/math.ts";
import { fatShift } from "./acquisition/timing.ts";
import { type CoilSamples, object } from "./modality.ts";
import { fatBorder } from "./tissue/fat-border.ts";

/** Turns the fat of each pixel. @param fraction of fat, phase x readout @param turns by how much @returns new images */
export function turnFat(images: CoilSamples, fraction: Float64Array, turns: number): CoilSamples {
  const { coils, data } = images;
  const re = cosTurns(turns) - 1;
  const im = sinTurns(turns);
  const turned = new Float64Array(data.length);
  for (let coil = 0, at = 0; coil < coils; coil++) {
    for (let i = 0; i < fraction.length; i++, at += 2) {
      const a = 1 + fraction[i] * re;
      const b = fraction[i] * im;
      turned[at] = data[at] * a - data[at + 1] * b;
      turned[at + 1] = data[at] * b + data[at + 1] * a;
    }
  }
  return { ...images, data: turned };
}

export default defineDegradation({
  version: 2,
  title: "opposed phase of fat and water",
  attribute: "india-ink lines",
  domain: object,
  parameters: {
    phaseAngle: ladder({ unit: "deg", none: 0, mild: 130, moderate: 165, severe: 180, means: "angle between fat and water at the echo" }),
    borderWidth: ladder({
      unit: "px",
      none: 0.5,
      mild: 0.6,
      moderate: 0.8,
      severe: 1.1,
      means: "standard deviation of the border between fat and water, through the section",
    }),
  },
  effective: {
    echoTime: { unit: "ms", means: "shortest echo time that gives that angle at the scan's field strength" },
    darkest: { unit: "%", means: "signal of a pixel that is half fat and half water / its signal in phase" },
  },
  looksLike: {
    sign: "dark outlines of even width on every side where fat borders on other tissue, as if drawn with ink",
    mild: "thin dark lines where fat borders on other tissue",
    moderate: "plain black lines where fat borders on other tissue, on all sides",
    severe: "bold black outlines wherever fat borders on other tissue",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, with thin dark lines next to fat",
    moderate: "borders next to fat are hidden by black lines, while {coarse} remain visible",
    severe: "borders next to fat are hidden by bold black lines, while {fine} away from fat remain visible",
  },
  confusedWith: ["mri/truncation-ringing", "mri/chemical-shift"],
  visibleAloneFrom: "moderate",
  references: ["Dixon, Radiology 153 (1984) 189", "Wehrli et al., Magn. Reson. Imaging 5 (1987) 157"],
  degrade(images: CoilSamples, { phaseAngle: angle, borderWidth: border }) {
    return {
      sample: turnFat(images, fatBorder(images, border), angle / 360),
      drawn: {},
      effective: { echoTime: (1e3 * angle) / 360 / fatShift(images.timing), darkest: 100 * Math.abs(cosTurns(angle / 720)) },
    };
  },
});
