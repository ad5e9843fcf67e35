/** Dark cells as an SVG path in units of a cell; a run of them in a row is one rectangle. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  for (const [y, row] of rows.entries()) {
    for (let x = row.indexOf(true); x >= 0;) {
      const light = row.indexOf(false, x);
      const end = light < 0 ? row.length : light;
      runs.push(`M${x} ${y}h${end - x}v1h${x - end}z`);
      x = row.indexOf(true, end);
    }
  }
  return runs.join('');
}
