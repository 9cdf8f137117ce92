/**
 * Clipped CT numbers: the numbers were stored in too small a range, so that all that is denser than its ceiling has the ceiling's value.
 *
 *   HU' = min(HU, ceiling)
 *
 * Twelve bits end at 3071 HU, which only metal exceeds; a conversion to fewer bits for a window of soft tissue ends far lower, and bones
 * and contrast medium become flat plates of one grey. Nothing is drawn at random.
 *
 * Not modelled: numbers that wrap around instead, a floor that is too high.
 *
 * Sources: Coolens and Childs, Phys. Med. Biol. 48 (2003) 1591 (extended CT numbers).
 */
import { defineDegradation } from "../degradation.ts";
import { ladder } from "../severity.ts";
import { object, WATER_ATTENUATION } from "./modality.ts";

export default defineDegradation({
  version: 1,
  title: "CT numbers clipped at a ceiling",
  attribute: "clipped CT numbers",
  domain: object,
  parameters: {
    ceiling: ladder({
      unit: "HU",
      scale: "reciprocal",
      none: 3071,
      mild: 160,
      moderate: 80,
      severe: 35,
      means: "largest CT number that was stored",
    }),
  },
  effective: {
    ceiling: { unit: "HU", means: "largest CT number that was stored" },
    clippedShare: { unit: "1", means: "pixels above the ceiling / pixels denser than half of water" },
  },
  looksLike: {
    sign: "bones and contrast medium as flat patches of one even grey, not white, without any structure inside",
    mild: "slightly grey, flat bones instead of white ones",
    moderate: "flat grey bones and enhanced vessels that hardly stand out from soft tissue",
    severe: "one flat grey for bones, vessels and soft tissue, with only fat and air darker",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible, but bone shows no inner structure",
    moderate: "{fine} remain visible where they border on fat or air, but bones cannot be told from enhanced tissue",
    severe: "{fine} remain visible only beside fat and air, and bones cannot be told from soft tissue",
  },
  confusedWith: ["ct/window-misset", "ct/quantised"],
  references: ["Coolens and Childs, Phys. Med. Biol. 48 (2003) 1591. doi:10.1088/0031-9155/48/11/308"],
  degrade(sample, { ceiling }) {
    const highest = WATER_ATTENUATION * (1 + ceiling / 1000);
    const data = new Float64Array(sample.data.length);
    let dense = 0;
    let clipped = 0;
    for (let i = 0; i < data.length; i++) {
      const value = sample.data[i];
      if (value > WATER_ATTENUATION / 2) dense++;
      if (value > highest) clipped++;
      data[i] = Math.min(value, highest);
    }
    return { sample: { ...sample, data }, drawn: {}, effective: { ceiling, clippedShare: dense === 0 ? 0 : clipped / dense } };
  },
});
