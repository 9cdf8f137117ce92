import { describe, expect, it } from "vitest";
import { fatSuppressed } from "../../../../generators/mri/acquisition/fat-suppression.ts";

describe("fat suppression", () => {
  it.each([
    { ScanOptions: "FS" },
    { ScanOptions: "PFP\\FS" },
    { ScanOptions: "FS\\SP" },
    { ScanOptions: "FAT_SAT" },
    { ScanOptions: "FATSAT_GEMS" },
    { ScanOptions: "OTHER\\SPIR" },
    { ScanOptions: "SPAIR" },
    { ScanOptions: "SP\\WE" },
    { SequenceVariant: "SK\\STIR" },
    { SpectrallySelectedSuppression: "FAT" },
    { SpectrallySelectedSuppression: "FAT_AND_WATER" },
    { ScanningSequence: "SE\\IR", InversionTime: 160 },
    { ScanningSequence: "IR", InversionTime: 220 },
    { InversionRecovery: "YES", InversionTimes: [165] },
  ])("is said by %o", (scanner) => {
    expect(fatSuppressed(scanner)).toBe(true);
  });

  it.each([
    {},
    { ScanOptions: "SP" },
    { ScanOptions: "FAST_GEMS\\ACC_GEMS" },
    { ScanOptions: "PFF\\SAT1" },
    { SpectrallySelectedSuppression: "WATER" },
    { SpectrallySelectedSuppression: "NONE" },
    { ScanningSequence: "IR", InversionTime: 2500 },
    { ScanningSequence: "SE", InversionTime: 160 },
    { ScanningSequence: "IR", InversionTime: 0 },
  ])("is not said by %o", (scanner) => {
    expect(fatSuppressed(scanner)).toBe(false);
  });
});
