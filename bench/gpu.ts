/**
 * `node --import tsx bench/gpu.ts`: a GPU's Fourier transforms with the data on the device.
 *
 * Prints the adapter; for each batch of images the time of a pair (forward and inverse, 2-D, complex f32), the traffic that four
 * passes over the data amount to, and the greatest relative error against the CPU in f64. Where a python3 with torch and a GPU is at
 * hand, torch.fft does the same pairs beside it (bench/peers/torch_fft.py).
 *
 * --feature <toggle> turns one of Dawn's toggles on, such as disable_robustness.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fft2c as reference } from "../generators/signal/fft.ts";
import type { GpuDevice } from "../generators/signal/gpu/device.ts";
import { fft2c, ifft2c } from "../generators/signal/gpu/fft.ts";
import { openDevice } from "../generators/signal/gpu/open.ts";
import { randomSource } from "../generators/signal/random.ts";

/** Batch x rows x columns. */
const SHAPES = [
  [256, 512, 512],
  [256, 320, 320],
  [128, 640, 368],
  [128, 331, 367],
  [32, 1024, 1024],
] as const;
const PAIRS = 20;
const TURNS = 7;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** @returns the median time of a pair [s] */
async function pairTime(device: GpuDevice, [batch, rows, columns]: readonly [number, number, number]): Promise<number> {
  const image = randomSource({ seed: "1", image: "noise", operation: "bench", stage: "gpu" })
    .stream("image")
    .fillNormal(new Float64Array(2 * rows * columns));
  const all = new Float32Array(image.length * batch);
  for (let index = 0; index < batch; index++) all.set(image, index * image.length);
  const data = device.upload(all);
  const pairs = async (count: number): Promise<number> => {
    const begin = process.hrtime.bigint();
    for (let pair = 0; pair < count; pair++) {
      fft2c(device, data, rows, columns, batch);
      ifft2c(device, data, rows, columns, batch);
    }
    await device.finish();
    return Number(process.hrtime.bigint() - begin) / 1e9 / count;
  };
  await pairs(2);
  const times: number[] = [];
  const count = device.adapter.software ? 1 : PAIRS;
  for (let turn = 0; turn < (device.adapter.software ? 1 : TURNS); turn++) times.push(await pairs(count));
  device.release(data);
  return times.sort((a, b) => a - b)[times.length >> 1];
}

/** @returns the greatest error of one transformed image over its root mean square */
async function error(device: GpuDevice, rows: number, columns: number): Promise<number> {
  const image = randomSource({ seed: "2", image: "noise", operation: "bench", stage: "gpu" })
    .stream("image")
    .fillNormal(new Float64Array(2 * rows * columns));
  const array = device.upload(image);
  fft2c(device, array, rows, columns);
  const got = new Float32Array(await device.download(array));
  device.release(array);
  const expected = reference(image.slice(), rows, columns);
  let worst = 0;
  let energy = 0;
  expected.forEach((value, at) => {
    worst = Math.max(worst, Math.abs(got[at] - value));
    energy += value * value;
  });
  return worst / Math.sqrt(energy / expected.length);
}

const { values } = parseArgs({ options: { feature: { type: "string", multiple: true, default: [] } } });
const opened = await openDevice({ features: values.feature });
if (opened.device === undefined) {
  print(`No GPU: ${opened.reason}.`);
} else {
  const { device } = opened;
  const { vendor, architecture, description, software } = device.adapter;
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxStorageBufferBindingSize } = device.limits;
  print(`adapter: ${vendor} ${architecture}, ${description}${software ? " (emulated: one pair of one image each)" : ""}`);
  print(
    `workgroup memory ${maxComputeWorkgroupStorageSize} B, ${maxComputeInvocationsPerWorkgroup} threads, arrays to ${maxStorageBufferBindingSize} B`,
  );
  for (const [batch, rows, columns] of SHAPES) {
    const images = software ? 1 : batch;
    const seconds = await pairTime(device, [images, rows, columns]);
    const traffic = (2 * 4 * 8 * images * rows * columns) / seconds / 1e9;
    const worst = await error(device, rows, columns);
    print(
      `${images} x (${rows}x${columns})  pair ${(1e3 * seconds).toFixed(3)} ms  ${traffic.toFixed(0)} GB/s  max relative error ${worst.toExponential(2)}`,
    );
  }
  device.close();
  const python = spawnSync("python3", [fileURLToPath(new URL("peers/torch_fft.py", import.meta.url)), JSON.stringify(SHAPES)], {
    encoding: "utf8",
  });
  print(python.status === 0 ? python.stdout.trimEnd() : "torch.fft: no python3 with torch and a GPU here.");
}
