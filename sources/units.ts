/** Unit conversions at the readers' edge: SI inside, whatever the file says outside. */

/** @param value [mm] @returns [m] */
export const millimetres = (value: number): number => value / 1000;

/** @param value [um] @returns [m] */
export const micrometres = (value: number): number => value / 1e6;
