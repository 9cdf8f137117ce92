/**
 * A colour fundus photograph of a healthy eye, 45 degrees wide, 768 x 768 pixels: left or right eye, every seed another retina.
 *
 *   L = illumination x reflectance(choroid, pigment, disc, fibre layer) x exp(-absorption(vessels, macular pigment))     in linear light
 *
 * Laid out in degrees of visual angle from the disc: the fovea lies 2.5 to 3 disc diameters towards the temple and slightly below.
 * Blood takes much green and blue and little red; veins are wider and darker than arteries, and wide arteries show a central reflex.
 *
 * Not modelled: drusen, scars and every other disease, peripheral retina, lens fluorescence, sensor noise.
 * Sources: Preece and Claridge, Phys. Med. Biol. 47 (2002) 2863 (colours of the fundus); Hogan, Alvarado and Weddell, Histology of the Human Eye, 1971 (sizes).
 */
import { definePhantom } from "../phantom.ts";
import { encodeSrgb } from "../signal/colour.ts";
import { convolve, gaussianSpread } from "../signal/convolve.ts";
import { atan2, cos, exp, PI, sin } from "../signal/math.ts";
import type { RandomSource, RandomStream } from "../signal/random.ts";
import { smoothNoise } from "../signal/smooth-noise.ts";
import { drawVessels, type Point, type Vessel } from "./fundus/vessels.ts";

const SIZE = 768;
/** Diameter of the lit field [deg] and in pixels. */
const FIELD = 45;
const DIAMETER = 744;
const SCALE = DIAMETER / FIELD;
/** One degree on the retina [m]. */
const DEGREE = (17e-3 * PI) / 180;

type Colour = readonly [number, number, number];

function drawEye(stream: RandomStream) {
  const foveaDistance = stream.range(14.2, 16.2);
  const tilt = stream.range(0.05, 0.16);
  const red = stream.range(0.44, 0.66);
  const green = red * stream.range(0.13, 0.205);
  const fovea: Point = { x: foveaDistance * cos(tilt), y: -foveaDistance * sin(tilt) };
  return {
    /** 1: the temple is on the right of the picture, as in a left eye. */
    side: stream.sign(),
    fovea,
    centre: { x: fovea.x - stream.range(0, 5), y: fovea.y + stream.range(-0.5, 1.6) },
    disc: {
      width: stream.range(2.45, 2.95),
      height: stream.range(2.75, 3.3),
      cup: stream.range(0.32, 0.55),
      pallor: stream.range(0.85, 1.1),
    },
    /** Reflectance of the background: from blond to dark fundi. */
    colour: [red, green, green * stream.range(0.38, 0.55)] as Colour,
    choroid: stream.range(0.03, 0.12),
    macula: stream.range(1, 1.45),
    sheen: stream.range(0.04, 0.12),
    crescent: stream.uniform() < 0.4 ? stream.range(0.3, 0.8) : 0,
    tab: stream.uniform() < 0.3,
    exposure: stream.range(0.85, 1.08),
    light: { angle: stream.range(0, 2 * PI), tilt: stream.range(0, 0.08), vignette: stream.range(0.12, 0.28) },
  };
}
type Eye = ReturnType<typeof drawEye>;

/** @returns the pixel of a place in degrees */
function pixelOf(eye: Eye, { x, y }: Point): { row: number; column: number } {
  const middle = (SIZE - 1) / 2;
  return { row: middle - (y - eye.centre.y) * SCALE, column: middle + eye.side * (x - eye.centre.x) * SCALE };
}

