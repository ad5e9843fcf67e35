import parseSpdx from 'spdx-expression-parse';

/** Other registries write these in whatever case. */
const COMMON = new Map(
  [
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BSL-1.0',
    'CC0-1.0',
    'CECILL-2.0',
    'CECILL-2.1',
    'CECILL-B',
    'CECILL-C',
    'GPL-2.0-only',
    'GPL-3.0-only',
    'ISC',
    'LGPL-2.1-only',
    'LGPL-3.0-only',
    'MIT',
    'MPL-2.0',
    'Unlicense',
    'Zlib',
  ].map((id) => [id.toLowerCase(), id]),
);
const REFERENCE = 'LicenseRef-';
/** Nobody has said. SPDX's own `NOASSERTION` is no expression. */
const UNKNOWN = `${REFERENCE}NOASSERTION`;
const LONGEST = 100;

function isExpression(text: string): boolean {
  try {
    parseSpdx(text);
    return true;
  } catch {
    return false;
  }
}

/** What another registry says of a licence, as an SPDX expression: what is none is kept as a reference of its own. */
export function licenceExpression(said: string): string {
  const text = said.trim();
  const known = COMMON.get(text.toLowerCase()) ?? text;
  if (known.length <= LONGEST && isExpression(known)) return known;
  const name = text
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .slice(0, LONGEST - REFERENCE.length)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? UNKNOWN : `${REFERENCE}${name}`;
}
