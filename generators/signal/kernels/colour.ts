/** The sRGB transfer function on many values of 0 .. 1: each lane does what the twin (../colour.ts) does. */

export function encode(source: usize, target: usize, vectors: usize): void {
  const half = f64x2.splat(0.52);
  const linear = f64x2.splat(0.72);
  const square = f64x2.splat(0.24);
  const third = f64x2.splat(1.0 / 3.0);
  const one = f64x2.splat(1);
  const offset = f64x2.splat(0.055);
  const slope = f64x2.splat(12.92);
  const knee = f64x2.splat(0.0031308);
  const least = f64x2.mul(slope, knee);
  for (const end = source + (vectors << 4); source < end; source += 16, target += 16) {
    const light = v128.load(source);
    const x = f64x2.sqrt(f64x2.sqrt(light));
    let root = f64x2.add(half, f64x2.mul(x, f64x2.sub(linear, f64x2.mul(square, x))));
    for (let step: usize = 0; step < 4; step++) {
      root = f64x2.sub(root, f64x2.mul(f64x2.sub(root, f64x2.div(x, f64x2.mul(root, root))), third));
    }
    const power = f64x2.mul(x, f64x2.mul(root, root));
    const curve = f64x2.max(least, f64x2.add(power, f64x2.mul(offset, f64x2.sub(power, one))));
    v128.store(target, v128.bitselect(f64x2.mul(slope, light), curve, f64x2.le(light, knee)));
  }
}

export function decode(source: usize, target: usize, vectors: usize): void {
  const first = f64x2.splat(0.6);
  const linear = f64x2.splat(0.75);
  const square = f64x2.splat(0.35);
  const fifth = f64x2.splat(0.2);
  const offset = f64x2.splat(0.055);
  const scale = f64x2.splat(1.055);
  const slope = f64x2.splat(12.92);
  const knee = f64x2.splat(0.04045);
  for (const end = source + (vectors << 4); source < end; source += 16, target += 16) {
    const code = v128.load(source);
    const x = f64x2.div(f64x2.add(code, offset), scale);
    let root = f64x2.add(first, f64x2.mul(x, f64x2.sub(linear, f64x2.mul(square, x))));
    for (let step: usize = 0; step < 5; step++) {
      const second = f64x2.mul(root, root);
      root = f64x2.sub(root, f64x2.mul(f64x2.sub(root, f64x2.div(x, f64x2.mul(second, second))), fifth));
    }
    const product = f64x2.mul(x, root);
    v128.store(target, v128.bitselect(f64x2.div(code, slope), f64x2.mul(product, product), f64x2.le(code, knee)));
  }
}
