const LONGEST_END = 5;

/**
 * A name cut in two, so that where it is too long for its place its middle goes: names of one family begin alike, and
 * their last word tells them apart.
 */
export function nameEnds(name: string): readonly [begin: string, end: string] {
  const letters = [...name];
  const last = [...(/[^\s._-]+$/u.exec(name)?.[0] ?? '')];
  const end = Math.min(last.length, LONGEST_END, letters.length - 1);
  const at = letters.length - Math.max(0, end);
  return [letters.slice(0, at).join(''), letters.slice(at).join('')];
}
