/**
 * The discrete Fourier transform of many lines at once, each vector lane a line of its own: every lane does what the twin
 * (../fft/passes.ts) does, in the same order, so the numbers are the same.
 *
 * Work is one array, sample after sample. A sample holds, for each vector of lines, its real parts and then its imaginary parts: a pair.
 * Passes of decimation in frequency run in place. The first reads the caller's lines, rotated to start at their centre; the last writes
 * them, in order, from digit-reversed work. The inverse transform is the forward one with its frequencies in reverse.
 *
 * A plan is a list of i32 (see ../fft/compiled.ts): length, pass count, address of the order, then for each pass radix, m, address of
 * twiddles, address of roots. The order holds, for each butterfly of the last pass, the frequency of its first output.
 *
 * Sources: Cooley and Tukey, Math. Comp. 19 (1965) 297; Singleton, IEEE Trans. Audio Electroacoust. 17 (1969) 93 (odd radices);
 * Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451.
 */
import { butterfly2, butterfly3, butterfly4, butterfly5 } from "./fft/butterflies";
import { butterflyOdd } from "./fft/odd-butterfly";
import { ADJACENT, APART, fill, half1, half2, imaginaryParts, PAIR, realParts, splat, stored, turned, VECTOR, WORK } from "./fft/pairs";

/** Vectors of lines side by side. */
// @ts-ignore: decorator
@inline const VECTORS: usize = 8;
/** Bytes of a plan before its passes, and of a pass. */
// @ts-ignore: decorator
@inline const HEAD: usize = 12;
// @ts-ignore: decorator
@inline const PASS: usize = 16;
/** What stays in the nearest cache [bytes]. */
// @ts-ignore: decorator
@inline const NEAR: usize = 24576;
/** Radix 2, 3 or 4 within work. */
// @ts-ignore: decorator
@inline function inPlace<T>(radix: usize, x: usize, step: usize, vectors: usize, w: usize, plain: bool): void {
  const one = fill<T>(1);
  const b = x + step;
  if (radix == 4) {
    const c = b + step;
    const d = c + step;
    butterfly4<T>(WORK, x, b, c, d, 0, WORK, x, b, c, d, 0, vectors, w, plain, one);
  } else if (radix == 2) butterfly2<T>(WORK, x, b, 0, WORK, x, b, 0, vectors, w, plain, one);
  else butterfly3<T>(WORK, x, b, b + step, 0, WORK, x, b, b + step, 0, vectors, w, plain, one);
}

/** One pass in place over all blocks of `radix` m samples. */
function passOf<T>(pass: usize, length: usize, sample: usize, vectors: usize, work: usize): void {
  const radix = <usize>load<u32>(pass);
  const m = <usize>load<u32>(pass, 4);
  const twiddles = <usize>load<u32>(pass, 8);
  const roots = <usize>load<u32>(pass, 12);
  const step = m * sample;
  const next: usize = 2 * sizeof<T>() * (radix - 1);
  const end = work + length * sample;
  if (radix == 4) {
    for (let block = work; block < end; block += 4 * step) {
      inPlace<T>(4, block, step, vectors, twiddles, true);
      for (let x = block + sample, w = twiddles + next; x < block + step; x += sample, w += next) inPlace<T>(4, x, step, vectors, w, false);
    }
  } else if (radix == 2) {
    for (let block = work; block < end; block += 2 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) inPlace<T>(2, x, step, vectors, w, x == block);
    }
  } else if (radix == 3) {
    for (let block = work; block < end; block += 3 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) inPlace<T>(3, x, step, vectors, w, x == block);
    }
  } else if (radix == 5) {
    for (let block = work; block < end; block += 5 * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) butterfly5<T>(x, step, vectors, w, x == block);
    }
  } else {
    for (let block = work; block < end; block += radix * step) {
      for (let x = block, w = twiddles; x < block + step; x += sample, w += next) butterflyOdd<T>(radix, x, step, vectors, w, roots, x == block);
    }
  }
}

