import { beforeEach, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { moduleGraph } from '../../src/app/engine/module-graph.ts';
import { toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseRange, parseVersion, type ModuleId } from '../../src/core/ids.ts';
import { AUTHORITY, moduleDocument } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { Dependency } from '../../src/core/view/module-view.ts';
import { putInstalled } from '../support/installed.ts';
import { testEngine } from '../support/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { Publisher, signerNamed, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

type Releases = Readonly<Record<string, string>>;

const idOf = (name: string): ModuleId => parseModuleId(`io.example.${name}`);
let world: TestNamespace;
let documents: Map<string, readonly Member[]>;
let device: Device;

beforeEach(async () => {
  world = await testNamespace();
  documents = new Map([[AUTHORITY, [world.whole]]]);
  device = {
    namespace: world.namespace,
    tables: memoryTables(),
    relay: NO_RELAY,
    identity: keeperOf(await signerNamed('me')),
    records: {
      async membersOf(path) {
        const members = documents.get(path);
        if (members === undefined) throw new GenError('Network', 'document-unknown', { document: path });
        return [...members];
      },
    },
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
});

/** `base ^1.0.0, ?extra *` */
function dependencies(text: string): Dependency[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', range = '*'] = part.replace('?', '').split(' ');
      const need = { id: idOf(name), range: parseRange(range) };
      return part.startsWith('?') ? { ...need, optional: true } : need;
    });
}

async function registry(modules: Readonly<Record<string, Releases>>): Promise<void> {
  for (const [name, releases] of Object.entries(modules)) {
    const id = idOf(name);
    const owner = await signerNamed(`owner of ${name}`);
    const { capability, members } = await world.grants(owner, id);
    const publisher = new Publisher(world.namespace, id, owner, capability);
    const records: Member[] = [...members];
    for (const [version, needs] of Object.entries(releases))
      records.push(await publisher.releases(version, version, { dependencies: dependencies(needs) }));
    documents.set(moduleDocument(id), records);
  }
}

const installs = (name: string, version: string, needs = ''): Promise<void> =>
  putInstalled(device.tables, {
    id: idOf(name),
    name,
    version: parseVersion(version),
    dependencies: dependencies(needs),
    wanted: true,
  });

const short = (text: string): string => text.replaceAll('io.example.', '');

async function graph(name: string, version?: string) {
  const asked = version === undefined ? undefined : parseVersion(version);
  const { nodes, edges, cycles, ...rest } = await moduleGraph(device, idOf(name), asked);
  return {
    nodes: nodes.map(({ id, version: shown, depth, installed, missing }) =>
      [depth, short(id), shown ?? missing, ...(installed === undefined ? [] : [`has ${installed}`])].join(
        ' ',
      ),
    ),
    edges: edges.map(({ from, to, range, optional }) =>
      short(`${from} > ${to} ${range}${optional ? ' optional' : ''}`),
    ),
    cycles: cycles.map((cycle) => short(cycle.join(' > '))),
    ...rest,
  };
}

const WHOLE = { cycles: [], isSolved: true, because: undefined, isCut: false };

test('all that a module brings is shown at the releases that go together, with who asks for them as what', async () => {
  await registry({
    app: { '1.0.0': 'left ^1.0.0, right *' },
    left: { '1.0.0': 'base ^1.0.0', '2.0.0': '' },
    right: { '1.0.0': 'base >=1.1.0, ?extra *' },
    base: { '1.0.0': '', '1.2.0': '', '2.0.0': '' },
    extra: { '1.0.0': '' },
  });

  expect(await graph('app')).toEqual({
    ...WHOLE,
    nodes: ['0 app 1.0.0', '1 left 1.0.0', '1 right 1.0.0', '2 base 1.2.0'],
    edges: ['app > left ^1.0.0', 'app > right *', 'left > base ^1.0.0', 'right > base >=1.1.0'],
  });
});

