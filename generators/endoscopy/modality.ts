/**
 * Endoscopy: a lamp beside the lens at the tip of the instrument lights the mucosa, and a colour camera films it; one image is one frame.
 *
 * One domain: linear light, as the sensor collects it. The black frame and what is written into it are electronics, not scene.
 * Nothing is clipped on the way; light above 1 saturates when it is shown.
 *
 * Not modelled: narrow-band and fluorescence imaging (read as they are shown), colour-sequential sensors, interlaced video.
 */
import type { Acquisition } from "../../sources/acquisition.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { defineModality, defineStation, verdictByWorst } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { lightWindow, linearLightOf } from "../signal/light.ts";

const asPlane = ({ rows, columns, channels, data }: LinearLight): Plane => ({ rows, columns, channels, data });

export default defineModality({
  title: "Endoscopy",
  imageName: "endoscopic image",
  terms: ["ES", "XC", "GM", "LP", "CP", "OT", "SC"],
  quantity: { name: "relative luminous exposure", unit: "1" },
  version: 1,
  stations: [defineStation<Acquisition, LinearLight>({ domain: linearLight, enter: linearLightOf, leave: asPlane })],
  observe: (acquisition) => asPlane(linearLightOf(acquisition)),
  window: () => lightWindow,
  scale: () => ({ floor: 0, range: 1 }),
  anatomies: {
    "gastrointestinal-tract": {
      title: "the gastrointestinal tract",
      view: "Endoscopic image of the gastrointestinal tract",
      fine: "the fine texture and the small vessels of the mucosa",
      coarse: "the contours of the wall and its broad areas of light and shade",
      structures: [],
    },
    colon: {
      title: "the colon",
      view: "Endoscopic image of the colon, looking along the lumen",
      fine: "the fine vascular pattern and the texture of the mucosa",
      coarse: "the folds and the dark lumen",
      structures: ["the lumen", "the polyp"],
    },
  },
  cleanLooks: [
    "the mucosal surface is sharp, and its fine texture can be followed",
    "the wall has natural contrast and noise is not noticeable",
    "the colours of the mucosa are natural, with light that falls off smoothly with distance",
  ],
  verdict: verdictByWorst,
});
