import { beforeAll, expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import type { Member } from '../../src/core/record/member.ts';
import { moduleView } from '../../src/core/view/fold-module.ts';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { Publisher, signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';

const codec = parseModuleId('io.example.codec');
const now = parseMicros(START + 60_000_000);

let world: TestNamespace;
let granted: readonly Member[];
let alice: Publisher;
let mallory: Publisher;

beforeAll(async () => {
  world = await testNamespace();
  const grant = await world.grants(await signerNamed('alice'), codec);
  granted = grant.members;
  alice = new Publisher(world.namespace, codec, await signerNamed('alice'), grant.capability);
  const other = await world.grants(await signerNamed('mallory'), parseModuleId('io.example.other'));
  mallory = new Publisher(world.namespace, codec, await signerNamed('mallory'), other.capability);
});

function view(...facts: readonly Member[]): ModuleView | undefined {
  return moduleView(recordSet([...granted, ...facts]), codec, world.namespace, now);
}

test('without a grant there is no module', () => {
  expect(moduleView(recordSet([]), codec, world.namespace, now)).toBeUndefined();
});

test('two fields written at once both win, in every order', async () => {
  const renamed = await alice.sets('name', 'Codec');
  const described = await alice.sets('description', 'Fast.');
  for (const facts of permutations([renamed, described])) {
    expect(view(...facts)).toMatchObject({ name: 'Codec', description: 'Fast.' });
  }
});

test('of one field the newest wins; of equal times the larger digest, in every order', async () => {
  const first = await alice.sets('name', 'First', START + 10);
  const same = await alice.sets('name', 'Same time', START + 10);
  const later = await alice.sets('name', 'Later', START + 11);
  const winners = permutations([first, same]).map((facts) => view(...facts)?.name);
  expect(new Set(winners).size).toBe(1);
  for (const facts of permutations([first, same, later])) expect(view(...facts)?.name).toBe('Later');
});

test('a tag stays while an add stands that no remove names', async () => {
  const added = await alice.tags('codec');
  const addedAgain = await alice.tags('codec');
  const removed = await alice.untags('codec', [added]);
  for (const facts of permutations([added, addedAgain, removed]))
    expect(view(...facts)?.tags).toEqual(['codec']);
  for (const facts of permutations([added, removed])) expect(view(...facts)?.tags).toEqual([]);
});

test('a release of somebody whom the name was not granted to does not stand', async () => {
  expect(view(await mallory.releases('9.9.9'))?.releases).toEqual([]);
});

test('a receipt makes a release confirmed; without one it is unconfirmed', async () => {
  const release = await alice.releases('1.0.0');
  expect(view(release)?.releases[0]?.receipts).toEqual([]);
  const receipt = await world.receipts('module/io.example.codec', 0, [release]);
  expect(view(release, ...receipt)?.releases[0]?.receipts).toHaveLength(1);
});

test('two receipted contents of one version are the same contradiction in every order', async () => {
  const one = await alice.releases('1.0.0', 'one');
  const two = await alice.releases('1.0.0+build', 'two');
  const receipt = await world.receipts('module/io.example.codec', 0, [one, two]);
  const views = permutations([one, two, ...receipt]).map((facts) => view(...facts));
  for (const seen of views) {
    expect(seen?.releases).toHaveLength(1);
    expect(seen?.releases[0]?.contradiction).toBe(true);
    expect(seen?.latest).toBeUndefined();
  }
  expect(new Set(views.map((seen) => seen?.releases[0]?.sha256)).size).toBe(1);
});

test('a receipted release stands before an unconfirmed one of the same version, however early that claims to be', async () => {
  const honest = await alice.releases('1.0.0', 'honest');
  const backdated = await alice.writes(
    ['versions', '1.0.0'],
    (await alice.releases('1.0.0', 'other')).payload,
    START + 1,
  );
  const receipt = await world.receipts('module/io.example.codec', 0, [honest]);
  for (const facts of permutations([honest, backdated, ...receipt])) {
    expect(view(...facts)?.releases[0]).toMatchObject({ record: honest.id, contradiction: false });
  }
});

test('versions stand in semver order and the latest is the newest stable one', async () => {
  const facts = await Promise.all(
    ['1.10.0', '1.9.0', '2.0.0-rc.1'].map((version) => alice.releases(version)),
  );
  const seen = view(...facts);
  expect(seen?.releases.map(({ version }) => version)).toEqual(['2.0.0-rc.1', '1.10.0', '1.9.0']);
  expect(seen?.latest).toBe('1.10.0');
});

test('a release whose path is no version is not shown and harms nobody', async () => {
  const release = await alice.releases('1.0.0');
  const odd = await Promise.all(
    ['v1.0.0', `1.0.0-${'x'.repeat(80)}`, '01.0.0'].map((text) =>
      alice.writes(['versions', text], release.payload),
    ),
  );
  expect(view(release, ...odd)?.releases.map(({ version }) => version)).toEqual(['1.0.0']);
});

test('the newest mark that can be read decides, for every build of its version', async () => {
  const release = await alice.releases('1.0.0+linux');
  const mark = (status: 'yanked' | 'restored') => writeBody('status', { status, reason: 'broken' });
  const yanked = await alice.writes(['status', '1.0.0'], mark('yanked'));
  const garbage = await alice.writes(['status', '1.0.0'], Uint8Array.of(0xf6));
  for (const facts of permutations([release, yanked, garbage])) {
    expect(view(...facts)?.releases[0]?.yanked).toEqual({ reason: 'broken' });
  }
  const restored = await alice.writes(['status', '1.0.0'], mark('restored'));
  expect(view(release, yanked, restored)?.releases[0]?.yanked).toBeUndefined();
});

test('a release says which functions of WASI it imports, or nothing of them', async () => {
  const said = await alice.releases('1.0.0', 'a', { wasi: ['clock_time_get', 'fd_write'] });
  const silent = await alice.releases('1.1.0', 'b');
  expect(view(said, silent)?.releases.map(({ version, wasi }) => [version, wasi])).toEqual([
    ['1.1.0', undefined],
    ['1.0.0', ['clock_time_get', 'fd_write']],
  ]);
});

test.each([
  ['none of them', []],
  ['out of order', ['fd_write', 'clock_time_get']],
  ['twice', ['fd_write', 'fd_write']],
  ['too many', Array.from({ length: 129 }, (_, index) => `f${1000 + index}`)],
  ['too long', ['f'.repeat(65)]],
])('WASI functions that are not as they have to be make no release: %s', (_what, wasi) => {
  expect(() => alice.releases('1.0.0', 'a', { wasi })).toThrow(expect.objectContaining({ reason: 'body' }));
});

test('a record from the future waits until the reader is there', async () => {
  const early = await alice.sets('name', 'Tomorrow', START + 24 * 3_600_000_000);
  expect(view(early)?.name).toBe(codec);
  const tomorrow = parseMicros(START + 24 * 3_600_000_000);
  expect(moduleView(recordSet([...granted, early]), codec, world.namespace, tomorrow)?.name).toBe('Tomorrow');
});

test('two grants for one id are a contradiction in every order', async () => {
  const rival = await world.grants(await signerNamed('mallory'), codec, START + 5);
  for (const facts of permutations([...granted.slice(1), rival.members[1], rival.members[2]])) {
    const members = [granted[0], ...facts].filter((member) => member !== undefined);
    expect(moduleView(recordSet(members), codec, world.namespace, now)).toMatchObject({
      contested: true,
      owner: alice.signer.did,
    });
  }
});
