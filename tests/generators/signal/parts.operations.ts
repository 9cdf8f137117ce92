/** Adds 1 + part to the element of its part. */
export function addOne(data: Float64Array, part: number): void {
  data[part] += 1 + part;
}

export function refuse(): void {
  throw new RangeError("this part cannot be done");
}
