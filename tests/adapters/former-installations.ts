const shared = { name: 'N', size: 8, dependencies: [], author: 'did:key:z', sha256: 'hash' };

/** Two modules as they were stored before there were sets: one that somebody asked for, and one that it needs. */
export const FORMER_ROWS = [
  {
    ...shared,
    id: 'io.example.base',
    version: '2.0.0',
    record: 'base-record',
    installedAt: 5,
    wanted: false,
  },
  { ...shared, id: 'io.example.app', version: '1.2.0', record: 'app-record', installedAt: 7, wanted: true },
];

const releases = [...FORMER_ROWS]
  .sort((a, b) => (a.id < b.id ? -1 : 1))
  .map(({ id, version, record, installedAt }) => ({ ...shared, id, version, record, installedAt }));

/** The same as the first state of the set that every device has. */
export const SET_OF_FORMER = {
  name: 'default',
  generation: {
    number: 1,
    at: 7,
    deed: { kind: 'install', ids: ['io.example.app'] },
    wishes: [{ id: 'io.example.app', range: '^1.2.0' }],
    releases,
  },
};
