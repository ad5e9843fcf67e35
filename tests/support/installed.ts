import { setNamed } from '../../src/app/installed-set.ts';
import { parseRange } from '../../src/core/ids.ts';
import { DEFAULT_SET, type InstallationRow } from '../../src/ports/sets.ts';
import type { Tables } from '../../src/ports/tables.ts';

/** Puts releases into the default set as if they had been installed. Of a row what the test does not look at may be left out. */
export async function putInstalled(
  tables: Tables,
  ...rows: readonly (Pick<InstallationRow, 'id' | 'version' | 'dependencies' | 'wanted'> &
    Partial<InstallationRow>)[]
): Promise<void> {
  const { generation } = await setNamed(tables, DEFAULT_SET);
  const wishes = rows
    .filter(({ wanted }) => wanted)
    .map(({ id, version }) => ({ id, range: parseRange(`^${version}`) }));
  const releases = rows.map((row) => ({ ...row, record: row.record ?? `${row.id} ${row.version}` }));
  const next = {
    ...generation,
    number: generation.number + 1,
    wishes: [...generation.wishes, ...wishes],
    releases: [...generation.releases, ...(releases as InstallationRow[])],
  };
  await tables.write([{ table: 'sets', put: { name: DEFAULT_SET, generation: next } }]);
}
