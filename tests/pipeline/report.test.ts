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

  it("counts anew when it begins again, takes what is found then for what was made before, and says nothing twice", () => {
    const notes: string[] = [];
    const report = new Report({ progress() {}, note: (message) => notes.push(message) });
    const refusal = new MedqError("E_FORMAT", "Expected an image, got none", "a.png", "Fetch it again.");
    const pass = (made: number, found: number) => {
      report.made += made;
      report.found += found;
      expect(report.meet("key", "a.png")).toBeUndefined();
      expect(report.meet("key", "b.png")).toBe("a.png");
      report.refuse("ingest", refusal);
      report.refuse("ingest", refusal);
    };
    pass(3, 2);
    report.restart();
    pass(1, 5);
    expect(report).toMatchObject({ made: 4, found: 2 });
    expect(report.dropCounts()).toEqual({ "ingest/E_FORMAT": 2 });
    // One line a file, however many of its planes are refused.
    expect([...report.refusals].map((line) => JSON.parse(line))).toEqual([
      { stage: "ingest", file: "a.png", code: "E_FORMAT", problem: "Expected an image, got none", advice: "Fetch it again." },
    ]);
    expect(notes).toHaveLength(1);
  });
});
