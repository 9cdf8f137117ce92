/** Quantile functions: one uniform number makes one draw, so draws for different parameters differ by the parameters alone. */
export { binomialQuantile } from "./distributions/binomial.ts";
export { poissonQuantile } from "./distributions/poisson.ts";
export { vonMisesQuantile } from "./distributions/von-mises.ts";
