import { toHex } from '../core/bytes.ts';
import { sha256 } from '../core/hash.ts';
import type { InstallationRow } from '../ports/tables.ts';

/** Held by whoever changes what is installed, from looking at it to the write. */
export const INSTALLED_LOCK = 'installed';

/** What is installed, as one text: a plan is made for that. */
export function installedMark(rows: readonly InstallationRow[]): string {
  const lines = rows.map(({ id, sha256: hash, record }) => `${id} ${hash} ${record}`).sort();
  return toHex(sha256(new TextEncoder().encode(lines.join('\n'))));
}
