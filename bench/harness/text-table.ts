/** Tables of text: for the terminal in columns, for a document in Markdown. */

/** @param rows the first one is the head; its columns from `right` on are aligned to the right */
export function columns(rows: readonly (readonly string[])[], right = 2): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column < right ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** @param rows the first one is the head */
export function markdown(rows: readonly (readonly string[])[], right = 2): string {
  const rule = rows[0].map((_, column) => (column < right ? "---" : "---:"));
  return [rows[0], rule, ...rows.slice(1)].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** Three significant digits: 0.0123, 1.23, 123. */
export const short = (value: number): string =>
  value === 0 ? "0" : value >= 0.001 && value < 10000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
