/**
 * Finds a GPU: WebGPU by Dawn (npm `webgpu`), on Vulkan, Metal or Direct3D 12.
 *
 * To have none is ordinary and no error: the answer then says in one line why. Limits are raised to whatever the adapter can.
 *
 * Source: W3C, WebGPU, sections 3.6 (limits) and 4.3 (adapters).
 */
import { GpuDevice } from "./device.ts";

/** What the operating system calls the GPU. */
export interface AdapterRecord {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Emulated on the CPU: right, and slow. */
  readonly software: boolean;
}

export type Opened = { readonly device: GpuDevice } | { readonly device?: undefined; readonly reason: string };

/** Dawn aborts the process if what create() gave is collected while a device lives: the global object holds it. */
const kept = globalThis as { medqWebGpu?: Map<string, GPU> };

/** Every program here writes workgroup memory before it reads it: clearing it first would only cost time. */
const FEATURES = ["disable_workgroup_init"];

/** Which of Dawn's backends and switches. */
export interface OpenOptions {
  /** "null" checks programs and computes nothing; left out: whatever there is. */
  readonly backend?: string;
  /** Dawn's toggles to turn on besides. */
  readonly features?: readonly string[];
}

async function webGpu({ backend, features = [] }: OpenOptions): Promise<GPU> {
  const { create } = await import("webgpu");
  kept.medqWebGpu ??= new Map();
  const options = [`enable-dawn-features=${[...FEATURES, ...features].join()}`, ...(backend === undefined ? [] : [`backend=${backend}`])];
  const name = options.join(" ");
  const gpu = kept.medqWebGpu.get(name) ?? create(options);
  kept.medqWebGpu.set(name, gpu);
  return gpu;
}

/** Opens the fastest adapter. @returns the device, or why there is none */
export async function openDevice(options: OpenOptions = {}): Promise<Opened> {
  let gpu: GPU;
  try {
    gpu = await webGpu(options);
  } catch (error) {
    return { reason: `the optional package webgpu does not load: ${firstLine(error)}` };
  }
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter === null) return { reason: "no Vulkan, Metal or Direct3D 12 adapter" };
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const limits = adapter.limits;
    const device = await adapter.requestDevice({
      requiredLimits: {
        maxBufferSize: limits.maxBufferSize,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      },
    });
    return { device: new GpuDevice(device, { vendor, architecture, description, software: isFallbackAdapter === true }) };
  } catch (error) {
    return { reason: `no device: ${firstLine(error)}` };
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];
