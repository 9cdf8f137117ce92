/**
 * Motion blur: the tip of the endoscope moves while the frame is exposed, so that every point of the scene draws the same trace.
 *
 *   L' = L * k        k = time spent at each displacement along a path x(t), 0 <= t <= 1, of the drawn shape and the given length
 *   heading(t) = heading + turn (t - 1/2) + wobble sin(2 pi (t + phase))        speed(t) = 1 + hurry (2 t - 1)
 *
 * One path is drawn and scaled by severity. The trace acts on light. The black frame and what is written in it stay sharp: signal/scene.ts.
 *
 * Not modelled: motion parallax and approach (near walls move farther than far ones), interlaced fields, exposure shorter than the frame;
 * highlights that the clean image clipped, which would leave brighter traces; text that overlaps the scene.
 * Drawn: heading, turn, wobble [deg] (0 = right, 90 = up), phase [1], hurry [1].
 * Sources: Boracchi and Foi, IEEE Trans. Image Process. 21 (2012) 3502 (blur from random trajectories).
 */
import { defineDegradation } from "../degradation.ts";
import { type LinearLight, linearLight } from "../domain.ts";
import { ladder } from "../severity.ts";
import { type PathPoint, pathSpread } from "../signal/convolve.ts";
import { atan2, cosTurns, sinTurns } from "../signal/math.ts";
import type { RandomStream } from "../signal/random.ts";
import { blurScene } from "../signal/scene.ts";

const STEPS = 48;

function drawMotion(stream: RandomStream) {
  return {
    heading: stream.range(0, 360),
    turn: stream.range(-50, 50),
    wobble: stream.range(0, 12),
    phase: stream.uniform(),
    hurry: stream.range(-0.5, 0.5),
  };
}

/** @returns places at equal time steps, of a path of length 1; rows count downwards */
function unitPath({ heading, turn, wobble, phase, hurry }: ReturnType<typeof drawMotion>): PathPoint[] {
  const path: PathPoint[] = [{ row: 0, column: 0 }];
  for (let step = 0; step < STEPS; step++) {
    const t = (step + 0.5) / STEPS;
    const direction = (heading + turn * (t - 0.5) + wobble * sinTurns(t + phase)) / 360;
    const length = (1 + hurry * (2 * t - 1)) / STEPS;
    const { row, column } = path[step];
    path.push({ row: row - length * sinTurns(direction), column: column + length * cosTurns(direction) });
  }
  return path;
}

/** @returns direction of the line from first to last place [deg], 0 .. 180, 0 = horizontal, 90 = vertical, 45 = rising to the right */
function chordAngle(path: readonly PathPoint[]): number {
  const last = path[path.length - 1];
  const angle = (atan2(-last.row, last.column) * 180) / Math.PI;
  return angle < 0 ? angle + 180 : angle >= 180 ? angle - 180 : angle;
}

export default defineDegradation({
  version: 1,
  title: "motion of the endoscope during the exposure",
  attribute: "motion blur",
  domain: linearLight,
  parameters: {
    pathLength: ladder({
      unit: "%",
      none: 0,
      mild: 1.2,
      moderate: 3.5,
      severe: 10,
      means: "length of the motion path, of the image width",
    }),
  },
  effective: {
    pathLength: { unit: "px", means: "length of the trace that a point draws" },
    displacement: { unit: "px", means: "distance between the first and the last place of the trace" },
    angle: { unit: "deg", means: "direction of that displacement, 0 = horizontal, 90 = vertical" },
  },
  looksLike: {
    sign: "edges and fine detail drawn out along one shared direction over the whole scene",
    mild: "slight smearing along one direction, best seen on sharp edges and fine detail",
    moderate: "plain smearing along one direction, with small details drawn out into short streaks",
    severe: "long smears along one direction over the whole scene, with the edges across it dissolved",
  },
  effectOnAnatomy: {
    mild: "{fine} remain visible but are soft along the direction of motion",
    moderate: "{fine} are smeared out, while {coarse} remain recognisable",
    severe: "{fine} are lost in the smear, and even {coarse} are hard to make out",
  },
  // Fewer: of what blurs an endoscopic image only compression is there beside it.
  confusedWith: ["display/jpeg-compression"],
  references: [
    "Boracchi and Foi, IEEE Trans. Image Process. 21 (2012) 3502. doi:10.1109/TIP.2012.2192126",
    "Ali et al., Med. Image Anal. 70 (2021) 102002. doi:10.1016/j.media.2021.102002",
  ],
  degrade(light: LinearLight, { pathLength }, random) {
    const motion = drawMotion(random.stream("path"));
    const path = unitPath(motion);
    const length = (pathLength / 100) * light.columns;
    const spread = pathSpread(path.map(({ row, column }) => ({ row: row * length, column: column * length })));
    const last = path[path.length - 1];
    return {
      sample: blurScene(light, spread),
      drawn: motion,
      effective: {
        pathLength: length,
        displacement: length * Math.sqrt(last.row * last.row + last.column * last.column),
        angle: chordAngle(path),
      },
    };
  },
});
