const LONGEST = 300;

/**
 * A name out of a binary as it can be shown: names are of any length and of any character, also of those that turn the
 * direction of writing or cannot be seen.
 */
export function printable(name: string): string {
  const shown = name
    .slice(0, LONGEST)
    .replace(/[\p{C}\p{Z}]/gu, (mark) => (mark === ' ' ? mark : '\u{FFFD}'));
  return name.length > LONGEST ? `${shown}…` : shown;
}
