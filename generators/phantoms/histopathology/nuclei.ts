/**
 * Cell nuclei: ellipses with an uneven outline, a membrane, clumped chromatin and nucleoli, laid so that no two overlap.
 */
import { atan2, cos, sin, TWO_PI } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import { type Noise, type Section, smoothStep } from "./section.ts";

export interface Nucleus {
  readonly row: number;
  readonly column: number;
  /** Half axes [px] and the direction of the longer one, from the column axis towards the row axis [rad]. */
  readonly long: number;
  readonly short: number;
  readonly angle: number;
  /** Amount of haematoxylin in the chromatin [optical density]. */
  readonly stain: number;
  /** 0 evenly dark .. 1 pale with a dark membrane and clumps. */
  readonly vesicular: number;
  readonly nucleoli: number;
}

const CELL = 32;

/** Nuclei found by place; each is covered by discs along its long axis. */
export class Crowd {
  readonly nuclei: Nucleus[] = [];
  private readonly discs = new Map<number, [number, number, number][]>();

  private near(row: number, column: number, visit: (disc: [number, number, number]) => boolean): boolean {
    const [top, left] = [Math.floor(row / CELL), Math.floor(column / CELL)];
    for (let y = top - 1; y <= top + 1; y++) {
      for (let x = left - 1; x <= left + 1; x++) {
        for (const disc of this.discs.get(y * 4096 + x) ?? []) if (visit(disc)) return true;
      }
    }
    return false;
  }

  /** Adds a nucleus unless it comes closer to another than `gap` [px]. @returns whether it was added */
  add(nucleus: Nucleus, gap: number): boolean {
    const { row, column, long, short, angle } = nucleus;
    const steps = Math.ceil(long / short) - 1;
    const [s, c] = [sin(angle), cos(angle)];
    const cover: [number, number, number][] = [];
    for (let i = -steps; i <= steps; i++) {
      const along = steps === 0 ? 0 : ((long - short) * i) / steps;
      cover.push([row + along * s, column + along * c, short]);
    }
    const clashes = cover.some(([y, x, radius]) =>
      this.near(y, x, ([otherY, otherX, other]) => {
        const reach = radius + other + gap;
        return (y - otherY) * (y - otherY) + (x - otherX) * (x - otherX) < reach * reach;
      }),
    );
    if (clashes) return false;
    this.nuclei.push(nucleus);
    for (const disc of cover) {
      const key = Math.floor(disc[0] / CELL) * 4096 + Math.floor(disc[1] / CELL);
      const cell = this.discs.get(key);
      if (cell === undefined) this.discs.set(key, [disc]);
      else cell.push(disc);
    }
    return true;
  }
}

/** One cell's nucleus of a population: size, stain and chromatin vary about its character. */
export function vary(character: Nucleus, stream: RandomStream): Nucleus {
  const size = 1 + 0.12 * stream.normal();
  const scale = Math.min(Math.max(size, 0.75), 1.4);
  return {
    ...character,
    long: character.long * scale * stream.range(0.88, 1.14),
    short: character.short * scale,
    stain: character.stain * stream.range(0.68, 1.25),
    vesicular: Math.min(Math.max(character.vesicular + stream.range(-0.25, 0.25), 0), 1),
    nucleoli: stream.uniform() < 0.3 ? Math.max(character.nucleoli - 1, 0) : character.nucleoli,
  };
}

/** Stains one nucleus into the section. */
export function stainNucleus(section: Section, nucleus: Nucleus, chromatin: Noise, stream: RandomStream): void {
  const { rows, columns, haematoxylin, eosin } = section;
  const { row, column, long, short, angle, stain, vesicular } = nucleus;
  const [c, s] = [cos(angle), sin(angle)];
  const lobes = [stream.range(-0.06, 0.06), stream.range(-0.05, 0.05), stream.range(0, TWO_PI), stream.range(0, TWO_PI)] as const;
  const [shiftX, shiftY] = [stream.range(0, 99), stream.range(0, 99)];
  const grain = stream.range(1.7, 2.8);
  const clumping = stream.range(0.4, 0.8);
  const softness = stream.range(0.6, 1.2);
  const spots = Array.from({ length: nucleus.nucleoli }, () => {
    const [turn, out] = [stream.range(0, TWO_PI), stream.range(0, 0.5)];
    return [out * cos(turn), out * sin(turn), stream.range(1.1, 1.9)] as const;
  });
  const reach = Math.ceil(long * 1.15 + 2);
  for (let y = Math.max(Math.floor(row) - reach, 0); y <= Math.min(Math.floor(row) + reach, rows - 1); y++) {
    for (let x = Math.max(Math.floor(column) - reach, 0); x <= Math.min(Math.floor(column) + reach, columns - 1); x++) {
      const [dx, dy] = [x - column, y - row];
      const u = (c * dx + s * dy) / long;
      const v = (c * dy - s * dx) / short;
      const radius = Math.sqrt(u * u + v * v);
      if (radius > 1.4) continue;
      const turn = atan2(v, u);
      const edge = 1 + lobes[0] * cos(2 * turn + lobes[2]) + lobes[1] * cos(3 * turn + lobes[3]);
      // Distance inside the outline [px], by the half axis in this direction.
      const local = (long * short) / Math.sqrt((short * u * short * u + long * v * long * v) / Math.max(radius * radius, 1e-9));
      const inside = (edge - radius) * Math.min(Math.max(local, short), long);
      const cover = smoothStep(-softness, softness, inside);
      if (cover === 0) continue;
      const texture =
        0.65 * chromatin(x / grain + shiftX, y / grain + shiftY) + 0.35 * chromatin(x / (2.2 * grain) + shiftY, y / (2.2 * grain) + shiftX);
      const membrane = smoothStep(3, 0.6, inside);
      let amount = stain * (1 - 0.5 * vesicular) * (1 + clumping * (1 + 0.6 * vesicular) * texture) + stain * 0.45 * vesicular * membrane;
      let pink = 0.35;
      for (const [spotU, spotV, size] of spots) {
        const away = Math.sqrt((u - spotU) * (u - spotU) * long * long + (v - spotV) * (v - spotV) * short * short);
        const spot = smoothStep(size + 0.8, size - 0.8, away);
        amount += 0.55 * stain * spot;
        pink += 0.7 * spot;
      }
      const i = y * columns + x;
      haematoxylin[i] = haematoxylin[i] + cover * (Math.max(amount, 0.2) - haematoxylin[i]);
      eosin[i] = eosin[i] * (1 - 0.55 * cover) + pink * cover;
    }
  }
}
