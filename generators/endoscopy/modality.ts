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
import { type Anatomy, defineModality, defineStation, verdictByWorst } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { lightWindow, linearLightOf } from "../signal/light.ts";

const asPlane = ({ rows, columns, channels, data }: LinearLight): Plane => ({ rows, columns, channels, data });

const gut = (title: string): Anatomy => ({
  title,
  view: `Endoscopic image of ${title}`,
  fine: "the small vessels and the fine texture of the mucosa",
  coarse: "the folds and the shape of the wall",
  structures: [],
});

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
    region: {
      title: "the imaged region",
      view: "Endoscopic image",
      fine: "the fine texture of the surface and the small vessels",
      coarse: "the contours of the wall and its broad areas of light and shade",
      structures: [],
    },
    "gastrointestinal-tract": {
      title: "the gastrointestinal tract",
      view: "Endoscopic image of the gastrointestinal tract",
      fine: "the fine texture and the small vessels of the mucosa",
      coarse: "the contours of the wall and its broad areas of light and shade",
      structures: [],
    },
    colon: {
      title: "the colon",
      view: "Endoscopic image of the colon",
      fine: "the fine vascular pattern and the texture of the mucosa",
      coarse: "the folds and the shape of the lumen",
      structures: ["the lumen", "the polyp"],
    },
    rectum: gut("the rectum"),
    duodenum: gut("the duodenum"),
    stomach: gut("the stomach"),
    oesophagus: gut("the oesophagus"),
    bronchi: { ...gut("the bronchi"), coarse: "the branching of the airways and the shape of the wall" },
  },
  bodyParts: {
    COLON: "colon",
    RECTUM: "rectum",
    DUODENUM: "duodenum",
    STOMACH: "stomach",
    ESOPHAGUS: "oesophagus",
    BRONCHUS: "bronchi",
  },
  qualifiers: () => [],
  cleanLooks: [
    "the mucosal surface is sharp, and its fine texture can be followed",
    "the wall has natural contrast and noise is not noticeable",
    "the colours of the mucosa are natural, with light that falls off smoothly with distance",
  ],
  verdict: verdictByWorst,
});
