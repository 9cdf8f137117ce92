/** Two authentic images of each modality, from ../shared/data. */
import type { Acquisition } from "../../sources/acquisition.ts";
import { openFile } from "../../sources/open.ts";
import { shared } from "../shared.ts";

const FILES: Readonly<Record<string, readonly string[]>> = {
  mri: ["mri/dicom-series-brain-pd-ge/brain_008.dcm", "mri/dicom-series-brain-pd-ge/brain_013.dcm"],
  ct: ["ct/dicom-codecs-chest/CTImage.dcm", "ct/dicom-tiny/CT_small.dcm"],
  fundus: ["fundus/retina.jpg"],
  endoscopy: ["endoscopy/hyperkvasir/frame_r0c0.png", "endoscopy/hyperkvasir/frame_r0c3.png"],
  histopathology: ["histopathology/tiles/medium-nuclei-score-level0.png", "histopathology/tiles/tiatoolbox_target_image.png"],
};

export interface RealImage {
  readonly name: string;
  readonly acquisition: Acquisition;
}

const read = new Map<string, Promise<RealImage[]>>();

export function realImages(modality: string): Promise<RealImage[]> {
  const images =
    read.get(modality) ??
    Promise.all(
      FILES[modality].map(async (name) => {
        const scan = await openFile(shared(name));
        return { name, acquisition: await scan.plane(0) };
      }),
    );
  read.set(modality, images);
  return images;
}
