import type { ModuleId, VersionRange } from '../core/ids.ts';
import { DEFAULT_SET, type InstallationRow, type SetRow } from './sets.ts';

/** Tables of older versions of this app, for the adapters that may meet them. */
export const FORMER_INSTALLATIONS = 'installations';

/** What was installed before there were sets: the first generation of the set that every device has. */
export function setOfInstallations(rows: readonly InstallationRow[]): SetRow | undefined {
  if (rows.length === 0) return undefined;
  const wanted = rows.filter((row) => row.wanted).sort((a, b) => (a.id < b.id ? -1 : 1));
  const at = rows.reduce(
    (latest, { installedAt }) => (installedAt > latest ? installedAt : latest),
    rows[0]!.installedAt,
  );
  return {
    name: DEFAULT_SET,
    generation: {
      number: 1,
      at,
      deed: { kind: 'install', ids: wanted.map(({ id }): ModuleId => id) },
      wishes: wanted.map(({ id, version }) => ({ id, range: `^${version}` as VersionRange })),
      releases: rows.map(({ id, name, version, sha256, size, dependencies, record, author, installedAt }) => {
        return { id, name, version, sha256, size, dependencies, record, author, installedAt };
      }),
    },
  };
}
