import { describe, expect, it } from "vitest";
import { MedqError } from "../../manifests/error.ts";
import { Report } from "../../pipeline/report.ts";

const quiet = { progress() {}, note() {} };

describe("Report", () => {
  it("counts every drop under its stage and reason, and keeps a few examples", () => {
    const report = new Report(quiet);
    for (let i = 0; i < 5; i++)
      report.refuse("ingest", new MedqError("E_TRUNCATED", "Expected more, got less", `file ${i}`, "Fetch it again."));
    report.drop("ask", "tied severities", "not asked");
    expect(report.dropCounts()).toEqual({ "ask/tied severities": 1, "ingest/E_TRUNCATED": 5 });
    expect(report.drops.get("ingest/E_TRUNCATED")!.examples).toHaveLength(3);
    expect(report.failedInternally).toBe(false);
  });

  it("takes anything but a MedqError for a defect of our own", () => {
    const report = new Report(quiet);
    report.refuse("degrade", new TypeError("undefined is not a function"));
    expect(report.dropCounts()).toEqual({ "degrade/E_INTERNAL": 1 });
    expect(report.failedInternally).toBe(true);
  });
});
