/**
 * Small blood vessels: a thin wall with flat endothelial nuclei, and red cells (7 um discs without nuclei) inside.
 */
import { atan2, cos, PI, sin, TWO_PI } from "../../signal/math.ts";
import type { RandomStream } from "../../signal/random.ts";
import { type Crowd, type Nucleus, vary } from "./nuclei.ts";
import { GLASS, type Section, STROMA, smoothStep } from "./section.ts";

export interface Vessel {
  readonly row: number;
  readonly column: number;
  /** Half axes [px] and direction of the longer one [rad]. */
  readonly long: number;
  readonly short: number;
  readonly angle: number;
}

/** Finds places in the stroma, wholly outside epithelium and glass. */
export function drawVessels(section: Section, stream: RandomStream, count: number): Vessel[] {
  const vessels: Vessel[] = [];
  for (let attempt = 0; attempt < count * 25 && vessels.length < count; attempt++) {
    const vessel = {
      row: stream.range(20, section.rows - 20),
      column: stream.range(20, section.columns - 20),
      long: stream.range(14, 30),
      short: stream.range(9, 15),
      angle: stream.range(0, PI),
    };
    const clear = Array.from({ length: 17 }, (_, i) => {
      const [turn, out] = [(TWO_PI * i) / 16, i === 16 ? 0 : vessel.long + 6];
      const [y, x] = [Math.round(vessel.row + out * sin(turn)), Math.round(vessel.column + out * cos(turn))];
      return y < 0 || x < 0 || y >= section.rows || x >= section.columns || section.kind[y * section.columns + x] === STROMA;
    });
    const apart = vessels.every((other) => Math.abs(other.row - vessel.row) + Math.abs(other.column - vessel.column) > 80);
    if (clear.every(Boolean) && apart) vessels.push(vessel);
  }
  return vessels;
}

/** Where a pixel lies in a vessel: 0 at its centre, 1 on its inner surface. */
function place({ row, column, long, short, angle }: Vessel, y: number, x: number): number {
  const [c, s] = [cos(angle), sin(angle)];
  const [u, v] = [(c * (x - column) + s * (y - row)) / long, (c * (y - row) - s * (x - column)) / short];
  return Math.sqrt(u * u + v * v);
}

function pixelsAround({ rows, columns }: Section, row: number, column: number, reach: number, visit: (y: number, x: number) => void): void {
  for (let y = Math.max(Math.floor(row - reach), 0); y <= Math.min(row + reach, rows - 1); y++) {
    for (let x = Math.max(Math.floor(column - reach), 0); x <= Math.min(column + reach, columns - 1); x++) visit(y, x);
  }
}

/** Opens the vessel's lumen, stains its wall and its red cells, and adds its endothelial nuclei to the crowd. */
export function layVessel(section: Section, vessel: Vessel, crowd: Crowd, stream: RandomStream, endothelium: Nucleus): void {
  pixelsAround(section, vessel.row, vessel.column, vessel.long + 8, (y, x) => {
    const i = y * section.columns + x;
    const out = (place(vessel, y, x) - 1) * vessel.short;
    if (out < 0) {
      section.kind[i] = GLASS;
      section.eosin[i] = 0.06;
      section.haematoxylin[i] = 0;
    } else if (out < 4) section.eosin[i] = section.eosin[i] + 0.5 * smoothStep(4, 1, out);
  });
  for (let i = 0; i < 9; i++) {
    const turn = (TWO_PI * (i + stream.range(-0.4, 0.4))) / 9;
    const [u, v] = [(vessel.long + 1.5) * cos(turn), (vessel.short + 1.5) * sin(turn)];
    const [c, s] = [cos(vessel.angle), sin(vessel.angle)];
    const along = atan2(vessel.short * cos(turn), -vessel.long * sin(turn)) + vessel.angle;
    if (stream.uniform() < 0.7)
      crowd.add({ ...vary(endothelium, stream), row: vessel.row + s * u + c * v, column: vessel.column + c * u - s * v, angle: along }, 1);
  }
  const cells = stream.integer(Math.floor((vessel.long * vessel.short) / 22));
  const placed: [number, number][] = [];
  for (let attempt = 0; attempt < 8 * cells && placed.length < cells; attempt++) {
    const [y, x] = [vessel.row + stream.range(-vessel.long, vessel.long), vessel.column + stream.range(-vessel.long, vessel.long)];
    if (place(vessel, y, x) > 0.78 || placed.some(([otherY, otherX]) => (y - otherY) * (y - otherY) + (x - otherX) * (x - otherX) < 100))
      continue;
    placed.push([y, x]);
    const [radius, stain] = [stream.range(5.6, 7), stream.range(1.7, 2.3)];
    pixelsAround(section, y, x, 9, (row, column) => {
      const i = row * section.columns + column;
      const distance = Math.sqrt((row - y) * (row - y) + (column - x) * (column - x));
      const thickness = smoothStep(radius + 0.7, radius - 0.7, distance) * (0.75 + 0.25 * smoothStep(0, radius * 0.7, distance));
      if (section.kind[i] === GLASS) section.eosin[i] = Math.max(section.eosin[i], stain * thickness);
    });
  }
}
