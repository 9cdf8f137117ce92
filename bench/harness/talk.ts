/** The asking end of serve.ts and serve.py: a child process that answers one JSON line with another. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What one turn of a case took. */
export interface Turn {
  /** Each run's wall time [s]. */
  readonly seconds: readonly number[];
  /** Processor time of all threads over the turn [s]. */
  readonly cpu: number;
}

/** One thread for every library that would take more. */
const ONE_THREAD = Object.fromEntries(["OMP", "MKL", "OPENBLAS", "NUMEXPR", "NUMBA"].map((library) => [`${library}_NUM_THREADS`, "1"]));

export class Server {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private complaints = "";

  constructor(program: string, args: readonly string[]) {
    this.child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...ONE_THREAD } });
    this.child.stderr!.on("data", (text) => {
      this.complaints = `${this.complaints}${text}`.slice(-2000);
    });
    this.lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  /** A fresh process of ours. */
  static ours(): Server {
    return new Server(process.execPath, ["--import", "tsx", fileURLToPath(new URL("./serve.ts", import.meta.url))]);
  }

  static python(interpreter: string): Server {
    return new Server(interpreter, ["-B", "-u", fileURLToPath(new URL("../peers/serve.py", import.meta.url))]);
  }

  /** @throws Error with what the other side says went wrong */
  async ask<Reply = object>(request: object): Promise<Reply> {
    this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`A server ended before its answer:\n${this.complaints}`);
    const reply = JSON.parse(value);
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }

  /** Runs the loaded case for at least so many seconds, at least once. */
  turn(least: number): Promise<Turn> {
    return this.ask({ do: "run", least });
  }

  close(): void {
    this.child.kill();
  }
}