test('of a release that is named its own needs are shown, and what is installed is kept where it fits', async () => {
  await registry({
    app: { '1.0.0': 'base ^1.0.0', '2.0.0': '' },
    base: { '1.0.0': '', '1.2.0': '' },
  });
  await installs('base', '1.0.0');

  expect(await graph('app')).toMatchObject({ nodes: ['0 app 2.0.0'] });
  expect(await graph('app', '1.0.0')).toMatchObject({ nodes: ['0 app 1.0.0', '1 base 1.0.0 has 1.0.0'] });
});

test('what is installed and needs it stands on its other side, by steps', async () => {
  await registry({ base: { '1.0.0': '', '2.0.0': '' } });
  await installs('base', '1.0.0');
  await installs('left', '1.0.0', 'base ^1.0.0');
  await installs('app', '3.0.0', 'left *');
  await installs('other', '1.0.0');

  expect(await graph('base')).toEqual({
    ...WHOLE,
    nodes: ['0 base 2.0.0 has 1.0.0', '-1 left 1.0.0 has 1.0.0', '-2 app 3.0.0 has 3.0.0'],
    edges: ['app > left *', 'left > base ^1.0.0'],
  });
});

test('modules that need each other are shown with their cycle', async () => {
  await registry({ a: { '1.0.0': 'b *' }, b: { '1.0.0': 'a *' } });

  expect(await graph('a')).toEqual({
    ...WHOLE,
    nodes: ['0 a 1.0.0', '1 b 1.0.0'],
    edges: ['a > b *', 'b > a *'],
    cycles: ['a > b > a'],
  });
});

test('where no releases go together it is said why, and what each asks for is shown all the same', async () => {
  await registry({
    app: { '1.0.0': 'left *, right *' },
    left: { '1.0.0': 'base ^1.0.0' },
    right: { '1.0.0': 'base ^2.0.0' },
    base: { '1.0.0': '', '2.0.0': '' },
  });

  const { nodes, isSolved, because } = await graph('app');

  expect(nodes).toEqual(['0 app 1.0.0', '1 left 1.0.0', '1 right 1.0.0', '2 base 1.0.0']);
  expect(isSolved).toBe(false);
  expect(short(because?.join(' ') ?? '')).toContain('No release of base fits both left and right');
});

test('a module that cannot be read now, is not there or has no release that fits is marked as that', async () => {
  await registry({ app: { '1.0.0': 'unread *, old ^2.0.0, gone *' }, old: { '1.0.0': '' } });
  documents.set(moduleDocument(idOf('gone')), []);

  expect(await graph('app')).toMatchObject({
    nodes: ['0 app 1.0.0', '1 gone module', '1 old release', '1 unread unread'],
    edges: ['app > gone *', 'app > old ^2.0.0', 'app > unread *'],
    isSolved: false,
  });
});

test('what is installed speaks for itself where nobody can be asked', async () => {
  await installs('app', '1.0.0', 'base ^1.0.0');
  await installs('base', '1.4.0');

  expect(await graph('app')).toEqual({
    ...WHOLE,
    nodes: ['0 app 1.0.0 has 1.0.0', '1 base 1.4.0 has 1.4.0'],
    edges: ['app > base ^1.0.0'],
  });
  expect(await graph('unheard')).toMatchObject({ nodes: ['0 unheard unread'], isSolved: false });
});

test('no more than 500 modules are looked at, and it is said that there are more', async () => {
  const needs = Array.from({ length: 600 }, (_, place) => `needed${place}`);
  await installs('app', '1.0.0', needs.join(', '));
  for (const name of needs) await installs(name, '1.0.0');

  const { nodes, isCut } = await graph('app');

  expect([nodes.length, isCut]).toEqual([500, true]);
});

test('the engine answers with the graph of what this device knows', async () => {
  await installs('app', '1.0.0', 'base ^1.0.0');
  await installs('base', '1.4.0');
  const pin = { namespace: toHex(world.namespace), relay: world.root.did };
  await device.tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const { engine } = await testEngine(device);

  expect((await engine.graph(idOf('app'))).nodes).toMatchObject([
    { id: idOf('app'), depth: 0 },
    { id: idOf('base'), version: '1.4.0', depth: 1 },
  ]);
});