/** Passes over `length` samples: once its blocks are independent, each goes through all that is left while it is near. */
function passesOf<T>(first: usize, end: usize, length: usize, sample: usize, vectors: usize, work: usize): void {
  for (let pass = first; pass < end; pass += PASS) {
    const m = <usize>load<u32>(pass, 4);
    passOf<T>(pass, length, sample, vectors, work);
    if (length * sample > NEAR && m > 1) {
      for (let at: usize = 0; at < length; at += m) passesOf<T>(pass + PASS, end, m, sample, vectors, work + at * sample);
      return;
    }
  }
}

/** The first pass, radix 4: from the caller's lines to work. */
// @ts-ignore: decorator
@inline function firstPass<T>(place: i32, pass: usize, sample: usize, from: usize, line: usize, pitch: usize, length: usize, centre: usize, work: usize): void {
  const m = <usize>load<u32>(pass, 4);
  const step = m * sample;
  const end = from + length * pitch;
  const quarter = m * pitch;
  let w = <usize>load<u32>(pass, 8);
  let a = from + centre * pitch;
  let b = wrapped(a + quarter, end, length * pitch);
  let c = wrapped(b + quarter, end, length * pitch);
  let d = wrapped(c + quarter, end, length * pitch);
  const one = fill<T>(1);
  butterfly4<T>(place, a, b, c, d, line, WORK, work, work + step, work + 2 * step, work + 3 * step, 0, VECTORS, w, true, one);
  for (let x = work + sample; x < work + step; x += sample) {
    w += 6 * sizeof<T>();
    a = wrapped(a + pitch, end, length * pitch);
    b = wrapped(b + pitch, end, length * pitch);
    c = wrapped(c + pitch, end, length * pitch);
    d = wrapped(d + pitch, end, length * pitch);
    butterfly4<T>(place, a, b, c, d, line, WORK, x, x + step, x + 2 * step, x + 3 * step, 0, VECTORS, w, false, one);
  }
}

// @ts-ignore: decorator
@inline function wrapped(address: usize, end: usize, period: usize): usize {
  return address < end ? address : address - period;
}

/** Address of the sample of a line that holds a frequency. */
// @ts-ignore: decorator
@inline function placeOf(frequency: usize, length: usize, centre: usize, inverse: bool): usize {
  const place = inverse ? centre + length - frequency : centre + frequency;
  return place < length ? place : place - length;
}

/** The last pass, radix 2 or 4: from work to the caller's lines. */
// @ts-ignore: decorator
@inline function lastPass<T>(
  place: i32, radix: usize, order: usize, sample: usize, work: usize, to: usize, line: usize, pitch: usize,
  length: usize, centre: usize, inverse: bool, scale: v128,
): void {
  const stride = length / radix;
  for (let q: usize = 0, x = work; q < stride; q++, x += radix * sample) {
    const frequency = <usize>load<u32>(order + 4 * q);
    const p = to + pitch * placeOf(frequency, length, centre, inverse);
    const r = to + pitch * placeOf(frequency + stride, length, centre, inverse);
    if (radix == 2) {
      butterfly2<T>(WORK, x, x + sample, 0, place, p, r, line, VECTORS, 0, true, scale);
    } else {
      const s = to + pitch * placeOf(frequency + 2 * stride, length, centre, inverse);
      const t = to + pitch * placeOf(frequency + 3 * stride, length, centre, inverse);
      butterfly4<T>(WORK, x, x + sample, x + 2 * sample, x + 3 * sample, 0, place, p, r, s, t, line, VECTORS, 0, true, scale);
    }
  }
}

/** Reads one sample of `count` lines as pairs; lines beyond the last repeat it. */
// @ts-ignore: decorator
@inline function loadSample<T>(at: usize, line: usize, count: usize, to: usize): void {
  const lanes = VECTOR / sizeof<T>();
  for (let first: usize = 0; first < count; first += lanes, to += PAIR, at += lanes * line) {
    const last = count - first - 1;
    if (last >= lanes - 1) {
      const x = half1<T>(APART, at, line);
      const y = half2<T>(APART, at, line);
      v128.store(to, realParts<T>(APART, x, y));
      v128.store(to, imaginaryParts<T>(APART, x, y), 16);
    } else {
      for (let lane: usize = 0; lane < lanes; lane++) {
        const source = at + line * min<usize>(lane, last);
        store<T>(to + lane * sizeof<T>(), load<T>(source));
        store<T>(to + lane * sizeof<T>(), load<T>(source, sizeof<T>()), 16);
      }
    }
  }
}

