/**
 * Line integrals of an object that is another one in each group of views: its change is projected along the views of the group alone,
 * so that all groups together cost one projection.
 *
 *   p'(theta) = p(theta) + P_theta (f_g - f)        g: group of the view theta
 */
import { project } from "../../signal/projector.ts";
import type { Sinogram } from "../modality.ts";

/**
 * @param groupOf the group of each view; views of a group below 0 stay as they are
 * @param changeOf what a group's object has more than the image's [1/m]; called once for each group that has views
 * @returns line integrals, views x bins
 */
export function changingViews({ data, geometry }: Sinogram, groupOf: Int32Array, changeOf: (group: number) => Float64Array): Float64Array {
  const { angles, binCount } = geometry;
  const changed = data.slice();
  const groups = new Map<number, number[]>();
  for (let view = 0; view < angles.length; view++) {
    if (groupOf[view] < 0) continue;
    const members = groups.get(groupOf[view]);
    if (members === undefined) groups.set(groupOf[view], [view]);
    else members.push(view);
  }
  for (const [group, views] of groups) {
    const change = project(changeOf(group), { ...geometry, angles: Float64Array.from(views, (view) => angles[view]) });
    for (const [i, view] of views.entries()) {
      for (let bin = 0; bin < binCount; bin++) changed[view * binCount + bin] += change[i * binCount + bin];
    }
  }
  return changed;
}
