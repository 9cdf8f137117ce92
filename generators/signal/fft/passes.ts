/**
 * One pass of a self-sorting (Stockham) decimation-in-frequency transform, for each radix.
 *
 *   length n = radix * m, `stride` of them side by side:
 *   y[q + stride (radix p + c)] = w^(p c) sum_b x[q + stride (p + m b)] exp(-2 pi i b c / radix),   w = exp(-2 pi i / n)
 *
 * p runs over 0 .. m - 1 and q over 0 .. stride - 1. Passes alternate between two arrays, and the last one leaves the result in order.
 * `twiddles` holds w^(p c) for c = 1 .. radix - 1, p by p, as re, im.
 *
 * Sources: Cochran et al., What is the fast Fourier transform?, Proc. IEEE 55 (1967) 1664 (Stockham's form);
 * Singleton, IEEE Trans. Audio Electroacoust. 17 (1969) 93 (odd radices by sums and differences of mirrored pairs).
 */

import type { Pass as PassTables } from "./tables.ts";

/** One pass, planned. */
export interface Pass extends PassTables {
  /** Parts that the passes before have made, side by side. */
  readonly stride: number;
  /** exp(-2 pi i j / radix), j = 0 .. radix - 1; only odd radices above 5 read it. */
  readonly roots: Float64Array;
}

/** Writes the pass over x to y; both hold samples x lines complex numbers, interleaved: several lines are just a wider stride. */
export function runPass(pass: Pass, x: Float64Array, y: Float64Array, lines: number): void {
  const width = 2 * pass.stride * lines;
  if (pass.radix === 4) pass4(pass, x, y, width);
  else if (pass.radix === 2) pass2(pass, x, y, width);
  else if (pass.radix === 3) pass3(pass, x, y, width);
  else if (pass.radix === 5) pass5(pass, x, y, width);
  else passOdd(pass, x, y, width);
}

function pass2(pass: Pass, x: Float64Array, y: Float64Array, width: number): void {
  const { m, twiddles } = pass;
  const step = width * m;
  for (let p = 0; p < m; p++) {
    const wr = twiddles[2 * p];
    const wi = twiddles[2 * p + 1];
    const end = width * (p + 1);
    let to = width * 2 * p;
    for (let from = width * p; from < end; from += 2, to += 2) {
      const ar = x[from];
      const ai = x[from + 1];
      const br = x[from + step];
      const bi = x[from + step + 1];
      y[to] = ar + br;
      y[to + 1] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      y[to + width] = dr * wr - di * wi;
      y[to + width + 1] = dr * wi + di * wr;
    }
  }
}

function pass3(pass: Pass, x: Float64Array, y: Float64Array, width: number): void {
  const { m, twiddles } = pass;
  const step = width * m;
  const sine = 0.8660254037844386;
  for (let p = 0; p < m; p++) {
    const w1r = twiddles[4 * p];
    const w1i = twiddles[4 * p + 1];
    const w2r = twiddles[4 * p + 2];
    const w2i = twiddles[4 * p + 3];
    const end = width * (p + 1);
    let to = width * 3 * p;
    for (let from = width * p; from < end; from += 2, to += 2) {
      const ar = x[from];
      const ai = x[from + 1];
      const sr = x[from + step] + x[from + 2 * step];
      const si = x[from + step + 1] + x[from + 2 * step + 1];
      const dr = (x[from + step] - x[from + 2 * step]) * sine;
      const di = (x[from + step + 1] - x[from + 2 * step + 1]) * sine;
      const tr = ar - 0.5 * sr;
      const ti = ai - 0.5 * si;
      y[to] = ar + sr;
      y[to + 1] = ai + si;
      const br = tr + di;
      const bi = ti - dr;
      y[to + width] = br * w1r - bi * w1i;
      y[to + width + 1] = br * w1i + bi * w1r;
      const cr = tr - di;
      const ci = ti + dr;
      y[to + 2 * width] = cr * w2r - ci * w2i;
      y[to + 2 * width + 1] = cr * w2i + ci * w2r;
    }
  }
}

function pass4(pass: Pass, x: Float64Array, y: Float64Array, width: number): void {
  const { m, twiddles } = pass;
  const step = width * m;
  for (let p = 0; p < m; p++) {
    const w1r = twiddles[6 * p];
    const w1i = twiddles[6 * p + 1];
    const w2r = twiddles[6 * p + 2];
    const w2i = twiddles[6 * p + 3];
    const w3r = twiddles[6 * p + 4];
    const w3i = twiddles[6 * p + 5];
    const end = width * (p + 1);
    let to = width * 4 * p;
    for (let from = width * p; from < end; from += 2, to += 2) {
      const ar = x[from];
      const ai = x[from + 1];
      const br = x[from + step];
      const bi = x[from + step + 1];
      const cr = x[from + 2 * step];
      const ci = x[from + 2 * step + 1];
      const dr = x[from + 3 * step];
      const di = x[from + 3 * step + 1];
      const acr = ar + cr;
      const aci = ai + ci;
      const bdr = br + dr;
      const bdi = bi + di;
      const adr = ar - cr;
      const adi = ai - ci;
      const bcr = br - dr;
      const bci = bi - di;
      y[to] = acr + bdr;
      y[to + 1] = aci + bdi;
      const er = adr + bci;
      const ei = adi - bcr;
      y[to + width] = er * w1r - ei * w1i;
      y[to + width + 1] = er * w1i + ei * w1r;
      const fr = acr - bdr;
      const fi = aci - bdi;
      y[to + 2 * width] = fr * w2r - fi * w2i;
      y[to + 2 * width + 1] = fr * w2i + fi * w2r;
      const gr = adr - bci;
      const gi = adi + bcr;
      y[to + 3 * width] = gr * w3r - gi * w3i;
      y[to + 3 * width + 1] = gr * w3i + gi * w3r;
    }
  }
}

