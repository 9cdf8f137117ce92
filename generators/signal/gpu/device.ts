/**
 * A GPU's arrays and programs. Data goes up once, through a chain of operations, and comes down once.
 *
 * Operations are recorded and sent a few at a time. Buffers that are released serve again; programs are compiled
 * once, and parameters that come again are not sent again.
 * Whatever the GPU fails in (lost, out of memory, a refused buffer) comes out of `download` as a MedqError E_DEVICE.
 */
import { MedqError } from "../../../manifests/error.ts";
import type { AdapterRecord } from "./open.ts";

/** 32-bit words that stay on the device. */
export interface DeviceArray {
  readonly buffer: GPUBuffer;
  /** In words: two for a complex number. */
  readonly length: number;
}

/** A compute program: WGSL with one entry point, `main`. */
export interface Shader {
  readonly name: string;
  readonly code: string;
}

/** Bits of GPUBufferUsage (WebGPU, section 5.1.2). */
const MAP_READ = 0x1;
const COPY_SOURCE = 0x4;
const COPY_TARGET = 0x8;
const UNIFORM = 0x40;
const STORAGE = 0x80;

/** Most bytes of released buffers that wait to serve again. */
const MOST_POOLED = 1073741824;
const MOST_PARAMETERS = 512;
/** Operations that are sent together: the GPU works on some while the next ones are recorded. */
const MOST_RECORDED = 16;

export class GpuDevice {
  readonly adapter: AdapterRecord;
  readonly limits: GPUSupportedLimits;
  private readonly device: GPUDevice;
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly parameters = new Map<string, GPUBuffer>();
  private readonly constants = new Map<string, DeviceArray>();
  private readonly remembered = new Map<string, unknown>();
  private readonly pool = new Map<number, GPUBuffer[]>();
  private pooled = 0;
  private encoder: GPUCommandEncoder | undefined;
  private recorded = 0;
  private failure: MedqError | undefined;

  constructor(device: GPUDevice, adapter: AdapterRecord) {
    this.device = device;
    this.adapter = adapter;
    this.limits = device.limits;
    device.onuncapturederror = ({ error }) => this.fail(`Expected the GPU to do it, got ${error.message.split("\n", 1)[0]}`);
    void device.lost.then(({ message }) => this.fail(`Expected a GPU, got a lost one: ${message || "no reason given"}`));
  }

  private fail(problem: string): void {
    this.failure ??= new MedqError("E_DEVICE", problem, `GPU ${this.adapter.description}`, "Use --engine cpu.");
  }

