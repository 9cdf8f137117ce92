/**
 * Elementary functions that give the same bits on every machine.
 *
 * ECMAScript leaves the accuracy of Math.sin, Math.exp, Math.pow and their like to the engine. These use only + - * /, square roots,
 * rounding, integers and the bits of a number, all of which IEEE 754 and ECMAScript define to the last bit. Special values follow Math.
 */
export { acos, asin, atan, atan2 } from "./math/arctangent.ts";
export { erf, erfc } from "./math/error-function.ts";
export { exp, expm1 } from "./math/exponential.ts";
export { log, log1p, log2, log10, pow } from "./math/logarithm.ts";
export { normalQuantile } from "./math/normal-quantile.ts";
export { cos, cosTurns, sin, sinTurns, tan } from "./math/trigonometry.ts";

export const PI = Math.PI;
export const TWO_PI = 6.283185307179586;
export const HALF_PI = 1.5707963267948966;
export const LN2 = Math.LN2;