/** cos and sin of 1/5 and 2/5 of a turn. */
const COS1 = 0.30901699437494745;
const COS2 = -0.8090169943749475;
const SIN1 = 0.9510565162951535;
const SIN2 = 0.5877852522924731;

function pass5(pass: Pass, x: Float64Array, y: Float64Array, width: number): void {
  const { m, twiddles } = pass;
  const step = width * m;
  for (let p = 0; p < m; p++) {
    const w = 8 * p;
    const end = width * (p + 1);
    let to = width * 5 * p;
    for (let from = width * p; from < end; from += 2, to += 2) {
      const ar = x[from];
      const ai = x[from + 1];
      const s1r = x[from + step] + x[from + 4 * step];
      const s1i = x[from + step + 1] + x[from + 4 * step + 1];
      const d1r = x[from + step] - x[from + 4 * step];
      const d1i = x[from + step + 1] - x[from + 4 * step + 1];
      const s2r = x[from + 2 * step] + x[from + 3 * step];
      const s2i = x[from + 2 * step + 1] + x[from + 3 * step + 1];
      const d2r = x[from + 2 * step] - x[from + 3 * step];
      const d2i = x[from + 2 * step + 1] - x[from + 3 * step + 1];
      y[to] = ar + s1r + s2r;
      y[to + 1] = ai + s1i + s2i;
      const t1r = ar + COS1 * s1r + COS2 * s2r;
      const t1i = ai + COS1 * s1i + COS2 * s2i;
      const t2r = ar + COS2 * s1r + COS1 * s2r;
      const t2i = ai + COS2 * s1i + COS1 * s2i;
      const u1r = SIN1 * d1r + SIN2 * d2r;
      const u1i = SIN1 * d1i + SIN2 * d2i;
      const u2r = SIN2 * d1r - SIN1 * d2r;
      const u2i = SIN2 * d1i - SIN1 * d2i;
      rotated(y, to + width, t1r + u1i, t1i - u1r, twiddles[w], twiddles[w + 1]);
      rotated(y, to + 2 * width, t2r + u2i, t2i - u2r, twiddles[w + 2], twiddles[w + 3]);
      rotated(y, to + 3 * width, t2r - u2i, t2i + u2r, twiddles[w + 4], twiddles[w + 5]);
      rotated(y, to + 4 * width, t1r - u1i, t1i + u1r, twiddles[w + 6], twiddles[w + 7]);
    }
  }
}

/** Writes (re + i im)(wr + i wi). */
function rotated(y: Float64Array, at: number, re: number, im: number, wr: number, wi: number): void {
  y[at] = re * wr - im * wi;
  y[at + 1] = re * wi + im * wr;
}

function passOdd(pass: Pass, x: Float64Array, y: Float64Array, width: number): void {
  const { radix, m, twiddles } = pass;
  const sums = new Float64Array(2 * radix);
  for (let p = 0; p < m; p++) {
    const w = 2 * (radix - 1) * p;
    for (let q = 0; q < width; q += 2) {
      const from = width * p + q;
      const to = width * radix * p + q;
      foldPairs(sums, x, from, width * m, radix);
      let totalR = x[from];
      let totalI = x[from + 1];
      for (let b = 1; 2 * b < radix; b++) {
        totalR += sums[4 * b - 2];
        totalI += sums[4 * b - 1];
      }
      y[to] = totalR;
      y[to + 1] = totalI;
      for (let c = 1; 2 * c < radix; c++) {
        let tr = x[from];
        let ti = x[from + 1];
        let ur = 0;
        let ui = 0;
        for (let b = 1, index = c; 2 * b < radix; b++) {
          const cosine = pass.roots[2 * index];
          const sine = pass.roots[2 * index + 1];
          tr += cosine * sums[4 * b - 2];
          ti += cosine * sums[4 * b - 1];
          ur += sine * sums[4 * b];
          ui += sine * sums[4 * b + 1];
          index += c;
          if (index >= radix) index -= radix;
        }
        rotated(y, to + c * width, tr - ui, ti + ur, twiddles[w + 2 * c - 2], twiddles[w + 2 * c - 1]);
        const mirror = radix - c;
        rotated(y, to + mirror * width, tr + ui, ti - ur, twiddles[w + 2 * mirror - 2], twiddles[w + 2 * mirror - 1]);
      }
    }
  }
}

/** Writes x_b + x_(radix - b) and x_b - x_(radix - b), b = 1 .. (radix - 1) / 2, to sums[4 b - 2 ..]. */
function foldPairs(sums: Float64Array, x: Float64Array, from: number, step: number, radix: number): void {
  for (let b = 1; 2 * b < radix; b++) {
    const near = from + b * step;
    const far = from + (radix - b) * step;
    sums[4 * b - 2] = x[near] + x[far];
    sums[4 * b - 1] = x[near + 1] + x[far + 1];
    sums[4 * b] = x[near] - x[far];
    sums[4 * b + 1] = x[near + 1] - x[far + 1];
  }
}
