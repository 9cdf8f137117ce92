/** Heals a damaged store in the run that finds the damage. */
import { MedqError } from "../manifests/error.ts";
import type { Context } from "./context.ts";

/**
 * Runs it; where an entry of the store proves damaged, runs it again, and reads every entry through before it is believed:
 * what is damaged is made again. A store that is whole is never read through.
 * @throws whatever the run does
 */
export async function healing<Result>({ store, report }: Pick<Context, "store" | "report">, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof MedqError) || error.code !== "E_CORRUPT" || store.thorough) throw error;
    report.watcher.note(`${error.where}: damaged. The whole store is checked, and what is damaged is made again.`);
    store.thorough = true;
    report.restart();
    return run();
  }
}
