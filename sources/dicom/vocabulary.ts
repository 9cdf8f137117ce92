/**
 * The words that may leave a DICOM file, by attribute: the standard's defined terms, and makers' own where those are known.
 *
 * Sources: DICOM PS3.3 sections C.7.6.1.1.2, C.7.6.1.1.5, C.8.3.1, C.8.7.1.1.1, C.8.13.4, C.8.15.2, C.8.16.1, C.8.31, C.11.1.1.2; the makers'
 * conformance statements.
 */
import { MODALITIES } from "./sop-class.ts";

export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  /** Words of a known build, as they stand. */
  readonly pattern?: RegExp;
  /** A value is several words, and all must be known. */
  readonly phrase?: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const values = (list: string): ReadonlySet<string> => new Set(list.split(",").map((value) => value.trim()));

const IMAGE_TYPES = `ORIGINAL DERIVED MIXED PRIMARY SECONDARY
  AXIAL LOCALIZER MPR REFORMATTED AVERAGE VOLUME SPIRAL HELICAL CARDIAC CARDIAC_GATED CARDIAC_CASCORE CARDRESP_GATED REST STRESS ANGIO ANGIO_TIME
  FLUOROSCOPY ATTENUATION CINE DIFFUSION FLOW_ENCODED FLUID_ATTENUATED FMRI MULTIECHO PARALLEL PERFUSION PROTON_DENSITY REALTIME STIR T1 T2
  T2_STAR TAGGING TOF MOTION M_MODE UNKNOWN NONE OTHER RESAMPLED FILTERED MEAN ADDITION MASKED VMI MAT_REMOVED MAT_MODIFIED
  M ND NORM DIS2D DIS3D FIL SE FFE TSE IR TFE EPI MAGNITUDE M_SE M_FFE M_IR M_TFE M_PCA MOSAIC MOCO MFSPLIT TRACEW DIXON W F IN OPP IN_PHASE
  OPP_PHASE OUT_PHASE WATER FAT SWI COMPOSED CSAPARALLEL COLOR SINGLE BIPLANE MONOPLANE NORMAL`;

