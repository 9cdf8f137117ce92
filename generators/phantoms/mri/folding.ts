/**
 * Cortical folding: sulci grow from the brain's surface and from the fissure between the hemispheres into the white matter.
 *
 * Each sulcus is a curve that advances by one millimetre at a time with slowly changing curvature, turns away from the others, and stops
 * where it would come closer to one than two cortical ribbons and a blade of white matter, where it meets the deep structures, or at its
 * drawn depth; some branch. All grow together. Sulci whose mouth lies in another section fill the gaps that are left.
 *
 * Not modelled: named gyri apart from the Sylvian fissure and the insula; the third dimension.
 */
import { cosTurns, sinTurns } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import type { Disc } from "./stroke.ts";

/** Where a sulcus may begin: position [mm], direction [turns], depth to grow to [mm]. */
export interface Root {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
  readonly reach: number;
  /** Half width at its mouth, beyond that along its course [mm]; 0 for a sulcus that opens in another section. */
  readonly mouth: number;
}

export interface Ground {
  /** @returns true where a sulcus may run that has come this far from its mouth [mm] */
  allows(x: number, y: number, travelled: number): boolean;
  /** Half width along the course [mm]. */
  readonly width: number;
  /** Closest that two sulci come [mm]. */
  readonly gap: number;
}

interface Tip {
  x: number;
  y: number;
  heading: number;
  curvature: number;
  travelled: number;
  readonly root: Root;
  readonly curve: number;
  readonly mayBranch: boolean;
}

/** Points by cells of the plane, for distances between sulci. */
class Neighbours {
  private readonly cells = new Map<number, { x: number; y: number; curve: number; age: number }[]>();
  private static readonly CELL = 8;

  private key(x: number, y: number): number {
    return Math.floor(x / Neighbours.CELL) * 4096 + Math.floor(y / Neighbours.CELL);
  }

  add(x: number, y: number, curve: number, age: number): void {
    const key = this.key(x, y);
    const cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, [{ x, y, curve, age }]);
    else cell.push({ x, y, curve, age });
  }

  /** @returns true when a point of another curve, or of an early part of this one, lies nearer than gap (at most one cell) */
  crowded(x: number, y: number, gap: number, curve: number, age: number): boolean {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const point of this.cells.get(this.key(x + dx * Neighbours.CELL, y + dy * Neighbours.CELL)) ?? []) {
          if (point.curve === curve && age - point.age < 2 * gap) continue;
          const ex = point.x - x;
          const ey = point.y - y;
          if (ex * ex + ey * ey < gap * gap) return true;
        }
      }
    }
    return false;
  }
}

/** As far from any mouth as a sulcus can be [mm]. */
const REMOTE = 1000;

const TURNS_TRIED = [0, 0.03, -0.03, 0.06, -0.06, 0.1, -0.1];

export class Folding {
  readonly discs: Disc[] = [];
  private readonly neighbours = new Neighbours();
  private readonly stream: RandomStream;
  private readonly ground: Ground;
  private curves = 0;

  constructor(stream: RandomStream, ground: Ground) {
    this.stream = stream;
    this.ground = ground;
  }

  /** Lays down a fissure that the sulci keep clear of. */
  lay(discs: readonly Disc[]): void {
    this.curves++;
    for (const disc of discs) {
      this.discs.push(disc);
      this.neighbours.add(disc.x, disc.y, this.curves, -1000);
    }
  }

  /** Grows sulci from all roots together, one step of each in turn. */
  grow(roots: readonly Root[]): void {
    let tips = roots.map((root) => this.tip(root, root.heading, ++this.curves, true));
    while (tips.length > 0) {
      const next: Tip[] = [];
      for (const tip of tips) {
        if (!this.advance(tip)) continue;
        next.push(tip);
        if (tip.mayBranch && tip.travelled > 6 && this.stream.uniform() < 0.06) next.push(this.branch(tip));
      }
      tips = next;
    }
  }

  /** @returns true where a new sulcus of another section would have room */
  hasRoom(x: number, y: number): boolean {
    return this.ground.allows(x, y, REMOTE) && !this.neighbours.crowded(x, y, 1.15 * this.ground.gap, -1, 1000);
  }

  private tip(root: Root, heading: number, curve: number, mayBranch: boolean): Tip {
    return { x: root.x, y: root.y, heading, curvature: 0, travelled: 0, root, curve, mayBranch };
  }

  private branch(tip: Tip): Tip {
    const heading = tip.heading + this.stream.sign() * this.stream.range(0.13, 0.22);
    const root = { x: tip.x, y: tip.y, heading, reach: tip.travelled + this.stream.range(4, 11), mouth: 0 };
    return { ...this.tip(root, heading, tip.curve, false), travelled: tip.travelled };
  }

  private advance(tip: Tip): boolean {
    const { stream, ground } = this;
    if (tip.travelled >= tip.root.reach) return false;
    tip.curvature = 0.85 * tip.curvature + 0.008 * stream.normal();
    const side = tip.curvature < 0 ? -1 : 1;
    for (const turn of TURNS_TRIED) {
      const heading = tip.heading + tip.curvature + side * turn;
      const x = tip.x + cosTurns(heading);
      const y = tip.y + sinTurns(heading);
      if (!ground.allows(x, y, tip.root.mouth > 0 ? tip.travelled : REMOTE)) continue;
      if (this.neighbours.crowded(x, y, Math.min(ground.gap, 1 + 0.75 * tip.travelled), tip.curve, tip.travelled)) continue;
      tip.heading = heading;
      this.dab(tip, x, y);
      return true;
    }
    return false;
  }

  /** Draws the millimetre from the tip to its next place: wide at the mouth, closing towards the floor. */
  private dab(tip: Tip, x: number, y: number): void {
    const { reach, mouth } = tip.root;
    for (const t of [0.33, 0.67, 1]) {
      const along = tip.travelled + t;
      const open = 1.6 - along > 0 ? mouth * (1 - along / 1.6) : 0;
      const radius = this.ground.width * (1.1 - (0.85 * along) / reach) + 0.5 * mouth * Math.max(0, 1 - along / 7) + open;
      this.discs.push({ x: tip.x + t * (x - tip.x), y: tip.y + t * (y - tip.y), radius });
    }
    tip.x = x;
    tip.y = y;
    tip.travelled++;
    this.neighbours.add(x, y, tip.curve, tip.travelled);
  }
}
