/**
 * What libjpeg complains of in an intact JPEG file, put right before it decodes: then whatever it complains of is damage.
 *
 *   bytes between the segments of the header         left out
 *   a revision of JFIF that libjpeg does not know    1.02
 *   a colour transform of Adobe's that is none       YCbCr, of four components YCCK
 *   a sequential scan with progressive parameters    those that a sequential scan has (Ss 0, Se 63, Ah and Al 0)
 *
 * Sources: ITU-T T.81 (1992), annex B; ITU-T T.871 (2011), section 10 (JFIF); ITU-T T.872 (2012), section 6.5.3 (APP14).
 */
import { endsWithItsData } from "../jpeg/scan-end.ts";
import { isFrame, lost, SOS, walkSegments } from "../jpeg/segments.ts";

const [APP0, APP14, SOF2] = [0xe0, 0xee, 0xc2];

interface Frame {
  readonly sequential: boolean;
  readonly components: number;
}

const beginsWith = (bytes: Uint8Array, start: number, text: string): boolean =>
  String.fromCharCode(...bytes.subarray(start, start + text.length)) === text;

/** @returns what to write where in the file, for a segment of the header */
function correctionOf(bytes: Uint8Array, marker: number, start: number, end: number, { components }: Frame): [at: number, value: number][] {
  if (marker === APP0 && end - start >= 7 && beginsWith(bytes, start, "JFIF\0") && (bytes[start + 5] !== 1 || bytes[start + 6] > 2)) {
    return [
      [start + 5, 1],
      [start + 6, 2],
    ];
  }
  if (marker === APP14 && end - start >= 12 && beginsWith(bytes, start, "Adobe") && bytes[start + 11] > 2) {
    return [[start + 11, components === 4 ? 2 : 1]];
  }
  return [];
}

function frameOf(bytes: Uint8Array): Frame {
  let frame: Frame = { sequential: false, components: 3 };
  walkSegments(bytes, (marker, start, end) => {
    if (marker === SOS) return bytes.length;
    if (isFrame(marker)) frame = { sequential: marker < SOF2, components: bytes[start + 5] };
    return end;
  });
  return frame;
}

/** @param bytes a JPEG file @returns the same where it has none of these oddities, else a copy without them */
export function withoutOddities(bytes: Uint8Array): Uint8Array {
  const frame = frameOf(bytes);
  const segments: [from: number, to: number][] = [[0, 2]];
  const corrections: [at: number, value: number][] = [];
  walkSegments(bytes, (marker, start, end) => {
    segments.push([start - 4, marker === SOS ? bytes.length : end]);
    if (marker !== SOS) {
      corrections.push(...correctionOf(bytes, marker, start, end, frame));
      return end;
    }
    const wanted = [0, 63, 0];
    if (frame.sequential) for (let i = 0; i < 3; i++) if (bytes[end - 3 + i] !== wanted[i]) corrections.push([end - 3 + i, wanted[i]]);
    return bytes.length;
  });
  const length = segments.reduce((sum, [from, to]) => sum + to - from, 0);
  if (segments.at(-1)![1] !== bytes.length || (length === bytes.length && corrections.length === 0)) return bytes;
  const whole = bytes.slice();
  for (const [at, value] of corrections) whole[at] = value;
  return length === bytes.length ? whole : Buffer.concat(segments.map(([from, to]) => whole.subarray(from, to)));
}

/** What libjpeg does not complain of. @throws MedqError E_FORMAT */
export function requireWholeJpeg(bytes: Uint8Array, where: string): void {
  if (!endsWithItsData(bytes)) throw lost(where);
}
