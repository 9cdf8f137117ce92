/**
 * Fundus photography: a flash lights the retina through the pupil, and a colour camera behind the same pupil photographs it.
 *
 * One domain: linear light, as the sensor collects it. The black surround is a stop in the camera, not retina.
 * Nothing is clipped on the way; light above 1 saturates when it is shown.
 *
 * Not modelled: fluorescein angiography, red-free and scanning-laser images (a grey image is read as three equal channels).
 */
import type { Acquisition } from "../../sources/acquisition.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { defineModality, defineStation, verdictByWorst } from "../modality.ts";
import type { Plane } from "../plane.ts";
import { lightWindow, linearLightOf } from "../signal/light.ts";

const asPlane = ({ rows, columns, channels, data }: LinearLight): Plane => ({ rows, columns, channels, data });

const retina = {
  title: "the retina",
  view: "Colour fundus photograph of the retina",
  fine: "the small vessel branches and the retinal texture",
  coarse: "the large vessels and the broad colour pattern of the retina",
  structures: ["the optic disc", "the macula", "the main vessel arcades"],
};

export default defineModality({
  title: "Fundus",
  imageName: "fundus photograph",
  terms: ["OP", "XC", "FS", "OT", "SC"],
  quantity: { name: "relative luminous exposure", unit: "1" },
  version: 1,
  stations: [defineStation<Acquisition, LinearLight>({ domain: linearLight, enter: linearLightOf, leave: asPlane })],
  observe: (acquisition) => asPlane(linearLightOf(acquisition)),
  window: () => lightWindow,
  scale: () => ({ floor: 0, range: 1 }),
  // A fundus photograph shows the retina, whatever its file says.
  anatomies: { retina, region: { ...retina, structures: [] } },
  bodyParts: { EYE: "retina" },
  qualifiers: () => [],
  cleanLooks: [
    "the vessels have crisp walls that can be followed into their small branches",
    "vessels stand out clearly from the background and noise is not noticeable",
    "the retina is lit evenly, with natural colours, up to the sharp edge of the black surround",
  ],
  verdict: verdictByWorst,
});
