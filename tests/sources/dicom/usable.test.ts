import { describe, expect, it } from "vitest";
import { parseDataSet } from "../../../sources/dicom/data-set.ts";
import { readPixelHeader } from "../../../sources/dicom/header.ts";
import { modalityOf } from "../../../sources/dicom/sop-class.ts";
import { unusableFrames } from "../../../sources/dicom/usable.ts";
import { ctElements, type Element, writeDicom } from "./write.ts";

/** @returns the numbers of the refused frames */
function refused(overrides: readonly Element[], without: readonly string[] = []): number[] {
  const elements = ctElements(overrides).filter(({ tag }) => !without.includes(tag));
  const { dataSet } = parseDataSet(writeDicom(elements), "test");
  return [...unusableFrames(dataSet, modalityOf(dataSet, "test"), readPixelHeader(dataSet, "test"), "test").keys()];
}
const unsupported = (overrides: readonly Element[]) =>
  expect(() => refused(overrides)).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED" }));

const of = (modality: string): Element => ({ tag: "00080060", vr: "CS", value: modality });
const type = (value: string): Element => ({ tag: "00080008", vr: "CS", value });
const says = (tag: string, value: string): Element => ({ tag, vr: "CS", value });
const rgb: Element[] = [
  { tag: "00280002", vr: "US", value: 3 },
  { tag: "00280004", vr: "CS", value: "RGB" },
];

describe("pages, labels and overviews", () => {
  it.each([
    "DERIVED\\SECONDARY\\SCREEN SAVE",
    "DERIVED\\SECONDARY\\OTHER\\SCREEN_SAVE",
    "DERIVED\\SECONDARY\\SCREENSHOT",
    "DERIVED\\SECONDARY\\CAPTURE",
    "ORIGINAL\\SECONDARY\\DOSE_INFO",
    "DERIVED\\SECONDARY\\DOSE REPORT",
    "DERIVED\\SECONDARY\\OTHER\\CT_SOM5 PROT",
    "DERIVED\\SECONDARY\\PROTOCOL",
    "DERIVED\\SECONDARY\\OTHER\\CSA RESULT",
  ])("%s is refused whatever its modality", (value) => {
    for (const modality of ["CT", "MR", "ES", "OP", "SM", "OT"]) unsupported([of(modality), type(value)]);
  });

  it.each([
    ["a slide's label", [of("SM"), type("ORIGINAL\\PRIMARY\\LABEL\\NONE")]],
    ["a slide's overview", [of("SM"), type("DERIVED\\PRIMARY\\OVERVIEW\\NONE")]],
    ["a slide's thumbnail", [of("SM"), type("DERIVED\\PRIMARY\\THUMBNAIL\\RESAMPLED")]],
    ["an image that shows the label", [of("SM"), type("ORIGINAL\\PRIMARY\\VOLUME\\NONE"), says("00480010", "YES")]],
    ["burned-in annotations", [says("00280301", "YES")]],
    ["a scanned document", [of("OT"), says("00080064", "SD")]],
  ])("%s is refused", (_, elements) => unsupported(elements));

  it.each([
    ["a slide's level", [of("SM"), type("ORIGINAL\\PRIMARY\\VOLUME\\NONE"), says("00480010", "NO"), says("00280301", "NO")]],
    ["a derived photograph", [of("OP"), type("DERIVED\\PRIMARY")]],
    ["a frame that an endoscope's video grabber stored", [of("ES"), type("DERIVED\\SECONDARY"), says("00080064", "DV")]],
  ])("%s is taken", (_, elements) => expect(refused(elements)).toEqual([]));
});