/** Depth of blood along the line of sight, as a share of that through a vein at the disc: the largest wins where vessels cross. */
function paint(eye: Eye, vessels: readonly Vessel[], kind: Vessel["kind"]): { blood: Float64Array; reflex: Float64Array } {
  const blood = new Float64Array(SIZE * SIZE);
  const reflex = new Float64Array(SIZE * SIZE);
  for (const { line, radii } of vessels.filter((vessel) => vessel.kind === kind)) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [pixelOf(eye, line[i]), pixelOf(eye, line[i + 1])];
      const radius = radii[i] * SCALE;
      const drawn = Math.max(radius, 0.75);
      const depth = (radius / drawn) * Math.min(1, 0.42 + 0.58 * Math.sqrt(radius / 3.6));
      const [down, across] = [b.row - a.row, b.column - a.column];
      const square = Math.max(down * down + across * across, 1e-9);
      const reach = drawn + 1;
      const [top, bottom] = [
        Math.max(0, Math.ceil(Math.min(a.row, b.row) - reach)),
        Math.min(SIZE - 1, Math.floor(Math.max(a.row, b.row) + reach)),
      ];
      const [left, right] = [
        Math.max(0, Math.ceil(Math.min(a.column, b.column) - reach)),
        Math.min(SIZE - 1, Math.floor(Math.max(a.column, b.column) + reach)),
      ];
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const t = Math.min(1, Math.max(0, ((row - a.row) * down + (column - a.column) * across) / square));
          const [dy, dx] = [row - a.row - t * down, column - a.column - t * across];
          const part = (dy * dy + dx * dx) / (drawn * drawn);
          if (part >= 1) continue;
          const at = row * SIZE + column;
          blood[at] = Math.max(blood[at], depth * Math.sqrt(1 - part));
          if (radius > 1.6) reflex[at] = Math.max(reflex[at], exp(-part * 14) * Math.min(1, (radius - 1.6) / 1.5));
        }
      }
    }
  }
  const soften = (data: Float64Array) => convolve({ rows: SIZE, columns: SIZE, channels: 1, data }, gaussianSpread(0.65)).data;
  return { blood: soften(blood), reflex: soften(reflex) };
}

/** @returns 1 inside the stop, 0 outside, between on its edge */
function stopAt(eye: Eye, row: number, column: number): number {
  const middle = (SIZE - 1) / 2;
  const [dy, dx] = [row - middle, column - middle];
  const inside = Math.min(1, Math.max(0, DIAMETER / 2 - Math.sqrt(dy * dy + dx * dx) + 0.5));
  if (!eye.tab || inside === 1) return inside;
  const [along, aside] = [(dx - dy) * Math.SQRT1_2, (dx + dy) * Math.SQRT1_2];
  return along > 0 && along < DIAMETER / 2 + 14 && Math.abs(aside) < 15 ? 1 : inside;
}

/** The nerve's own colours: a pink rim, a pale cup on its temporal side. `r` is 1 on the disc's edge. */
function discColour(eye: Eye, r: number, cupR: number, x: number): Colour {
  const { pallor } = eye.disc;
  const cup = 1 / (1 + exp((cupR - 1) * 7));
  const rim = 0.12 * Math.min(1, Math.max(-1, x / 2));
  const edge = r > 0.85 ? 1 - 0.2 * Math.min(1, (r - 0.85) / 0.15) : 1;
  return [
    (0.86 + 0.06 * rim + 0.12 * cup) * pallor * (0.4 + 0.6 * edge),
    (0.34 + rim * 0.5 + 0.3 * cup) * pallor * edge,
    (0.16 + rim * 0.25 + 0.24 * cup) * pallor * edge,
  ];
}

/** Fields of texture, each rows x columns. */
function drawTextures(random: RandomSource) {
  const noise = (name: string, cell: number, across = cell) => smoothNoise(random.stream(name), SIZE, SIZE, cell, { cell: across });
  return {
    broad: noise("broad pigment", 110),
    patches: noise("pigment", 34),
    channels: noise("choroidal vessels", 13, 26),
    grain: noise("pigment epithelium", 2.1),
    fibres: smoothNoise(random.stream("fibres"), 8, 2048, 8, { cell: 7, periodic: true }).subarray(0, 2048),
  };
}
type Textures = ReturnType<typeof drawTextures>;

