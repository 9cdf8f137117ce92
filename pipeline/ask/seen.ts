/** Which of the changes to an image its picture shows, as they were measured on the display when it was made (generators/visible-change.ts). */
import { isSeen } from "../../generators/visible-change.ts";
import type { ImageRecord } from "../../manifests/schema/image.ts";

type Suffered = ImageRecord["chain"][number];

/** Why nothing is said of an image's defects; undefined where they can be told. */
export function unsaid(image: ImageRecord, parent: ImageRecord | undefined): string | undefined {
  const acting = image.chain.filter(acts);
  if (acting.length === 0) return undefined;
  if (image.content === parent?.content) return "the degraded image equals the clean one";
  if (acting.some(({ reconstruction }) => reconstruction !== undefined)) return "it shows through another reconstruction than its own";
  return acting.some((link) => shows(link, image)) ? undefined : "its change is too small to be seen";
}

export const acts = ({ severity, level }: Suffered): boolean => severity > 0 || level !== "none";

/** One link of several is measured by itself, one that acts alone by the whole effect; what was not measured is taken as seen. */
export function shows({ visible }: Suffered, { effect }: ImageRecord): boolean {
  const change = visible ?? effect?.visible;
  return change === undefined || isSeen(change);
}
