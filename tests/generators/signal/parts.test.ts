import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { type BegunParts, doParts, giveUp, help, setCall, sharedCopy } from "../../../generators/signal/parts.ts";
import { addOne, refuse } from "./parts.operations.ts";

const parts = (operation: string, data: Float64Array) => ({
  module: new URL("./parts.operations.ts", import.meta.url).href,
  operation,
  count: data.length,
  data,
  parameters: undefined,
});

const once = (count: number) => Float64Array.from({ length: count }, (_, part) => 1 + part);

describe("parts", () => {
  it("are each done once by the thread that has them", () => {
    const own = new Float64Array(5);
    doParts(parts("addOne", own), addOne);
    expect(own).toEqual(once(5));
  });

  it("are each done once when others help, and late helpers find nothing", async () => {
    const helpers: BegunParts[] = [];
    setCall((begun) => helpers.push(begun));
    const shared = sharedCopy(new Float64Array(7));
    doParts(parts("addOne", shared), addOne);
    await Promise.all(helpers.map(help));
    expect(helpers).toHaveLength(1);
    expect(shared).toEqual(once(7));
  });

  it("are shared with a thread that takes them at the same time", () => {
    // The other thread takes what it can get, as `help` does.
    setCall(
      ({ state, data, count }) =>
        void new Worker(
          `const { workerData: { state, data, count } } = require("node:worker_threads");
       for (let part = Atomics.add(state, 0, 1); part < count; part = Atomics.add(state, 0, 1)) {
         data[part] += 1 + part;
         Atomics.add(state, 1, 1);
         Atomics.notify(state, 1);
       }`,
          { eval: true, workerData: { state, data, count } },
        ).unref(),
    );
    const shared = sharedCopy(new Float64Array(3000));
    doParts(parts("addOne", shared), addOne);
    expect(shared).toEqual(once(3000));
  });

  it("that fail here throw here", () => {
    setCall(() => undefined);
    expect(() => doParts(parts("refuse", sharedCopy(new Float64Array(3))), refuse)).toThrow("this part cannot be done");
  });

  it("that fail elsewhere are not waited for", async () => {
    // Another thread took the last part and died.
    setCall((begun) => {
      begun.state[0] = 2;
      giveUp(begun);
    });
    expect(() => doParts(parts("addOne", sharedCopy(new Float64Array(3))), addOne)).toThrow("addOne failed in another thread");
    await expect(help({ ...parts("refuse", sharedCopy(new Float64Array(3))), state: new Int32Array(3) })).rejects.toThrow("cannot be done");
  });
});
