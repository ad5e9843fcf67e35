const LONGEST = 64;
const rows = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)] as const;

/** Which letters a word holds: a bit each for `a` to `z`, two for digits, and four that all others share. */
export function letterMask(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code >= 0x61 && code <= 0x7a) mask |= 1 << (code - 0x61);
    else if (code >= 0x30 && code <= 0x39) mask |= 1 << (code < 0x35 ? 26 : 27);
    else mask |= 1 << (28 + (code & 3));
  }
  return mask >>> 0;
}

/**
 * Edits from one word to another: a letter more, less, another one, or two neighbours that changed places (optimal string
 * alignment). At most 64 letters.
 *
 * @param most    beyond it the answer is `most + 1`.
 * @param open    `to` may go on: the least over all its beginnings.
 */
export function editDistance(from: string, to: string, most: number, open: boolean): number {
  const width = from.length;
  const height = Math.min(to.length, open ? width + most : LONGEST);
  if (width > LONGEST || (!open && Math.abs(width - to.length) > most)) return most + 1;
  let [before, above, row] = [rows[0], rows[1], rows[2]];
  for (let column = 0; column <= width; column += 1) above[column] = column;
  let least = above[width] as number;
  for (let line = 1; line <= height; line += 1) {
    const letter = to.charCodeAt(line - 1);
    const last = line > 1 ? to.charCodeAt(line - 2) : -1;
    row[0] = line;
    let best = line;
    for (let column = 1; column <= width; column += 1) {
      const own = from.charCodeAt(column - 1);
      let cost = (above[column - 1] as number) + (own === letter ? 0 : 1);
      cost = Math.min(cost, (above[column] as number) + 1, (row[column - 1] as number) + 1);
      if (column > 1 && own === last && from.charCodeAt(column - 2) === letter)
        cost = Math.min(cost, (before[column - 2] as number) + 1);
      row[column] = cost;
      if (cost < best) best = cost;
    }
    // A swap of neighbours looks two lines back, so one more line is let through.
    if (best > most + 1) return open ? Math.min(least, most + 1) : most + 1;
    if (open) least = Math.min(least, row[width] as number);
    [before, above, row] = [above, row, before];
  }
  const distance = open ? least : (above[width] as number);
  return Math.min(distance, most + 1);
}
