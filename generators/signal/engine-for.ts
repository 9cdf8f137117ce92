/** Chooses an engine by name, and says in one line why where it is not the one that was asked for. */
import { cpuEngine, type Engine } from "./engine.ts";
import { gpuEngine } from "./gpu/engine.ts";
import { type Opened, openDevice } from "./gpu/open.ts";

export const ENGINES = ["cpu", "gpu", "auto"] as const;
export type EngineName = (typeof ENGINES)[number];

export interface Chosen {
  readonly engine: Engine;
  /** Why it is the CPU although something else was allowed. */
  readonly reason?: string;
}

export interface EngineOptions {
  /** Told, once, why a GPU's work went to the CPU in the middle. */
  readonly onFallback?: (reason: string) => void;
  readonly open?: () => Promise<Opened>;
}

/** @param name "auto": the GPU where there is a real one; "gpu": an emulated one will do, too */
export async function engineFor(name: EngineName, { onFallback = () => {}, open = openDevice }: EngineOptions = {}): Promise<Chosen> {
  if (name === "cpu") return { engine: cpuEngine };
  const opened = await open();
  if (opened.device === undefined) return { engine: cpuEngine, reason: `${opened.reason}: the CPU does it` };
  const { adapter } = opened.device;
  if (name === "auto" && adapter.software) {
    opened.device.close();
    return { engine: cpuEngine, reason: `${adapter.description} only emulates a GPU: the CPU does it` };
  }
  return { engine: gpuEngine(opened.device, onFallback) };
}
