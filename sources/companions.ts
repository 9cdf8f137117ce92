/** Files that are read with another one and are none by themselves: of a BART pair name.cfl and name.hdr, the header. */

const HEADER = /\.hdr$/i;

/** @param paths of one folder and those below it @returns those without headers whose samples are among them */
export function withoutCompanions<Listed extends { readonly path: string }>(files: readonly Listed[]): Listed[] {
  const samples = new Set(files.filter(({ path }) => /\.cfl$/i.test(path)).map(({ path }) => path.slice(0, -4)));
  return files.filter(({ path }) => !(HEADER.test(path) && samples.has(path.slice(0, -4))));
}
