/** A search for a value of one field, as `src/core/search/README.md` writes it: `export:encode`, `author:"Jane Doe"`. */
export function fieldQuery(field: 'author' | 'export', value: string): string {
  const plain = value.replaceAll('"', ' ').trim();
  return /^[^\s()]+$/.test(plain) ? `${field}:${plain}` : `${field}:"${plain}"`;
}
