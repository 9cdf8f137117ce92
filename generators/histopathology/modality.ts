/**
 * Histopathology: a bright-field scan of a thin section stained with haematoxylin and eosin.
 *
 * Light passes the stained section (optical density: stains absorb), then the objective (linear light: optics blur), and falls on the sensor.
 * A file that states no pixel size counts as scanned at 20x, 0.5 um per pixel.
 *
 * Not modelled: fluorescence, other stains, whole-slide stitching.
 */

import type { Acquisition } from "../../sources/acquisition.ts";
import type { LinearLight } from "../domain.ts";
import { linearLight } from "../domain.ts";
import { defineModality, defineStation, verdictByWorst } from "../modality.ts";
import { lightWindow, linearLightOf } from "../signal/light.ts";
import { type OpticalDensity, opticalDensity, opticalDensityOf, transmittedLight } from "../signal/optical-density.ts";

/** Pixel size of a scan at 20x [m]. */
const PIXEL_SIZE_20X = 0.5e-6;

/** Pixels of a photograph in metres are no scale of a section: beyond these bounds the file speaks of something else. */
const PLAUSIBLE = { least: 0.05e-6, most: 20e-6 };

function transmitted(acquisition: Acquisition): LinearLight {
  const light = linearLightOf(acquisition);
  const { pixelSize } = light;
  const stated = pixelSize !== undefined && pixelSize >= PLAUSIBLE.least && pixelSize <= PLAUSIBLE.most;
  return stated ? light : { ...light, pixelSize: PIXEL_SIZE_20X };
}

export default defineModality({
  title: "Histopathology",
  imageName: "histopathology image",
  terms: ["SM", "GM", "OT", "SC"],
  quantity: { name: "transmitted light relative to the sensor's saturation", unit: "1" },
  version: 1,
  stations: [
    defineStation<Acquisition, OpticalDensity>({
      domain: opticalDensity,
      enter: (acquisition) => opticalDensityOf(transmitted(acquisition)),
      leave: transmittedLight,
    }),
    defineStation<OpticalDensity, LinearLight>({
      domain: linearLight,
      enter: transmittedLight,
      leave: ({ rows, columns, channels, data }) => ({ rows, columns, channels, data }),
    }),
  ],
  observe(acquisition) {
    const { rows, columns, channels, data } = linearLightOf(acquisition);
    return { rows, columns, channels, data };
  },
  window: () => lightWindow,
  scale: () => ({ floor: 0, range: 1 }),
  anatomies: {
    region: {
      title: "the tissue",
      view: "H&E-stained tissue section",
      fine: "the nuclear chromatin and the cell borders",
      coarse: "the arrangement of the cells and the tissue architecture",
      structures: [],
    },
    tissue: {
      title: "the tissue",
      view: "H&E-stained tissue section at high magnification",
      fine: "the nuclear chromatin and the cell borders",
      coarse: "the arrangement of the cells and the tissue architecture",
      structures: ["the nuclei", "the stroma"],
    },
    glands: {
      title: "the glandular tissue",
      view: "H&E-stained section of glandular tissue at high magnification",
      fine: "the nuclear chromatin and the cell borders",
      coarse: "the glands with their lumina and the stroma between them",
      structures: ["the nuclei", "the stroma", "the gland"],
    },
  },
  // A slide's organ says little of what a field at high magnification shows.
  bodyParts: {},
  qualifiers: () => [],
  cleanLooks: [
    "the nuclei have crisp outlines with readable chromatin",
    "haematoxylin and eosin stand clearly apart, with blue-purple nuclei against pink cytoplasm and stroma",
    "the staining is even over the whole field and bare glass is white",
  ],
  verdict: verdictByWorst,
});
