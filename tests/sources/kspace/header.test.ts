import { describe, expect, test } from "vitest";
import { keptOf, parseHeader, spacingOf, statementsOf } from "../../../sources/kspace/header.ts";

const XML = `<?xml version="1.0"?><!-- <encoding> in a comment -->
<ismrmrd:ismrmrdHeader xmlns:ismrmrd="http://www.ismrm.org/ISMRMRD">
  <subjectInformation><patientName>DOE^JANE</patientName><patientWeight_kg>71</patientWeight_kg></subjectInformation>
  <acquisitionSystemInformation><systemVendor>DOE</systemVendor><systemFieldStrength_T>2.8936</systemFieldStrength_T><empty/></acquisitionSystemInformation>
  <experimentalConditions><H1resonanceFrequency_Hz>123255074</H1resonanceFrequency_Hz></experimentalConditions>
  <ismrmrd:encoding>
    <encodedSpace><matrixSize><x>640</x><y>372</y><z>1</z></matrixSize><fieldOfView_mm><x>280</x><y>162.75</y><z>4.5</z></fieldOfView_mm></encodedSpace>
    <reconSpace><matrixSize><x>320</x><y>320</y><z>1</z></matrixSize><fieldOfView_mm><x>140</x><y>140</y><z>4.5</z></fieldOfView_mm></reconSpace>
    <trajectory>cartesian</trajectory><echoTrainLength>4</echoTrainLength>
  </ismrmrd:encoding>
  <sequenceParameters><TR>2870</TR><TR>3000</TR><TE>33</TE><flipAngle_deg>140</flipAngle_deg><echo_spacing>10.98</echo_spacing></sequenceParameters>
</ismrmrd:ismrmrdHeader>`;

describe("ISMRMRD header", () => {
  const header = parseHeader(XML, "a.h5");

  test("gives numbers of the sequence under DICOM's keywords, and nothing else", () => {
    expect(statementsOf(header)).toEqual({
      RepetitionTime: 2870,
      EchoTime: 33,
      FlipAngle: 140,
      EchoSpacing: 10.98,
      MagneticFieldStrength: 2.8936,
      ImagingFrequency: expect.closeTo(123.255074, 9),
      EchoTrainLength: 4,
      GeometryOfKSpaceTraversal: "RECTILINEAR",
      SliceThickness: expect.closeTo(4.5, 12),
    });
  });

  test("half of the readout and 320 of 372 lines are shown; spacing is the encoded field over the samples", () => {
    expect(keptOf(header, "x", 640)).toBe(320);
    // 372 lines over 162.75 mm, of which 140 mm are shown.
    expect(keptOf(header, "y", 372)).toBe(320);
    const { spacing } = spacingOf(header, 368, 640);
    expect(spacing?.row).toBeCloseTo(0.16275 / 368, 12);
    expect(spacing?.column).toBeCloseTo(0.28 / 640, 12);
  });

  test("a field of 0 mm, as simulations write it, states no spacing", () => {
    const none = parseHeader(XML.replaceAll(/<(x|y|z)>[\d.]+<\/\1>/g, "<$1>0.0</$1>"), "a.h5");
    expect(spacingOf(none, 10, 10)).toEqual({});
    expect(keptOf(none, "x", 10)).toBe(10);
  });

  test.each([
    ["cut off", XML.slice(0, 900)],
    ["crossed", "<a><b></a></b>"],
    ["deep", "<a>".repeat(1e5)],
    ["an open comment", "<a><!-- "],
    ["an open tag", "<a><b"],
  ])("%s: E_FORMAT", (_, xml) => {
    expect(() => parseHeader(xml, "a.h5")).toThrow(expect.objectContaining({ name: "MedqError", code: "E_FORMAT" }));
  });
});
