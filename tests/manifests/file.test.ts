/** Whatever a path names, opening it ends at once. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readPieces, readRegular } from "../../manifests/file.ts";

const folder = mkdtempSync(join(tmpdir(), "medq-file-"));
const pipe = join(folder, "pipe");
execFileSync("mkfifo", [pipe]);
const socket = join(folder, "socket");
const server = createServer().listen(socket);
const circle = join(folder, "circle");
symlinkSync(circle, circle);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("readRegular", () => {
  it.each([
    ["a named pipe", pipe, "E_USAGE"],
    ["a socket", socket, "E_USAGE"],
    ["a device without an end", "/dev/zero", "E_USAGE"],
    ["a folder", folder, "E_USAGE"],
    ["nothing", join(folder, "nothing"), "E_NOT_FOUND"],
    ["a link to itself", circle, "E_NOT_FOUND"],
  ])("refuses %s", async (_, path, code) => {
    await expect(readRegular(path)).rejects.toMatchObject({ name: "MedqError", code, where: path });
    await expect(readPieces(path).next()).rejects.toMatchObject({ code });
  });

  it("says so where a name is not UTF-8", async () => {
    // What Node makes of the bytes of such a name.
    const path = join(folder, "na\ufffdve.png");
    await expect(readRegular(path)).rejects.toMatchObject({ code: "E_NOT_FOUND", problem: expect.stringContaining("UTF-8") });
  });

  it("gives the bytes of a file, whole and in pieces", async () => {
    const path = join(folder, "file");
    // More than a piece.
    const bytes = new Uint8Array(3_000_000).map((_, i) => i);
    writeFileSync(path, bytes);
    expect(Buffer.compare(await readRegular(path), bytes)).toBe(0);
    const pieces: Uint8Array[] = [];
    for await (const piece of readPieces(path)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
  });
});
