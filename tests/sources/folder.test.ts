/** Which files a folder holds, and where links may lead. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { boundsOf, staysBelow, walk } from "../../sources/folder.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** @param content of files; links begin with "->" */
function place(content: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "medq-folder-")));
  made.push(root);
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    if (text.startsWith("->")) symlinkSync(text.slice(2), join(root, name));
    else writeFileSync(join(root, name), text);
  }
  return root;
}

async function look(folder: string, endings: readonly string[] = [], further: readonly string[] = []) {
  const refused: string[] = [];
  const found = await walk(await boundsOf(folder, further), endings, (error) => {
    const { code, where } = error as { code: string; where: string };
    refused.push(`${code} ${where.slice(folder.length + 1)}`);
  });
  return { found, refused };
}

describe("walk", () => {
  it("takes endings in any case, in the order of names, and nothing hidden", async () => {
    const root = place({ "b.DCM": "b", "a/c.dcm": "c", "d.txt": "d", ".e.dcm": "e", ".f/g.dcm": "g" });
    expect(await look(root, [".dcm"])).toEqual({ found: ["a/c.dcm", "b.DCM"], refused: [] });
  });

  it("follows links to files and folders, and names those that lead nowhere or out", async () => {
    const root = place({
      "in/real.dcm": "1",
      "in/deep/more.dcm": "2",
      "in/link.dcm": "->real.dcm",
      "in/dangling.dcm": "->missing.dcm",
      "in/escaping.dcm": "->../out/private.dcm",
      "in/away": "->../out",
      "out/private.dcm": "3",
    });
    expect(await look(join(root, "in"))).toEqual({
      found: ["deep/more.dcm", "link.dcm", "real.dcm"],
      refused: ["E_SCHEMA away", "E_NOT_FOUND dangling.dcm", "E_SCHEMA escaping.dcm"],
    });
  });

  it("goes into no circle, and knows a folder by its own name", async () => {
    const root = place({ "a/x.dcm": "1", "a/up": "->..", "a/self": "->.", "0": "->a", "b/c": "->../a" });
    expect(await look(root)).toEqual({ found: ["a/x.dcm"], refused: [] });
  });

  it.each([
    ["git-annex", ".git/annex/objects/00/key.dcm", "sub/scan.dcm", "->../.git/annex/objects/00/key.dcm", "."],
    ["git-annex of the dataset above", ".git/annex/objects/00/key.dcm", "sub/scan.dcm", "->../.git/annex/objects/00/key.dcm", "sub"],
    ["DVC", ".dvc/cache/files/md5/00/11", "sub/scan.dcm", "->../.dvc/cache/files/md5/00/11", "sub"],
    ["the Hugging Face cache", "blobs/0011", "snapshots/rev/scan.dcm", "->../../blobs/0011", "snapshots/rev"],
  ])("reads what %s keeps behind links, and does not walk the store", async (_, stored, name, link, folder) => {
    const root = place({ [stored]: "1", [name]: link });
    const { found, refused } = await look(join(root, folder));
    expect(refused).toEqual([]);
    expect(found).toEqual([join(root, name).slice(join(root, folder).length + 1)]);
  });

  it("follows no store that is itself a link to somewhere", async () => {
    const root = place({ "secret/private.dcm": "1", "in/.git": "->../secret", "in/scan.dcm": "->.git/private.dcm" });
    expect(await look(join(root, "in"))).toEqual({ found: [], refused: ["E_SCHEMA scan.dcm"] });
  });

  it("follows links into what the caller names besides", async () => {
    const root = place({ "files/a.dcm": "->../annex/1", "annex/1": "1" });
    expect((await look(join(root, "files"), [], [root])).found).toEqual(["a.dcm"]);
    expect((await look(join(root, "files"))).refused).toEqual(["E_SCHEMA a.dcm"]);
  });

  it("hands on pipes, for whoever opens them to refuse", async () => {
    const root = place({ "a.dcm": "1" });
    execFileSync("mkfifo", [join(root, "pipe.dcm")]);
    expect((await look(root)).found).toEqual(["a.dcm", "pipe.dcm"]);
  });

  it("names a file whose name is not UTF-8", async () => {
    const root = place({});
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from(".dcm")]), "1");
    const { found, refused } = await look(root);
    expect(found).toEqual([]);
    expect(refused).toEqual(["E_UNSUPPORTED caf\ufffd.dcm"]);
  });
});

describe("staysBelow", () => {
  it.each(["a", "a/../b", "./a", "..a/b"])("%s stays", (path) => expect(staysBelow(path)).toBe(true));
  it.each(["..", "../a", "a/../../b", "/a", "./../a"])("%s does not", (path) => expect(staysBelow(path)).toBe(false));
});
