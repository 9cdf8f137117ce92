/** Shows a run: a bar with an estimate on a terminal, JSON lines on standard error elsewhere. */
import { MultiBar, type SingleBar } from "cli-progress";
import type { Watcher } from "./report.ts";

/** Elsewhere than on a terminal, at most one line in so many milliseconds. */
const LINE_INTERVAL = 2000;

export interface ProgressWatcher extends Watcher {
  /** Ends the bars, so that what is printed next stands below them. */
  close(): void;
}

export function watchProgress(): ProgressWatcher {
  return process.stderr.isTTY ? onTerminal() : asLines();
}

function onTerminal(): ProgressWatcher {
  const bars = new MultiBar({ format: "{stage} |{bar}| {value}/{total}  {eta_formatted} left", hideCursor: true, clearOnComplete: false });
  const byStage = new Map<string, SingleBar>();
  return {
    progress(stage, done, total) {
      let bar = byStage.get(stage);
      if (bar === undefined) {
        bar = bars.create(total ?? done, 0, { stage: stage.padEnd(8) });
        byStage.set(stage, bar);
      }
      if (total !== undefined) bar.setTotal(total);
      bar.update(done);
    },
    note(message) {
      bars.log(`${message}\n`);
    },
    close() {
      bars.stop();
    },
  };
}

function asLines(): ProgressWatcher {
  const started = Date.now();
  let last = 0;
  const line = (content: object) => process.stderr.write(`${JSON.stringify(content)}\n`);
  return {
    progress(stage, done, total) {
      const now = Date.now();
      if (now - last < LINE_INTERVAL && done !== total) return;
      last = now;
      const left = total === undefined || done === 0 ? undefined : Math.round((((now - started) / done) * (total - done)) / 1000);
      line({ stage, done, total, secondsLeft: left });
    },
    note(message) {
      line({ note: message });
    },
    close() {},
  };
}