/** Writes one sample of `count` lines, scaled. */
// @ts-ignore: decorator
@inline function storeSample<T>(from: usize, at: usize, line: usize, count: usize, scale: v128): void {
  const lanes = VECTOR / sizeof<T>();
  for (let first: usize = 0; first < count; first += lanes, from += PAIR, at += lanes * line) {
    const left = count - first;
    if (left >= lanes) stored<T>(APART, at, line, v128.load(from), v128.load(from, 16), scale);
    else {
      const factor = sizeof<T>() == 8 ? <T>f64x2.extract_lane(scale, 0) : <T>f32x4.extract_lane(scale, 0);
      for (let lane: usize = 0; lane < left; lane++) {
        store<T>(at + line * lane, load<T>(from + lane * sizeof<T>()) * factor);
        store<T>(at + line * lane, load<T>(from + lane * sizeof<T>(), 16) * factor, sizeof<T>());
      }
    }
  }
}

/** Copies lines to work, rotated. */
function gather<T>(from: usize, line: usize, pitch: usize, count: usize, length: usize, centre: usize, sample: usize, work: usize): void {
  for (let index: usize = 0; index < length; index++, work += sample) {
    loadSample<T>(from + pitch * placeOf(index, length, centre, false), line, count, work);
  }
}

/** Copies work to lines: in order, scaled. `radix` is that of the last pass. */
function scatter<T>(
  radix: usize, order: usize, work: usize, to: usize, line: usize, pitch: usize, count: usize, length: usize, centre: usize,
  inverse: bool, scale: v128, sample: usize,
): void {
  const stride = length / radix;
  for (let q: usize = 0; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, work += sample) {
      storeSample<T>(work, to + pitch * placeOf(frequency, length, centre, inverse), line, count, scale);
    }
  }
}

/** Writes source times a complex factor to target, vector by vector; they may be the same. */
// @ts-ignore: decorator
@inline function multiplied<T>(target: usize, source: usize, sample: usize, factor: usize): void {
  const wr = splat<T>(factor);
  const wi = splat<T>(factor + sizeof<T>());
  for (let end = source + sample; source < end; source += PAIR, target += PAIR) {
    turned<T>(target, v128.load(source), v128.load(source, 16), wr, wi);
  }
}

/** All passes in place. */
// @ts-ignore: decorator
@inline function allPasses<T>(plan: usize, sample: usize, vectors: usize, work: usize): void {
  const length = <usize>load<u32>(plan);
  const end = plan + HEAD + PASS * <usize>load<u32>(plan, 4);
  passesOf<T>(plan + HEAD, end, length, sample, vectors, work);
}

/**
 * Bluestein's transform of one block: X[k] = w_k sum_j (x_j w_j) conj(w_(k - j)), a circular convolution at the length of another plan.
 * A plan of no passes holds, after its head, the address of that plan, of the chirp w, and of the response: the spectrum of conj(w).
 */
function bluestein<T>(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: v128, inverse: bool, work: usize,
): void {
  const length = <usize>load<u32>(plan);
  const inner = <usize>load<u32>(plan, HEAD);
  const chirp = <usize>load<u32>(plan, HEAD + 4);
  const response = <usize>load<u32>(plan, HEAD + 8);
  const size = <usize>load<u32>(inner);
  const order = <usize>load<u32>(inner, 8);
  const radix = <usize>load<u32>(inner + HEAD + PASS * (<usize>load<u32>(inner, 4) - 1));
  const stride = size / radix;
  const complex: usize = 2 * sizeof<T>();
  const lanes = VECTOR / sizeof<T>();
  const vectors = (count + lanes - 1) / lanes;
  const sample = vectors * PAIR;
  const other = work + size * sample;
  for (let index: usize = 0; index < length; index++) {
    const at = work + index * sample;
    loadSample<T>(from + fromPitch * placeOf(index, length, centre, false), fromLine, count, at);
    multiplied<T>(at, at, sample, chirp + complex * index);
  }
  memory.fill(work + length * sample, 0, (size - length) * sample);
  allPasses<T>(inner, sample, vectors, work);
  for (let q: usize = 0, at = work; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, at += sample) {
      multiplied<T>(other + frequency * sample, at, sample, response + complex * frequency);
    }
  }
  allPasses<T>(inner, sample, vectors, other);
  for (let q: usize = 0, at = other; q < stride; q++) {
    let frequency = <usize>load<u32>(order + 4 * q);
    for (let c: usize = 0; c < radix; c++, frequency += stride, at += sample) {
      // The inverse of the inner transform is the forward one with its frequencies in reverse.
      const index: usize = frequency == 0 ? 0 : size - frequency;
      if (index < length) {
        multiplied<T>(at, at, sample, chirp + complex * index);
        storeSample<T>(at, to + toPitch * placeOf(index, length, centre, inverse), toLine, count, scale);
      }
    }
  }
}

