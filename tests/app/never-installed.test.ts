import { beforeAll, expect, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import type { Device } from '../../src/app/device.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { planInstall } from '../support/plan-install.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseVersion } from '../../src/core/ids.ts';
import { AUTHORITY, documentOf, FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import type { RelayClient } from '../../src/ports/relay-client.ts';
import {
  grants,
  handsOn,
  ownerOf,
  receipts,
  releases,
  revokes,
  withdraws,
  type Holder,
} from '../support/holder.ts';
import { START } from '../support/namespace.ts';
import { permutations } from '../support/orders.ts';
import {
  codec,
  codecDocument,
  HOUR,
  now,
  standingWorld,
  type StandingWorld,
} from '../support/standing-world.ts';
import { NOBODY } from '../support/keeper.ts';

const bad = parseVersion('2.0.0');
const user = parseModuleId('io.example.user');
const usersDocument = `module/${user}`;

let world: StandingWorld;
let lent: Holder;
let dave: Holder;
let good: GenRecord;
let needy: readonly GenRecord[];

beforeAll(async () => {
  world = await standingWorld();
  lent = await handsOn(world.alice, 'lent', { times: { end: START + 2 * HOUR } });
  dave = await ownerOf(world.naming, 'dave', user);
  good = await releases(world.alice, codec, '1.0.0');
  const dependencies = [{ id: codec, range: bad }];
  const needs = await releases(dave, user, '1.0.0', { dependencies });
  needy = [
    await grants(world.naming, user, dave),
    needs,
    await receipts(world.notary, usersDocument, [needs]),
  ];
});

/** A device that met these records in this order, whichever document each came in. */
function deviceWith(records: readonly GenRecord[]): Device {
  const refuse = async (): Promise<never> => {
    throw new GenError('Network', 'unreachable');
  };
  const { rootHolder, naming, notary, admin, alice, bob, grant } = world;
  const people = [rootHolder, naming, notary, admin, alice, bob, lent, dave];
  const capabilities = people.map(({ capability }) => capability);
  const all = [grant, ...needy, ...records];
  const inDocument = (path: DocumentPath) => all.filter((record) => documentOf(record, FIRST_EPOCH) === path);
  return {
    namespace: world.namespace,
    tables: memoryTables(),
    relay: new Proxy({}, { get: () => refuse }) as RelayClient,
    identity: NOBODY,
    records: { membersOf: async (path) => [...inDocument(path), ...capabilities] },
    locks: memoryLocks(),
    clock: () => now,
    announce: () => undefined,
  };
}

async function outcome(plan: Promise<readonly { readonly version: string }[]>): Promise<string> {
  return plan.then(
    (planned) => planned.map(({ version }) => version).join(' '),
    (thrown: unknown) => (thrown instanceof GenError ? `${thrown.code} ${thrown.reason}` : String(thrown)),
  );
}

/** What the device installs by itself, when 2.0.0 is asked for, and for a module that needs 2.0.0. */
async function outcomes(records: readonly GenRecord[]) {
  const view = await knownModule(deviceWith(records), codec);
  const confirmed = (view?.releases ?? []).filter(
    ({ receipts: by, contradiction }) => by.length > 0 && !contradiction,
  );
  return {
    confirmed: confirmed.map(({ version }) => version),
    newest: await outcome(planInstall(deviceWith(records), codec, undefined)),
    exactly: await outcome(planInstall(deviceWith(records), codec, bad)),
    needed: await outcome(planInstall(deviceWith(records), user, undefined)),
  };
}

/** On every replica: it depends on the set alone. */
async function never(records: readonly GenRecord[]): Promise<void> {
  for (const ordered of permutations(records)) {
    expect(await outcomes(ordered)).toEqual({
      confirmed: ['1.0.0'],
      newest: '1.0.0',
      exactly: 'VersionConflict no-solution',
      needed: 'VersionConflict no-solution',
    });
  }
}

test('while nothing is wrong with it, the release is confirmed and installed', async () => {
  const release = await releases(world.bob, codec, bad);
  const receipt = await receipts(world.notary, codecDocument, [good, release]);
  expect(await outcomes([good, release, receipt])).toEqual({
    confirmed: ['2.0.0', '1.0.0'],
    newest: '2.0.0',
    exactly: '2.0.0',
    needed: '2.0.0 1.0.0',
  });
});

test('two receipted releases of one version are never installed, in any order', async () => {
  const one = await releases(world.alice, codec, bad, { content: 'one' });
  const two = await releases(world.bob, codec, '2.0.0+build', { content: 'two' });
  const first = await receipts(world.notary, codecDocument, [good, one]);
  const second = await receipts(world.notary, codecDocument, [two], { previous: first });
  await never([good, one, two, first, second]);
});

test('a release by a withdrawn key is never confirmed nor installed, in any order', async () => {
  const release = await releases(world.bob, codec, bad, { at: START + 1 });
  const first = await receipts(world.notary, codecDocument, [good]);
  const second = await receipts(world.notary, codecDocument, [release], { previous: first });
  await never([
    good,
    release,
    first,
    second,
    await withdraws(world.alice, codec, world.bob, { heads: [first] }),
  ]);
  const revocation = await revokes(world.admin, world.bob);
  expect(documentOf(revocation, FIRST_EPOCH)).toBe(AUTHORITY);
  await never([good, release, first, second, revocation]);
});

test('a release by a permission that ran out is never confirmed nor installed, in any order', async () => {
  const release = await releases(lent, codec, bad, { at: START + HOUR });
  const first = await receipts(world.notary, codecDocument, [good]);
  await never([good, release, first]);
  const late = await receipts(world.notary, codecDocument, [release], {
    previous: first,
    at: START + 3 * HOUR,
  });
  await never([good, release, first, late]);
});
