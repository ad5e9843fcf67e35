/** Cells in columns: the first `left` columns to the left, the others, numbers, to the right. */
export function columns(rows: readonly (readonly string[])[], left: number): string[] {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

export const count = (value: number): string => value.toLocaleString('en');
