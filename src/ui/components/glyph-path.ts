/** FNV-1a, 32 bit: spreads ids, protects nothing. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Cells of a 5 × 5 picture, mirrored left to right, as an SVG path in units of a cell. The same id always has the
 * same picture, so that a module is found again by eye; it is no evidence of anything.
 */
export function glyphPath(id: string): string {
  let bits = spread(id);
  const cells: string[] = [];
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const on = (bits & 1) === 1;
      bits = (bits >>> 1) ^ (Math.imul(bits, 0x9e3779b1) & 0x8000_0000);
      if (!on) continue;
      for (const x of column === 2 ? [2] : [column, 4 - column]) cells.push(`M${x} ${row}h1v1h-1z`);
    }
  }
  return cells.length === 0 ? 'M2 2h1v1h-1z' : cells.join('');
}
