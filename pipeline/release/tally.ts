/** Counts by two names, as a table with rows and columns. */
import { table } from "./markdown.ts";

export class Tally {
  readonly #rows = new Map<string, Map<string, number>>();

  add(row: string, column: string): void {
    const cells = this.#rows.get(row) ?? new Map<string, number>();
    this.#rows.set(row, cells.set(column, (cells.get(column) ?? 0) + 1));
  }

  get(row: string, column: string): number {
    return this.#rows.get(row)?.get(column) ?? 0;
  }

  /** Of a row, over those columns or all. */
  sum(row: string, columns: readonly string[] = [...(this.#rows.get(row)?.keys() ?? [])]): number {
    return columns.reduce((sum, column) => sum + this.get(row, column), 0);
  }

  get rows(): string[] {
    return [...this.#rows.keys()].sort();
  }

  /**
   * As Markdown, with a last column that adds up.
   * @param corner above the rows' names
   * @param columns in this order; those without any count are left out
   * @param title a row's name as it is printed
   */
  matrix(corner: string, rows: readonly string[], columns: readonly string[], title = (row: string): string => row): string[] {
    const shown = columns.filter((column) => rows.some((row) => this.get(row, column) > 0));
    const lines = rows
      .filter((row) => this.sum(row) > 0)

      .map((row) => [title(row), ...shown.map((column) => this.get(row, column)), this.sum(row, shown)]);
    return table([[corner, ...shown, "all"], ...lines]);
  }
}