/** By keyword. */
export const VOCABULARY: Readonly<Record<string, Vocabulary>> = {
  ImageType: {
    words: new Set([...words(IMAGE_TYPES), ...values("SINGLE PLANE, CSA MPR, CT_SOM5 SPI, CT_SOM5 SEQ, CT_SOM7 SPI, CT_SOM7 SEQ")]),
  },
  Modality: { words: MODALITIES },
  ScanningSequence: { words: words("SE IR GR EP RM") },
  SequenceVariant: { words: words("SK MTC SS TRSS SP MP OSP TOF NONE OTHER") },
  ScanOptions: {
    words: new Set([
      ...words(`PER RG CG PPG FC PFF PFP SP FS FAT_SAT FATSAT SPIR SPAIR STIR WE MT IR CT GT DB SAT1 SAT2 SAT3 SAT4 NONE AXIAL HELICAL SPIRAL CINE HELICAL_CT AXIAL_CT NORMAL_CT
        DYNAMIC_CT NONDYNAMIC_CT ACC_GEMS ARC_GEMS ASSET_GEMS CL_GEMS DRG_GEMS EDR_GEMS EPI_GEMS FAST_GEMS FC_FREQ_AX_GEMS FC_SLICE_AX_GEMS
        FC_VAR_ASSET_GEMS FILTERED_GEMS FLTR_GEMS FMRI_GEMS FR_GEMS FSA_GEMS FSI_GEMS FSL_GEMS FSP_GEMS FSR_GEMS FSS_GEMS GRAPH_GEMS IFLOW_GEMS
        IR_GEMS MP_GEMS NPW_GEMS PFF_GEMS PROP_GEMS RAMP_IS_GEMS RTR_GEMS SAT_GEMS SEQ_GEMS SFS_GEMS SS_GEMS SSRF_GEMS TAILOR_GEMS TRF_GEMS
        VASCTOF_GEMS VB_GEMS XRR_GEMS ZIP2_GEMS ZIP4_GEMS ZIP512_GEMS ZIP1024_GEMS`),
      ...values("HELICAL MODE, AXIAL MODE, CINE MODE, SCOUT MODE, CARDIAC HELICAL, CARDIAC AXIAL"),
    ]),
  },
  MRAcquisitionType: { words: words("1D 2D 3D") },
  ImagedNucleus: { words: words("H 1H 2H 3HE 7LI 13C 17O 19F 23NA 31P 39K 129XE") },
  ConvolutionKernel: {
    words: words(`STANDARD STND SOFT LUNG BONE DETAIL EDGE BONEPLUS CHEST ULTRA BRAIN BODY SMOOTH SHARP
      A B C D E F L EA EB EC UA UB UC XCA XCB XCC YA YB YC YD 1 2 3 4 5`),
    // Siemens: B30f, H31s, Br40d. Canon and Toshiba: FC08, FL04.
    pattern: /^([ABDHIQSTU][flnprv]?\d\d[a-z]?|F[CL]\d\d)$/,
  },
  InPlanePhaseEncodingDirection: { words: words("ROW COL COLUMN OTHER") },
  InversionRecovery: { words: words("YES NO") },
  SpectrallySelectedSuppression: { words: words("FAT WATER FAT_AND_WATER SILICON_GEL NONE MIXED") },
  ViewPosition: { words: words("AP PA LL RL RLD LLD RLO LLO ML MLO LM LMO CC FB SIO ISO XCC XCCL XCCM LAT") },
  BurnedInAnnotation: { words: words("YES NO") },
  RescaleType: { words: words("OD HU US MGML Z_EFF ED EDW HU_MOD PCT") },
  LossyImageCompression: { words: words("00 01") },
  LossyImageCompressionMethod: {
    words: words("ISO_10918_1 ISO_14495_1 ISO_15444_1 ISO_15444_2 ISO_15444_15 ISO_18181_1 ISO_13818_2 ISO_14496_10 ISO_23008_2"),
  },
  // Names of model lines and their variants; a serial or a room is none.
  ManufacturerModelName: {
    phrase: true,
    words:
      words(`SIGNA GENESIS EXCITE HDX HDXT HDE ARTIST PIONEER PREMIER ARCHITECT VOYAGER EXPLORER DISCOVERY OPTIMA BRIVO MR360 MR450 MR450W MR750
      MR750W REVOLUTION EVO HD CT750 APEX LIGHTSPEED BRIGHTSPEED HISPEED PROSPEED CT I VCT ULTRA PLUS PRO ELITE QX
      MAGNETOM SYMPHONY SONATA TRIO TRIOTIM TIM SYMPHONYTIM AVANTO ESPREE VERIO SKYRA AERA PRISMA FIT VIDA SOLA LUMINA ALTEA TERRA ESSENZA AMIRA
      BIOGRAPH MMR MCT SOMATOM SENSATION EMOTION DEFINITION FORCE DRIVE EDGE FLASH AS PERSPECTIVE SCOPE SPIRIT CONFIDENCE NAEOTOM ALPHA GO UP NOW
      TOP VOLUME ZOOM ACHIEVA INGENIA INTERA ELITION AMBITION PANORAMA GYROSCAN MULTIVA PRODIVA DSTREAM NOVA X S R T5 BRILLIANCE INGENUITY IQON
      ICT MX8000 IDT INCISIVE SPECTRAL BIG BORE AQUILION ONE PRIME LB CX RXL LIGHTNING ASTEION ACTIVION VANTAGE TITAN GALAN ORIAN ELAN EXCELART
      MRT50H1 SUPRIA SCENARIA ECLOS ECHELON OASIS AIRIS APERTO UMR UCT NEUVIZ MR MRI 1 3 0T 1T 3T 5T 7T 16 32 40 64 80 128 160 256 320`),
  },
};

/** @returns the word as it may leave, in capitals unless it is one of a known build; undefined where it is unknown */
export function known({ words: terms, pattern, phrase }: Vocabulary, value: string): string | undefined {
  const capitals = value.toUpperCase();
  if (terms.has(capitals)) return capitals;
  if (pattern?.test(value)) return value;
  const parts = capitals.split(/[^A-Z0-9]+/).filter((part) => part !== "");
  return phrase === true && parts.length > 0 && parts.every((part) => terms.has(part)) ? capitals : undefined;
}