describe("sections", () => {
  it.each([
    ["CT", "ORIGINAL\\PRIMARY\\LOCALIZER"],
    ["CT", "DERIVED\\SECONDARY\\REFORMATTED\\MIP"],
    ["CT", "DERIVED\\PRIMARY\\VOLUME\\MAX_IP"],
    ["CT", "DERIVED\\SECONDARY\\VRT"],
    ["CT", "DERIVED\\PRIMARY\\PERFUSION\\RELCBF"],
    ["CT", "DERIVED\\PRIMARY\\VOLUME\\MAT_SPECIFIC"],
    ["MR", "ORIGINAL\\PRIMARY\\P\\ND"],
    ["MR", "ORIGINAL\\PRIMARY\\M\\PHASE MAP"],
    ["MR", "ORIGINAL\\PRIMARY\\VELOCITY MAP\\P\\PCA"],
    ["MR", "ORIGINAL\\PRIMARY\\R_FFE\\R\\FFE"],
    ["MR", "ORIGINAL\\PRIMARY\\FIELD_MAP"],
    ["MR", "DERIVED\\PRIMARY\\B0 MAP\\B0\\FFE"],
    ["MR", "DERIVED\\PRIMARY\\DIFFUSION\\ADC\\ND\\NORM"],
    ["MR", "DERIVED\\PRIMARY\\DIFFUSION\\FA\\ND"],
    ["MR", "DERIVED\\PRIMARY\\PERFUSION\\TTP"],
    ["MR", "DERIVED\\PRIMARY\\PERFUSION\\CBF"],
    ["MR", "DERIVED\\PRIMARY\\M\\ND\\T1 MAP"],
    ["MR", "DERIVED\\PRIMARY\\DWI_ADC"],
    ["MR", "DERIVED\\SECONDARY\\T2_MAP_COLOR"],
    ["MR", "DERIVED\\PRIMARY\\M\\SUB\\ND"],
    ["MR", "DERIVED\\PRIMARY\\PROJECTION IMAGE\\MIP"],
  ])("%s %s is refused", (modality, value) => unsupported([of(modality), type(value)]));

  it.each([
    ["CT", "ORIGINAL\\PRIMARY\\AXIAL\\PHASE 70"],
    ["CT", "DERIVED\\SECONDARY\\MPR\\AVERAGE"],
    ["CT", "DERIVED\\PRIMARY\\AXIAL\\CT_SOM5 SPI"],
    ["MR", "ORIGINAL\\PRIMARY\\M\\ND\\NORM\\DIS2D"],
    ["MR", "ORIGINAL\\PRIMARY\\M_FFE\\M\\FFE"],
    ["MR", "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE"],
    ["MR", "DERIVED\\PRIMARY\\DIFFUSION\\TRACEW\\ND"],
    ["MR", "ORIGINAL\\PRIMARY\\T2_STAR\\NONE"],
    ["MR", "DERIVED\\PRIMARY\\DIXON\\OPP_PHASE"],
    ["MR", "DERIVED\\PRIMARY\\M\\IN_PHASE"],
    ["MR", "DERIVED\\SECONDARY\\OTHER"],
    // An MR localizer is a slice.
    ["MR", "ORIGINAL\\PRIMARY\\LOCALIZER"],
  ])("%s %s is taken", (modality, value) => expect(refused([of(modality), type(value)])).toEqual([]));

  it("a coloured one shows no measurement", () => {
    for (const modality of ["CT", "MR"]) unsupported([of(modality), ...rgb]);
    expect(refused([of("ES"), ...rgb])).toEqual([]);
  });

  it("a phase image by GE's own attribute is refused", () => {
    const vendor: Element = { tag: "00080070", vr: "LO", value: "GE MEDICAL SYSTEMS" };
    unsupported([of("MR"), vendor, { tag: "0043102f", vr: "SS", value: [1] }]);
    expect(refused([of("MR"), vendor, { tag: "0043102f", vr: "SS", value: [0] }])).toEqual([]);
  });
});

describe("enhanced objects, frame by frame", () => {
  const frames = (groups: readonly (readonly Element[])[], more: readonly Element[] = []): Element[] => [
    of("MR"),
    { tag: "00280008", vr: "IS", value: String(groups.length) },
    { tag: "52009230", vr: "SQ", value: groups.map((group) => [{ tag: "00189226", vr: "SQ", value: [group] } satisfies Element]) },
    ...more,
  ];
  const component = (value: string): Element => says("00089208", value);
  const kinds = ["MAGNITUDE", "PHASE", "MAGNITUDE", "REAL", "IMAGINARY"].map((kind) => [component(kind)]);

  it.each(["MAGNITUDE", "MIXED", "PHASE"])("what a frame says of itself wins over %s of them all", (top) => {
    expect(refused(frames(kinds, [component(top)]))).toEqual([1, 3, 4]);
  });

  it("a frame's own type, too", () => {
    const types = ["ORIGINAL\\PRIMARY\\T1\\NONE", "DERIVED\\PRIMARY\\DIFFUSION\\ADC", "ORIGINAL\\PRIMARY\\PHASE MAP\\NONE"];
    const groups = types.map((value) => [says("00089007", value)]);
    expect(refused(frames(groups, [type("MIXED\\PRIMARY\\T1\\MIXED")]))).toEqual([1, 2]);
    // The sum of all says an apparent diffusion coefficient; each frame speaks for itself.
    expect(refused(frames(groups, [type("DERIVED\\PRIMARY\\DIFFUSION\\ADC")]))).toEqual([1, 2]);
  });

  it("none that is usable: the file is refused; components that are not told apart: likewise", () => {
    unsupported(frames([[component("PHASE")], [component("REAL")]]));
    unsupported(frames([[], []], [component("MIXED")]));
    unsupported([of("MR"), component("PHASE")]);
  });

  it("frames of a CT localizer and projections are left out of an enhanced CT", () => {
    const group = (value: string, technique: string): Element[] => [
      { tag: "00189329", vr: "SQ", value: [[says("00089007", value), says("00089207", technique)]] },
    ];
    const groups = [group("ORIGINAL\\PRIMARY\\VOLUME\\NONE", "NONE"), group("ORIGINAL\\PRIMARY\\LOCALIZER\\NONE", "NONE")];
    const elements: Element[] = [
      { tag: "00280008", vr: "IS", value: "3" },
      { tag: "52009230", vr: "SQ", value: [...groups, group("DERIVED\\PRIMARY\\VOLUME\\NONE", "MAX_IP")] },
    ];
    expect(refused(elements)).toEqual([1, 2]);
  });
});
