import { describe, expect, it } from "vitest";
import { inOrder } from "../../pipeline/in-order.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe("inOrder", () => {
  it("yields in the order of the inputs, whichever job is quickest", async () => {
    const delays = [20, 1, 10, 0, 5];
    expect(await collect(inOrder(delays, 3, async (delay) => pause(delay).then(() => delay)))).toEqual(delays);
  });

  it("never has more jobs under way than its window", async () => {
    let running = 0;
    let most = 0;
    const job = async () => {
      most = Math.max(most, ++running);
      await pause(1);
      running--;
    };
    await collect(inOrder(Array.from({ length: 50 }), 4, job));
    expect(most).toBe(4);
  });

  it("takes inputs only as results are taken: an endless stream costs no memory", async () => {
    let taken = 0;
    function* endless() {
      for (;;) yield taken++;
    }
    const results = inOrder(endless(), 5, async (n) => n);
    expect([(await results.next()).value, (await results.next()).value]).toEqual([0, 1]);
    expect(taken).toBeLessThanOrEqual(7);
    await results.return(undefined);
  });

  it("throws a job's error in its turn, after the results before it", async () => {
    const seen: number[] = [];
    const run = async () => {
      for await (const n of inOrder([0, 1, 2, 3], 4, async (n) => (n === 2 ? Promise.reject(new Error("two")) : n))) seen.push(n);
    };
    await expect(run()).rejects.toThrow("two");
    expect(seen).toEqual([0, 1]);
  });

  it("leaves nothing running where it ends early", async () => {
    let running = 0;
    const job = async () => {
      running++;
      await pause(5);
      running--;
    };
    for await (const _ of inOrder([1, 2, 3, 4], 3, job)) break;
    expect(running).toBe(0);
  });
});