/** One block of at most VECTORS vectors of lines. */
// @ts-ignore: decorator
@inline function block<T>(
  adjacent: bool, plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  const length = <usize>load<u32>(plan);
  const passes = <usize>load<u32>(plan, 4);
  const order = <usize>load<u32>(plan, 8);
  const lanes = VECTOR / sizeof<T>();
  const factor = fill<T>(scale);
  if (passes == 0) {
    bluestein<T>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, factor, inverse, work);
    return;
  }
  const full = count == VECTORS * lanes && passes > 1;
  const vectors = full ? VECTORS : (count + lanes - 1) / lanes;
  const sample = vectors * PAIR;
  let pass = plan + HEAD;
  let end = pass + passes * PASS;
  const last = end - PASS;
  const lastRadix = <usize>load<u32>(last);
  if (full && load<u32>(pass) == 4) {
    if (adjacent) firstPass<T>(ADJACENT, pass, sample, from, fromLine, fromPitch, length, centre, work);
    else firstPass<T>(APART, pass, sample, from, fromLine, fromPitch, length, centre, work);
    pass += PASS;
  } else gather<T>(from, fromLine, fromPitch, count, length, centre, sample, work);
  const fused = full && (lastRadix == 4 || lastRadix == 2);
  if (fused) end = last;
  if (pass > plan + HEAD) {
    const m = <usize>load<u32>(plan, HEAD + 4);
    for (let at: usize = 0; at < length; at += m) passesOf<T>(pass, end, m, sample, vectors, work + at * sample);
  } else passesOf<T>(pass, end, length, sample, vectors, work);
  if (!fused) {
    scatter<T>(lastRadix, order, work, to, toLine, toPitch, count, length, centre, inverse, factor, sample);
    return;
  }
  if (lastRadix == 4) {
    if (adjacent) lastPass<T>(ADJACENT, 4, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
    else lastPass<T>(APART, 4, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
  } else if (adjacent) lastPass<T>(ADJACENT, 2, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
  else lastPass<T>(APART, 2, order, sample, work, to, toLine, toPitch, length, centre, inverse, factor);
}

// @ts-ignore: decorator
@inline function transform<T>(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  const most = VECTORS * (VECTOR / sizeof<T>());
  const adjacent = fromLine == 2 * sizeof<T>() && toLine == 2 * sizeof<T>();
  for (let start: usize = 0; start < count; start += most) {
    const x = from + start * fromLine;
    const y = to + start * toLine;
    const together = min<usize>(most, count - start);
    if (adjacent) block<T>(true, plan, x, fromLine, fromPitch, y, toLine, toPitch, together, centre, scale, inverse, work);
    else block<T>(false, plan, x, fromLine, fromPitch, y, toLine, toPitch, together, centre, scale, inverse, work);
  }
}

/**
 * Transforms `count` lines: sample s of line l is the complex number at from + l fromLine + s fromPitch (bytes), and goes to `to` alike.
 * `from` and `to` may be the same lines. `work` has room for VECTORS x PAIR bytes a sample, of two inner transforms in Bluestein's case.
 */
export function transform64(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  transform<f64>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, inverse, work);
}

/** The same in 32 bits. */
export function transform32(
  plan: usize, from: usize, fromLine: usize, fromPitch: usize, to: usize, toLine: usize, toPitch: usize,
  count: usize, centre: usize, scale: f64, inverse: bool, work: usize,
): void {
  transform<f32>(plan, from, fromLine, fromPitch, to, toLine, toPitch, count, centre, scale, inverse, work);
}
