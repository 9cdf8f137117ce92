/**
 * Out of focus: the section lay above or below the focal plane of the objective while this field was scanned.
 *
 *   L' = L * disc(r)        r = |z| tan(asin NA) / pixel size        NA = 0.75, the usual 20x objective of slide scanners
 *
 * z is the distance from best focus, measured in air: the cone of light that the objective collects meets the sensor as a disc.
 * Intensities add up (incoherent light), so that the blur acts on light, after the stains have absorbed. Nothing is drawn: either side of focus blurs alike.
 *
 * Not modelled: diffraction (it matters below about 1 um, where the clean image already has the blur of the focused lens), the depth of the section itself,
 * chromatic focal shift, a tilted section.
 * Sources: Hopkins, Proc. R. Soc. Lond. A 231 (1955) 91 (the geometric disc as the limit of the wave solution); Born and Wolf, Principles of Optics, 8.8.
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { ladder } from "../severity.ts";
import { convolve, discSpread } from "../signal/convolve.ts";

const NUMERICAL_APERTURE = 0.75;
/** Pixel size of a scan at 20x [m], for light whose pixel size nobody stated. */
const PIXEL_SIZE_20X = 0.5e-6;

/** Radius of the blur disc for a defocus [m], in m: |z| tan(asin NA). */
export function blurRadius(defocus: number): number {
  return (Math.abs(defocus) * NUMERICAL_APERTURE) / Math.sqrt(1 - NUMERICAL_APERTURE * NUMERICAL_APERTURE);
}

export default defineDegradation({
  version: 1,
  title: "defocus of the objective",
  attribute: "defocus",
  domain: linearLight,
  parameters: {
    defocus: ladder({
      unit: "um",
      none: 0,
      mild: 0.8,
      moderate: 1.8,
      severe: 4.5,
      means: "distance of the section from the focal plane, in air",
    }),
  },
  effective: {
    blurRadius: { unit: "px", means: "radius of the disc into which a point spreads" },
    blurRadiusInSection: { unit: "um", means: "the same radius as a distance in the section" },
  },
  looksLike: {
    sign: "edges of nuclei and fibres that are blurred alike in every direction over the whole field",
    mild: "slightly soft edges of nuclei and fibres over the whole field",
    moderate: "plainly blurred nuclei and fibres over the whole field, with fine texture smoothed away",
    severe: "nuclei and fibres dissolved into soft, merging patches of colour over the whole field",
  },
  effectOnAnatomy: {
    mild: "{fine} can still be read but have lost their crispness",
    moderate: "{fine} are smeared and hard to make out, while {coarse} remain visible",
    severe: "{fine} are lost altogether, and even {coarse} have blurred outlines",
  },
  // Fewer: of what softens a section only compression is there beside it.
  confusedWith: ["display/jpeg-compression"],
  references: [
    "Hopkins, Proc. R. Soc. Lond. A 231 (1955) 91. doi:10.1098/rspa.1955.0158",
    "Born and Wolf, Principles of Optics, 7th edition (1999), section 8.8",
  ],
  degrade(light: LinearLight, { defocus }) {
    const radius = blurRadius(defocus * 1e-6);
    const radiusInPixels = radius / (light.pixelSize ?? PIXEL_SIZE_20X);
    return {
      sample: { ...light, data: convolve(light, discSpread(radiusInPixels)).data },
      drawn: {},
      effective: { blurRadius: radiusInPixels, blurRadiusInSection: radius * 1e6 },
    };
  },
});
