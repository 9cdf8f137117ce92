/**
 * Checks the skeleton of a JPEG 2000 codestream: a decoder makes room for every tile that the header implies, and fills what is missing.
 *
 *   tiles = ceil((X - XTO) / XT) ceil((Y - YTO) / YT)
 *
 * Not checked: whether the packets of a tile are all there; a stream may leave the finest out.
 *
 * Source: ITU-T T.800 (2019), annexes A.4.2 (SOT), A.5.1 (SIZ) and B.3 (tiles).
 */
import { MedqError } from "../../manifests/error.ts";
import { incomplete } from "../jpeg/segments.ts";

const TILE_LIMIT = 4096;
const SOT = 0xff90;
const EOC = 0xffd9;

/** @param bytes from the SOC marker on @throws MedqError E_TRUNCATED, E_TOO_LARGE or E_UNSUPPORTED */
export function requireTiles(bytes: Uint8Array, where: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 46) throw incomplete(where);
  const componentCount = view.getUint16(40);
  for (let i = 0; i < componentCount; i++) {
    if (bytes[43 + 3 * i] !== 1 || bytes[44 + 3 * i] !== 1) {
      const advice = "Convert the file to an uncompressed transfer syntax.";
      throw new MedqError("E_UNSUPPORTED", "Expected JPEG 2000 components of full resolution, got subsampled ones", where, advice);
    }
  }
  const along = (axis: 0 | 1) => Math.ceil((view.getUint32(8 + 4 * axis) - view.getUint32(32 + 4 * axis)) / view.getUint32(24 + 4 * axis));
  const tileCount = along(0) * along(1);
  if (!(tileCount >= 1 && tileCount <= TILE_LIMIT)) {
    const advice = "Encode it in larger tiles.";
    throw new MedqError("E_TOO_LARGE", `Expected 1 to ${TILE_LIMIT} JPEG 2000 tiles, got ${tileCount}`, where, advice);
  }
  if (tilesPresent(view).size < tileCount) throw incomplete(where);
}

/** @returns the indices of the tiles of which some part is there */
function tilesPresent(view: DataView): Set<number> {
  const present = new Set<number>();
  let at = 2;
  while (at + 12 <= view.byteLength && view.getUint16(at) !== EOC) {
    const isTilePart = view.getUint16(at) === SOT;
    if (isTilePart) present.add(view.getUint16(at + 4));
    // A tile-part's length counts from its marker, and 0 means up to the end; other segments count from after theirs.
    const length = isTilePart ? view.getUint32(at + 6) : 2 + view.getUint16(at + 2);
    if (length < 4) break;
    at += length;
  }
  return present;
}
