import { beforeEach, expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { createAggregates } from '../../src/app/engine/aggregates.ts';
import { refreshAggregates, storedAggregates } from '../../src/app/known-aggregates.ts';
import { followModerator } from '../../src/app/moderators.ts';
import { toHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/hash.ts';
import { parseMicros, parseModuleId, sha256Of, type Did } from '../../src/core/ids.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { ModuleAggregate } from '../../src/core/view/aggregate.ts';
import { aggregatesMessage, encodeAggregates, encodeIndex } from '../../src/core/view/signed-aggregates.ts';
import type { AggregatesAnswer } from '../../src/ports/aggregates.ts';
import type { Signer } from '../../src/ports/identity.ts';
import type { Topic } from '../../src/ports/engine.ts';
import { keeperOf } from '../support/keeper.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { standingWorld, type StandingWorld } from '../support/standing-world.ts';
import { vouches } from '../support/vouches.ts';

const clock = () => parseMicros(START + 3_600_000_000);
const codec: ModuleAggregate = {
  id: parseModuleId('io.example.codec'),
  downloads: 9,
  installs: 4,
  ratings: [0, 0, 1, 0, 3],
  trusted: [0, 0, 0, 0, 2],
};
let world: StandingWorld;
let [relay, carol, dave]: Signer[] = [];
let tables = memoryTables();

beforeEach(async () => {
  world = await standingWorld();
  [relay, carol, dave] = await Promise.all(['relay', 'carol', 'dave'].map((name) => signerNamed(name)));
  tables = memoryTables();
  const pin = { namespace: toHex(world.namespace), relay: relay?.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
});

async function signed(
  rows: readonly ModuleAggregate[],
  { at = START, by = relay as Signer, invited = [] as readonly Did[] } = {},
): Promise<AggregatesAnswer> {
  const part = encodeAggregates(rows);
  const index = encodeIndex({
    namespace: world.namespace,
    time: parseMicros(at),
    invited,
    parts: [sha256Of(sha256(part))],
  });
  return {
    etag: `W/"${at}"`,
    index,
    signature: await by.sign(aggregatesMessage(index)),
    parts: [part],
  };
}

const refresh = (answer: AggregatesAnswer | 'unchanged') =>
  refreshAggregates(
    { tables, clock },
    { namespace: world.namespace, relay: (relay as Signer).did },
    async () => answer,
  );

test('what the pinned relay signed is kept, asked for by its tag, and there without a network', async () => {
  expect(await storedAggregates({ tables })).toBeUndefined();
  await refresh(await signed([codec], { invited: [(carol as Signer).did] }));
  const known = { rows: [codec], invited: new Set([(carol as Signer).did]) };
  expect(await storedAggregates({ tables })).toEqual(known);

  const tags: (string | undefined)[] = [];
  const pin = { namespace: world.namespace, relay: (relay as Signer).did };
  await refreshAggregates({ tables, clock }, pin, async (etag) => {
    tags.push(etag);
    return 'unchanged';
  });
  expect(tags).toEqual([`W/"${START}"`]);
  expect(await storedAggregates({ tables })).toEqual(known);
});

test('what another signed, was changed on its way, or is older changes nothing', async () => {
  await refresh(await signed([codec], { at: START + 10 }));
  const more = [{ ...codec, downloads: 99 }];
  await expect(refresh(await signed(more, { at: START + 20, by: dave as Signer }))).rejects.toMatchObject({
    code: 'SignatureInvalid',
  });
  const changed = { ...(await signed([codec], { at: START + 20 })), parts: [encodeAggregates(more)] };
  await expect(refresh(changed)).rejects.toMatchObject({ code: 'HashMismatch' });
  expect(await refresh(await signed(more, { at: START + 5 }))).toBeUndefined();
  expect((await storedAggregates({ tables }))?.rows).toEqual([codec]);

  await refresh(await signed(more, { at: START + 20 }));
  expect((await storedAggregates({ tables }))?.rows).toEqual(more);
});

/** An engine's, whose relay answers like that. */
function engineOf(answer: () => Promise<AggregatesAnswer | 'unchanged'>, authority: readonly Member[] = []) {
  const announced: Topic[] = [];
  const faults: unknown[] = [];
  const shown: (readonly ModuleAggregate[])[] = [];
  const members = new Map(authority.map((member) => [member.id, member]));
  const aggregates = createAggregates({
    device: {
      tables,
      clock,
      identity: keeperOf(dave as Signer),
      announce: (topics) => void announced.push(...topics),
    },
    catalogue: { setAggregates: async (rows) => void shown.push(rows) },
    ask: answer,
    members: async () => [...members.values()],
    isOnline: () => false,
    report: (fault) => void faults.push(fault),
  });
  return { aggregates, announced, faults, shown };
}

test('a new table is shown to the catalogue and announced; after a restart the stored one is', async () => {
  const first = engineOf(() => signed([codec]));
  await first.aggregates.open();
  expect(first.shown).toEqual([]);
  await first.aggregates.check();
  expect(first.shown).toEqual([[codec]]);
  expect(first.announced).toEqual(['catalogue', 'aggregates']);

  const restarted = engineOf(async () => 'unchanged');
  await restarted.aggregates.open();
  await restarted.aggregates.check();
  expect(restarted.shown).toEqual([[codec]]);
});

test('a relay that is silent, or counts nothing, is no fault; one that lies is', async () => {
  for (const error of [
    new GenError('Network', 'unreachable'),
    new GenError('NotFound', 'aggregates'),
    new GenError('PermissionDenied', 'read-capability'),
  ]) {
    const { aggregates, faults } = engineOf(() => Promise.reject(error));
    await aggregates.check();
    expect(faults).toEqual([]);
  }
  const { aggregates, faults, shown } = engineOf(() => signed([codec], { by: dave as Signer }));
  await aggregates.check();
  expect([faults, shown]).toMatchObject([[{ code: 'SignatureInvalid' }], []]);
});

test('whose ratings count: admins, whom they vouch for, who was invited, whom this person follows, and their own', async () => {
  const { admin, alice, rootHolder } = world;
  const [erin, frank] = await Promise.all(['erin', 'frank'].map((name) => signerNamed(name)));
  const authority = [
    rootHolder.capability,
    admin.capability,
    await vouches(admin, (carol as Signer).did, true, START + 1),
  ];
  const { aggregates } = engineOf(() => signed([codec], { invited: [(erin as Signer).did] }), authority);
  await aggregates.check();
  await followModerator({ tables, identity: keeperOf(dave as Signer) }, (frank as Signer).did);

  const trusted = await aggregates.trusted();
  const counting = [admin.signer, carol, erin, frank, dave].map((one) => (one as Signer).did);
  for (const did of counting) expect(trusted.has(did)).toBe(true);
  expect(trusted.has(alice.signer.did)).toBe(false);
  expect(counting.every((did) => aggregates.isTrusted(did))).toBe(true);
});
