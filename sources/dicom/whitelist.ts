/**
 * The attributes that may leave a DICOM file, by tag: keyword and how the value is written.
 *
 * All of them describe the acquisition; none is marked for removal or replacement in DICOM PS3.15 table E.1-1 or holds free text.
 */
export type Kind = "strings" | "shorts" | "doubles" | "terms" | "anatomy" | "vendor";

const BY_KIND: Readonly<Record<Kind, string>> = {
  strings: `x00180050 SliceThickness, x00180060 KVP, x00180080 RepetitionTime, x00180081 EchoTime, x00180082 InversionTime,
    x00180083 NumberOfAverages, x00180084 ImagingFrequency, x00180086 EchoNumbers, x00180087 MagneticFieldStrength,
    x00180088 SpacingBetweenSlices, x00180089 NumberOfPhaseEncodingSteps, x00180090 DataCollectionDiameter, x00180091 EchoTrainLength,
    x00180093 PercentSampling, x00180094 PercentPhaseFieldOfView, x00180095 PixelBandwidth, x00181100 ReconstructionDiameter,
    x00181110 DistanceSourceToDetector, x00181111 DistanceSourceToPatient, x00181120 GantryDetectorTilt, x00181150 ExposureTime,
    x00181151 XRayTubeCurrent, x00181152 Exposure, x00181190 FocalSpots, x00181314 FlipAngle, x00200037 ImageOrientationPatient,
    x00280030 PixelSpacing, x00282112 LossyImageCompressionRatio`,
  shorts: "x00181310 AcquisitionMatrix",
  doubles: `x00189079 InversionTimes, x00189082 EffectiveEchoTime, x00189306 SingleCollimationWidth, x00189307 TotalCollimationWidth, x00189311 SpiralPitchFactor,
    x00189345 CTDIvol`,
  terms: `x00080008 ImageType, x00080060 Modality, x00081090 ManufacturerModelName, x00180020 ScanningSequence,
    x00180021 SequenceVariant, x00180022 ScanOptions, x00180023 MRAcquisitionType, x00180085 ImagedNucleus, x00181210 ConvolutionKernel,
    x00181312 InPlanePhaseEncodingDirection, x00185101 ViewPosition, x00189009 InversionRecovery, x00189025 SpectrallySelectedSuppression,
    x00280301 BurnedInAnnotation, x00281054 RescaleType, x00282110 LossyImageCompression, x00282114 LossyImageCompressionMethod`,
  anatomy: "x00180015 BodyPartExamined",
  vendor: "x00080070 Manufacturer",
};

export interface Allowed {
  readonly tag: string;
  readonly keyword: string;
  readonly kind: Kind;
}

export const WHITELIST: readonly Allowed[] = Object.entries(BY_KIND).flatMap(([kind, list]) =>
  list.split(",").map((entry) => {
    const [tag, keyword] = entry.trim().split(" ");
    return { tag, keyword, kind: kind as Kind };
  }),
);

/** Makers as they are named here, by the word that their scanners' many spellings share. */
export const MAKERS: readonly (readonly [word: RegExp, name: string])[] = [
  [/^GE\b/i, "GE"],
  [/\bSIEMENS\b/i, "SIEMENS"],
  [/\bPHILIPS\b/i, "PHILIPS"],
  [/\bCANON\b/i, "CANON"],
  [/\bTOSHIBA\b/i, "TOSHIBA"],
  [/\bHITACHI\b/i, "HITACHI"],
  [/\bFUJIFILM\b/i, "FUJIFILM"],
  [/\bPICKER\b/i, "PICKER"],
  [/\bELSCINT\b/i, "ELSCINT"],
  [/\bBRUKER\b/i, "BRUKER"],
  [/\bUIH\b|\bUNITED IMAGING\b/i, "UNITED IMAGING"],
  [/\bNEUSOFT\b/i, "NEUSOFT"],
  [/\bOLYMPUS\b/i, "OLYMPUS"],
  [/\bAPERIO\b|\bLEICA\b/i, "LEICA"],
  [/\bHAMAMATSU\b/i, "HAMAMATSU"],
  [/\b(CARL )?ZEISS\b/i, "ZEISS"],
  [/\bTOPCON\b/i, "TOPCON"],
];
