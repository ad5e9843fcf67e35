import parse from 'spdx-expression-parse';

/** Permissive, and MPL-2.0, which asks for nothing of who only reads a file. */
const PERMITTED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
]);

function permits(licence: parse.Info): boolean {
  if ('license' in licence) return PERMITTED.has(licence.license);
  const sides = [permits(licence.left), permits(licence.right)];
  return licence.conjunction === 'and' ? sides.every(Boolean) : sides.some(Boolean);
}

/** Whether a package of this SPDX expression belongs into the corpus: nothing under GPL, LGPL, AGPL, or under no known licence. */
export function isPermitted(expression: string): boolean {
  try {
    return permits(parse(expression));
  } catch {
    // What is no expression, such as `SEE LICENSE IN …`, promises nothing.
    return false;
  }
}