/** Reflectance of the retina without vessels at a place [deg], and its texture at a pixel. */
function reflectance(eye: Eye, textures: Textures, { x, y }: Point, pixel: number): [number, number, number] {
  const { fovea, disc } = eye;
  const ridge = exp(-2.2 * textures.channels[pixel] * textures.channels[pixel]);
  const toFovea = (x - fovea.x) * (x - fovea.x) + (y - fovea.y) * (y - fovea.y);
  const hidden = 1 - 0.75 * exp(-toFovea / 60);
  const texture =
    1 +
    0.05 * textures.broad[pixel] +
    0.03 * textures.patches[pixel] +
    0.018 * textures.grain[pixel] +
    eye.choroid * hidden * (ridge - 0.5);
  const pigment = eye.macula * exp(-toFovea / (2 * 2.3 * 2.3));
  const pit = eye.macula * exp(-toFovea / (2 * 0.62 * 0.62));
  const fromDisc = Math.sqrt(x * x + y * y);
  // Fibres run in bundles above and below the disc and thin out with distance; over the macula and the nasal side they hardly shine.
  const direction = atan2(y - 0.25 * Math.max(0, x) * Math.sign(y), x);
  const strand = textures.fibres[Math.floor(((direction / (2 * PI) + 1) * 2048) % 2048)];
  const bundle = exp((-(fromDisc - 4) * (fromDisc - 4)) / 40) * (0.25 + 0.75 * Math.abs(sin(direction)));
  const sheen = eye.sheen * bundle * (1 + 0.35 * strand);
  const halo = 0.16 * exp(-Math.max(0, fromDisc - 2.6) / 1.3);
  const base: [number, number, number] = [
    eye.colour[0] * texture * exp(-0.2 * pigment - 0.12 * pit) + 0.5 * sheen + 0.3 * halo,
    eye.colour[1] * texture * texture * exp(-0.42 * pigment - 0.5 * pit) + 0.42 * sheen + 0.2 * halo,
    eye.colour[2] * texture * texture * exp(-0.5 * pigment - 0.5 * pit) + 0.33 * sheen + 0.08 * halo,
  ];
  const r = Math.sqrt((x * x) / (disc.width * disc.width) + (y * y) / (disc.height * disc.height));
  if (r > 1.6) return base;
  const [cupX, cupY] = [(x - 0.25) / (disc.width * disc.cup), y / (disc.height * disc.cup)];
  const colour = discColour(eye, r, Math.sqrt(cupX * cupX + cupY * cupY), x);
  const inside = 1 / (1 + exp((r - 1) * 34));
  const crescent =
    eye.crescent *
    exp(-((r - 1.06) * (r - 1.06)) / 0.004) *
    Math.max(0, x / disc.width) *
    (0.6 + 0.4 * Math.min(1, Math.max(-1, textures.patches[pixel])));
  return [0, 1, 2].map(
    (c) => (base[c] * (1 - inside) + colour[c] * inside * (0.98 + 0.02 * textures.grain[pixel])) * exp(-0.9 * crescent),
  ) as [number, number, number];
}

/** Absorption of a vein's and an artery's full depth. */
const VEIN: Colour = [0.75, 1.75, 1.1];
const ARTERY: Colour = [0.26, 1.25, 0.85];

export default definePhantom({
  version: 1,
  draw(random) {
    const eye = drawEye(random.stream("eye"));
    const vessels = drawVessels(random.stream("vessels"), eye.fovea);
    const textures = drawTextures(random);
    const veins = paint(eye, vessels, "vein");
    const arteries = paint(eye, vessels, "artery");
    const data = new Float64Array(SIZE * SIZE * 3);
    const middle = (SIZE - 1) / 2;
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      const [row, column] = [Math.floor(pixel / SIZE), pixel % SIZE];
      const stop = stopAt(eye, row, column);
      if (stop === 0) continue;
      const [across, up] = [(column - middle) / SCALE, (middle - row) / SCALE];
      const place = { x: eye.centre.x + eye.side * across, y: eye.centre.y + up };
      const colour = reflectance(eye, textures, place, pixel);
      const reach = (across * across + up * up) / ((FIELD / 2) * (FIELD / 2));
      const tilt = (2 * (across * cos(eye.light.angle) + up * sin(eye.light.angle)) * eye.light.tilt) / FIELD;
      const illumination = eye.exposure * stop * (1 - eye.light.vignette * reach * reach) * (1 + tilt);
      for (let c = 0; c < 3; c++) {
        const absorbed = Math.max(VEIN[c] * veins.blood[pixel], ARTERY[c] * arteries.blood[pixel]);
        const shine = 0.1 * arteries.reflex[pixel] * (c === 0 ? 1.2 : 0.5) + 0.02 * veins.reflex[pixel];
        const light = illumination * (colour[c] * exp(-absorbed) + shine * eye.colour[0]);
        data[3 * pixel + c] = Math.floor(255 * encodeSrgb(Math.min(1, light)) + 0.5);
      }
    }
    const place = (point: Point, halfHeight: number, halfWidth: number) => {
      const { row, column } = pixelOf(eye, point);
      return {
        row: (row + 0.5) / SIZE,
        column: (column + 0.5) / SIZE,
        halfHeight: (halfHeight * SCALE) / SIZE,
        halfWidth: (halfWidth * SCALE) / SIZE,
      };
    };
    const spacing = DEGREE / SCALE;
    return {
      acquisition: {
        quantity: "srgb",
        coils: 1,
        rows: SIZE,
        columns: SIZE,
        channels: 3,
        complex: false,
        data,
        bits: 8,
        spacing: { row: spacing, column: spacing },
        scanner: {},
      },
      anatomy: "retina",
      structures: {
        "the optic disc": place({ x: 0, y: 0 }, eye.disc.height, eye.disc.width),
        "the macula": place(eye.fovea, 2.75, 2.75),
      },
    };
  },
});
