/** Which engine answers, and what it says when it is not the one asked for. Dawn's null backend stands for a GPU that dies: it always opens. */
import { describe, expect, test } from "vitest";
import { cpuEngine } from "../../../generators/signal/engine.ts";
import { engineFor } from "../../../generators/signal/engine-for.ts";
import { gpuEngine } from "../../../generators/signal/gpu/engine.ts";
import { openDevice } from "../../../generators/signal/gpu/open.ts";

const data = Float64Array.from({ length: 2 * 8 * 12 }, (_, at) => (at * 37) % 11);

async function deviceThatDies() {
  const opened = await openDevice({ backend: "null" });
  if (opened.device === undefined) throw new Error(opened.reason);
  return opened.device;
}

describe("engineFor", () => {
  test("the reference asks for nothing and has no tolerance", async () => {
    const { engine, reason } = await engineFor("cpu");
    expect(engine).toBe(cpuEngine);
    expect(reason).toBeUndefined();
    expect(engine.profile).toEqual({ engine: "cpu", precision: "f64" });
  });

  test.each(["gpu", "auto"] as const)("%s without an adapter is the CPU, and says why", async (name) => {
    const { engine, reason } = await engineFor(name, { open: async () => ({ reason: "no Vulkan, Metal or Direct3D 12 adapter" }) });
    expect(engine).toBe(cpuEngine);
    expect(reason).toBe("no Vulkan, Metal or Direct3D 12 adapter: the CPU does it");
  });

  test("auto passes over an emulated GPU, gpu takes it", async () => {
    const emulated = async () => {
      const device = await deviceThatDies();
      return { device: Object.assign(device, { adapter: { vendor: "", architecture: "", description: "An emulator", software: true } }) };
    };
    expect((await engineFor("auto", { open: emulated })).reason).toBe("An emulator only emulates a GPU: the CPU does it");
    const { engine, reason } = await engineFor("gpu", { open: emulated });
    expect(reason).toBeUndefined();
    expect(engine.profile).toMatchObject({ engine: "gpu", precision: "f32", adapter: { description: "An emulator" } });
    engine.close();
  });

  test("a backend that this system lacks is an answer, not an error", async () => {
    const foreign = process.platform === "win32" ? "metal" : "d3d12";
    const opened = await openDevice({ backend: foreign });
    expect(opened.device).toBeUndefined();
    expect(opened).toHaveProperty("reason", expect.stringMatching(/./));
  });
});

describe("a GPU that is lost", () => {
  test("before its first work: the CPU's very numbers, and one line", async () => {
    const told: string[] = [];
    const device = await deviceThatDies();
    const engine = gpuEngine(device, (reason) => told.push(reason));
    device.close();
    expect(await engine.fft2c(data, 8, 12)).toEqual(await cpuEngine.fft2c(data, 8, 12));
    expect(await engine.ifft2c(data, 8, 12)).toEqual(await cpuEngine.ifft2c(data, 8, 12));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^GPU .*: Expected .*: the CPU goes on$/);
  });

  test("in the middle of several works: all come back from the CPU", async () => {
    const told: string[] = [];
    const device = await deviceThatDies();
    const engine = gpuEngine(device, (reason) => told.push(reason));
    const waiting = [engine.fft2c(data, 8, 12), engine.fft2c(data, 12, 8), engine.ifft2c(data, 8, 12)];
    device.close();
    expect(await Promise.all(waiting)).toEqual([
      await cpuEngine.fft2c(data, 8, 12),
      await cpuEngine.fft2c(data, 12, 8),
      await cpuEngine.ifft2c(data, 8, 12),
    ]);
    expect(told).toHaveLength(1);
  });

  test("an array beyond what it can bind goes to the CPU", async () => {
    const told: string[] = [];
    const device = await deviceThatDies();
    const engine = gpuEngine(
      Object.assign(device, { limits: { ...device.limits, maxStorageBufferBindingSize: 256, maxBufferSize: 256 } }),
      (reason) => told.push(reason),
    );
    expect(await engine.fft2c(data, 8, 12)).toEqual(await cpuEngine.fft2c(data, 8, 12));
    expect(told[0]).toMatch(/Expected at most 256 bytes in one array, got 768/);
    engine.close();
  });

  test("a defect of the caller's stays one", async () => {
    const engine = gpuEngine(await deviceThatDies(), () => {});
    await expect(engine.fft2c(data, 8, 13)).rejects.toThrow(RangeError);
    engine.close();
  });
});
