/** Trajectories through k-space, and the areas that their samples stand for. */
export { angularShares } from "./trajectory/annuli.ts";
export { goldenAngle, radialAreas, radialTrajectory } from "./trajectory/radial.ts";
export { spiralAreas, spiralTrajectory } from "./trajectory/spiral.ts";
export { cartesianTrajectory } from "./trajectory/trajectory.ts";