  /** @throws MedqError E_DEVICE once the device has failed */
  check(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** @returns room for `length` words, of any content; @throws MedqError E_DEVICE when it is more than the device can bind */
  allocate(length: number): DeviceArray {
    const size = bucketOf(4 * length);
    const most = Math.min(this.limits.maxStorageBufferBindingSize, this.limits.maxBufferSize);
    if (4 * length > most) {
      const where = `GPU ${this.adapter.description}`;
      throw new MedqError("E_DEVICE", `Expected at most ${most} bytes in one array, got ${4 * length}`, where, "Use --engine cpu.");
    }
    const waiting = this.pool.get(size)?.pop();
    if (waiting !== undefined) this.pooled -= size;
    const buffer = waiting ?? this.device.createBuffer({ size: Math.min(size, most), usage: STORAGE | COPY_SOURCE | COPY_TARGET });
    return { buffer, length };
  }

  /** Gives an array's room back: it must not be used any more. */
  release(...arrays: readonly DeviceArray[]): void {
    for (const { buffer, length } of arrays) {
      const size = bucketOf(4 * length);
      if (this.pooled + size > MOST_POOLED) {
        this.submit();
        buffer.destroy();
      } else {
        this.pooled += size;
        const waiting = this.pool.get(size);
        if (waiting === undefined) this.pool.set(size, [buffer]);
        else waiting.push(buffer);
      }
    }
  }

  /** @returns the values on the device; doubles are rounded to f32 */
  upload(values: Float64Array | Float32Array | Uint32Array<ArrayBuffer>): DeviceArray {
    const array = this.allocate(values.length);
    // What is written reaches the buffer before operations that wait: those may still read its former content.
    this.submit();
    this.device.queue.writeBuffer(array.buffer, 0, values instanceof Uint32Array ? values : new Float32Array(values));
    return array;
  }

  /** @returns a table made once for each name, and never released */
  table(name: string, make: () => Float64Array | Uint32Array<ArrayBuffer>): DeviceArray {
    let array = this.constants.get(name);
    if (array === undefined) {
      array = this.upload(make());
      this.constants.set(name, array);
    }
    return array;
  }

  /**
   * Records one operation.
   *
   * @param arrays bound at 0, 1, 2 .. in group 0
   * @param parameters bound after them as a uniform: words, floats as their bits (see `f32`)
   * @param groupCount workgroups: a program gets them in rows of `groups.x`, see SPREAD
   */
  run(shader: Shader, arrays: readonly DeviceArray[], parameters: readonly number[], groupCount: number): void {
    this.check();
    const pipeline = this.pipeline(shader);
    const most = this.limits.maxComputeWorkgroupsPerDimension;
    const height = Math.ceil(groupCount / most);
    this.encoder ??= this.device.createCommandEncoder();
    const pass = this.encoder.beginComputePass();
    pass.setPipeline(pipeline);
    const buffers = [...arrays.map(({ buffer, length }) => ({ buffer, size: 4 * length })), { buffer: this.uniform(parameters) }];
    pass.setBindGroup(
      0,
      this.device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: buffers.map((resource, binding) => ({ binding, resource })),
      }),
    );
    pass.dispatchWorkgroups(Math.ceil(groupCount / height), height);
    pass.end();
    if (++this.recorded >= MOST_RECORDED) this.submit();
  }

  /** @returns what was made under that name the first time: plans and programs that depend on the device's limits */
  remember<Value>(name: string, make: () => Value): Value {
    const known = this.remembered.get(name) as Value | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.remembered.set(name, made);
    return made;
  }

  private pipeline({ name, code }: Shader): GPUComputePipeline {
    let pipeline = this.pipelines.get(name);
    if (pipeline === undefined) {
      const module = this.device.createShaderModule({ code, label: name });
      pipeline = this.device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "main" }, label: name });
      this.pipelines.set(name, pipeline);
    }
    return pipeline;
  }

  private uniform(parameters: readonly number[]): GPUBuffer {
    const name = parameters.join();
    let buffer = this.parameters.get(name);
    if (buffer === undefined) {
      if (this.parameters.size >= MOST_PARAMETERS) {
        this.submit();
        for (const old of this.parameters.values()) old.destroy();
        this.parameters.clear();
      }
      buffer = this.device.createBuffer({ size: 16 * Math.ceil(parameters.length / 4), usage: UNIFORM | COPY_TARGET });
      this.device.queue.writeBuffer(buffer, 0, Uint32Array.from(parameters));
      this.parameters.set(name, buffer);
    }
    return buffer;
  }

  private submit(): void {
    if (this.encoder === undefined) return;
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = undefined;
    this.recorded = 0;
  }

  /** Waits until everything recorded is done. @throws MedqError E_DEVICE */
  async finish(): Promise<void> {
    this.check();
    this.submit();
    await this.device.queue.onSubmittedWorkDone();
    this.check();
  }

  /** @returns the words of an array, after everything recorded; @throws MedqError E_DEVICE */
  async download(array: DeviceArray): Promise<ArrayBuffer> {
    this.check();
    const size = 4 * array.length;
    const landing = this.device.createBuffer({ size, usage: MAP_READ | COPY_TARGET });
    this.encoder ??= this.device.createCommandEncoder();
    this.encoder.copyBufferToBuffer(array.buffer, 0, landing, 0, size);
    this.submit();
    try {
      await landing.mapAsync(1);
    } catch (error) {
      this.fail(`Expected data from the GPU, got ${(error as Error).message.split("\n", 1)[0]}`);
    }
    this.check();
    const words = landing.getMappedRange().slice(0);
    landing.destroy();
    return words;
  }

  /** Compiles a program. @returns what the compiler says against it, nothing for a good one */
  async validate({ name, code }: Shader): Promise<readonly string[]> {
    this.device.pushErrorScope("validation");
    const module = this.device.createShaderModule({ code, label: name });
    this.device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "main" } });
    const error = await this.device.popErrorScope();
    const { messages } = await module.getCompilationInfo();
    const told = messages.filter(({ type }) => type === "error").map(({ lineNum, message }) => `${name}:${lineNum}: ${message}`);
    return told.length === 0 && error !== null ? [`${name}: ${error.message}`] : told;
  }

  /** Gives the device up; whatever still waits for it fails. */
  close(): void {
    this.device.destroy();
  }
}

/** Buffers come in sizes that fit again: powers of two, above 1 MiB whole MiB. */
function bucketOf(bytes: number): number {
  const mebibyte = 1048576;
  if (bytes > mebibyte) return mebibyte * Math.ceil(bytes / mebibyte);
  let size = 256;
  while (size < bytes) size *= 2;
  return size;
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** @returns the bits of a number rounded to f32, for `run`'s parameters */
export function f32(value: number): number {
  single[0] = value;
  return bits[0];
}

/** For a program's `main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, ..)`: which workgroup of all this is. */
export const SPREAD = "let groupIndex = group.x + group.y * groups.x;";
