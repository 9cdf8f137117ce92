/** File names in a release: an image's content decides, since loaders cache by path. */
import type { ImageRecord } from "../../manifests/schema/image.ts";

export const pictureName = (image: Pick<ImageRecord, "content">): string => `${image.content.slice(0, 32)}.png`;

export const imageFile = (image: Pick<ImageRecord, "content">): string => `images/${pictureName(image)}`;

export const maskFile = (mask: string): string => `masks/${mask.slice(0, 32)}.png`;
