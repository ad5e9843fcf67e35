import { Repo, type PeerId } from '@automerge/automerge-repo/slim';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import type { Device } from '../../src/app/device.ts';
import { createFreshness, type Freshness } from '../../src/app/engine/freshness.ts';
import { ownedCapability } from '../../src/core/access/delegation.ts';
import { toHex, fromBase64Url } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, type Micros } from '../../src/core/ids.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { capabilityMember, decodeMember, type Member } from '../../src/core/record/member.ts';
import { signRecord } from '../../src/core/record/record.ts';
import { isStale, mayUpdateUnattended } from '../../src/core/view/freshness.ts';
import type { ServedHead } from '../../src/core/view/signed-head.ts';
import type { Connection } from '../../src/ports/connection.ts';
import { createGate } from '../../src/replica/gate.ts';
import { peerIdOf } from '../../src/replica/handshake.ts';
import { RelayLink } from '../../src/replica/relay-link.ts';
import { testEngine } from '../support/engine.ts';
import { storyteller, type Storyteller } from '../support/heads.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { START } from '../support/namespace.ts';
import { person } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';
import { NOBODY } from '../support/keeper.ts';

const CODEC = 'module/io.acme.codec';
const HOUR = 3_600_000_000;
const gone = (): never => {
  throw new Error('not in this test');
};

interface Watcher {
  readonly freshness: Freshness;
  readonly shown: Connection;
  readonly faults: GenError[];
  now: Micros;
  /** What the relay shows next; nothing: it keeps silent. */
  relay: ServedHead | undefined;
  authority: readonly Member[];
}

let teller: Storyteller;
let tables = memoryTables();

beforeEach(async () => {
  teller = await storyteller();
  tables = memoryTables();
  const pin = { namespace: toHex(teller.world.namespace), relay: teller.notary.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
});

/** A device that remembers what is in `tables`; made again it is the same one after a restart. */
function watcher(now = START + 3 * HOUR): Watcher {
  const faults: GenError[] = [];
  const device: Device = {
    namespace: teller.world.namespace,
    tables,
    relay: {
      facts: gone,
      post: gone,
      document: gone,
      hasBlob: gone,
      putBlob: gone,
      readBlob: gone,
      leaveAnswer: gone,
      collectAnswer: gone,
      async head(etag) {
        if (state.relay === undefined) throw new GenError('Network', 'unreachable');
        const own = decodeMember(state.relay.head).id;
        return own === etag ? 'unchanged' : { ...state.relay, etag: own };
      },
    },
    identity: NOBODY,
    records: { membersOf: async () => state.authority },
    locks: memoryLocks(),
    clock: () => state.now,
    announce: () => undefined,
  };
  const shown: Connection = { state: 'online', relay: '' };
  const state: Watcher = {
    shown,
    faults,
    now: parseMicros(now),
    relay: undefined,
    authority: [],
    freshness: createFreshness({
      tables,
      clock: device.clock,
      device: async () => device,
      isOnline: () => true,
      show: (facts) => Object.assign(shown, facts),
      report: (fault) => faults.push(fault as GenError),
    }),
  };
  return state;
}

test('a verified head is what freshness is counted from, after a restart too', async () => {
  const first = watcher();
  first.relay = await teller.head(0, [await teller.chain(CODEC, ['a'])]);
  await first.freshness.check();
  expect(first.shown).toMatchObject({ verifiedAt: START + HOUR, alarm: undefined });

  const again = watcher();
  await again.freshness.met([]);
  await expect.poll(() => again.shown.verifiedAt).toBe(START + HOUR);
});

test('a silent relay shows as age: stale after 24 hours, no unattended update after 7 days', async () => {
  const device = watcher();
  device.relay = await teller.head(0, []);
  await device.freshness.check();
  device.relay = undefined;
  const { verifiedAt } = device.shown;
  const after = async (hours: number) => {
    device.now = parseMicros(START + HOUR + hours * HOUR);
    await device.freshness.check();
    expect(device.shown.verifiedAt).toBe(verifiedAt);
    return [isStale(verifiedAt, device.now), mayUpdateUnattended(verifiedAt, device.now)];
  };

  expect(await after(23)).toEqual([false, true]);
  expect(await after(24)).toEqual([true, true]);
  expect(await after(7 * 24)).toEqual([true, false]);
  expect(device.faults).toEqual([]);
});

test('a head of very many chains is asked for once an hour, and at once where there is an alarm', async () => {
  const device = watcher();
  const [end] = (await teller.head(0, [await teller.chain(CODEC, ['a'])])).chains;
  if (end === undefined) throw new Error('no chain');
  const many = Array.from({ length: 20_000 }, (_, index) => ({
    ...end,
    document: `module/io.acme.m${100_000 + index}` as typeof end.document,
  }));
  device.relay = await teller.head(0, [], { asIs: many });
  await device.freshness.check();
  const shown: (Micros | undefined)[] = [];
  for (const minutes of [1, 59, 61]) {
    device.relay = await teller.head(1, [], { asIs: many.slice(minutes > 60 ? 1 : 0) });
    device.now = parseMicros(START + 3 * HOUR + minutes * 60_000_000);
    await device.freshness.check();
    shown.push(device.shown.verifiedAt);
  }
  expect(shown).toEqual([START + HOUR, START + HOUR, START + HOUR]);
  expect(device.shown.alarm).toMatchObject({ kind: 'split', difference: { kind: 'missing' } });

  await device.freshness.dismiss();
  await device.freshness.check();
  expect(device.shown).toMatchObject({ verifiedAt: START + 2 * HOUR, alarm: undefined });
});

test('a relay that shows its last head for ever is as stale as a silent one', async () => {
  const device = watcher();
  device.relay = await teller.head(0, []);
  await device.freshness.check();
  device.now = parseMicros(START + 49 * HOUR);
  await device.freshness.check();

  expect(isStale(device.shown.verifiedAt, device.now)).toBe(true);
});

test('a relay that never showed a head is stale a day after it was first asked', async () => {
  const device = watcher();
  await device.freshness.check();
  const { awaitedSince } = device.shown;
  await device.freshness.check();

  expect(device.shown).toMatchObject({ verifiedAt: undefined, awaitedSince: START + 3 * HOUR });
  expect(isStale(awaitedSince, parseMicros(START + 27 * HOUR))).toBe(true);
});

test('an older head than the one seen is refused and reported, also after a restart, until it goes forward again', async () => {
  const before = watcher();
  const heads = [await teller.head(0, []), await teller.head(1, [])] as const;
  before.relay = heads[1];
  await before.freshness.check();

  const device = watcher(START + 5 * HOUR);
  device.relay = heads[0];
  await device.freshness.check();
  expect(device.shown).toMatchObject({
    verifiedAt: START + 2 * HOUR,
    alarm: {
      kind: 'rollback',
      at: START + 5 * HOUR,
      seen: { number: 1, time: START + 2 * HOUR },
      shown: { number: 0, time: START + HOUR },
    },
  });

  device.relay = await teller.head(2, [], { previous: decodeMember(heads[1].head).id });
  await device.freshness.check();
  expect(device.shown).toMatchObject({ verifiedAt: START + 3 * HOUR, alarm: undefined });
});

test.each([
  ['a smaller number, though it is younger', 0, 4],
  ['an earlier time, though its number is greater', 2, 1],
])('a head of %s goes back', async (_, number, hour) => {
  const device = watcher(START + 5 * HOUR);
  device.relay = await teller.head(1, []);
  await device.freshness.check();
  device.relay = await teller.head(number, [], { time: START + hour * HOUR });
  await device.freshness.check();

  expect(device.shown).toMatchObject({
    verifiedAt: START + 2 * HOUR,
    alarm: { kind: 'rollback', seen: { number: 1 }, shown: { number } },
  });
});

test('a chain that the head before listed, and this one does not, is missing, with no document at hand', async () => {
  const device = watcher();
  const first = await teller.head(0, [await teller.chain(CODEC, ['a', 'b'])]);
  device.relay = first;
  await device.freshness.check();
  device.relay = await teller.head(1, [], { previous: decodeMember(first.head).id });
  await device.freshness.check();

  expect(device.shown.alarm).toMatchObject({
    kind: 'split',
    difference: { kind: 'missing', document: CODEC, number: 1, listed: undefined },
  });
});

test('a thousand replays of old heads, with restarts, never go below what this device has seen', async () => {
  const heads: ServedHead[] = [];
  for (let number = 0; number < 20; number += 1) heads.push(await teller.head(number, []));
  let device = watcher(START + 30 * HOUR);
  device.relay = heads[19];
  await device.freshness.check();
  let regressions = 0;
  for (let replay = 0; replay < 1000; replay += 1) {
    if (replay % 50 === 0) device = watcher(START + 30 * HOUR);
    device.relay = heads[replay % 19];
    await device.freshness.check();
    if (device.shown.verifiedAt !== START + 20 * HOUR || device.shown.alarm?.kind !== 'rollback')
      regressions += 1;
  }
  expect(regressions).toBe(0);
});

test('another end of a chain than the one seen before is a split that names document and both receipts', async () => {
  const device = watcher();
  const [one, other] = [await teller.chain(CODEC, ['a']), await teller.chain(CODEC, ['b'])];
  device.relay = await teller.head(0, [one]);
  await device.freshness.check();
  device.relay = await teller.head(1, [other]);
  await device.freshness.check();

  expect(device.shown).toMatchObject({
    verifiedAt: START + HOUR,
    alarm: {
      kind: 'split',
      difference: { kind: 'receipt', document: CODEC, number: 0, one: one[0]?.id, other: other[0]?.id },
      more: 0,
    },
  });
});

test('receipts in an opened document are held against the head, whichever is there first', async () => {
  const told = await teller.chain(CODEC, ['a', 'b']);
  const held = await teller.chain(CODEC, ['a', 'other', 'c']);
  const headFirst = watcher();
  headFirst.relay = await teller.head(0, [told]);
  await headFirst.freshness.check();
  await headFirst.freshness.met(held);

  tables = memoryTables();
  const pin = { namespace: toHex(teller.world.namespace), relay: teller.notary.did };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const documentFirst = watcher();
  await documentFirst.freshness.met(held);
  documentFirst.relay = headFirst.relay;
  await documentFirst.freshness.check();

  for (const { shown } of [headFirst, documentFirst]) {
    expect(shown.alarm).toMatchObject({
      kind: 'split',
      difference: { kind: 'receipt', document: CODEC, number: 1 },
    });
  }
});

test('what a document holds and an hour later no head lists is missing', async () => {
  const device = watcher();
  await device.freshness.met(await teller.chain(CODEC, ['a', 'b']));
  device.relay = await teller.head(0, [await teller.chain(CODEC, ['a'])]);
  await device.freshness.check();

  expect(device.shown.alarm).toMatchObject({
    kind: 'split',
    difference: { kind: 'missing', document: CODEC, number: 1, listed: 0 },
  });
});

test('what a document holds beyond a head that is hardly younger is no alarm: it may have come after', async () => {
  const device = watcher();
  await device.freshness.met(await teller.chain(CODEC, ['a', 'b']));
  device.relay = await teller.head(0, [await teller.chain(CODEC, ['a'])], { time: START + 2_000_000 });
  await device.freshness.check();

  expect(device.shown).toMatchObject({ alarm: undefined, verifiedAt: START + 2_000_000 });
});

test('an alarm stays over restarts and good heads, until somebody has looked', async () => {
  const before = watcher();
  const [one, other] = [await teller.chain(CODEC, ['a']), await teller.chain(CODEC, ['b'])];
  await before.freshness.met([...one, ...other]);
  expect(before.shown.alarm?.kind).toBe('split');

  const device = watcher();
  device.relay = await teller.head(0, [one]);
  await device.freshness.check();
  expect(device.shown.alarm?.kind).toBe('split');

  await device.freshness.dismiss();
  await device.freshness.met([...one, ...other]);
  await device.freshness.check();
  expect(device.shown).toMatchObject({ alarm: undefined, verifiedAt: START + HOUR });
});

test('a head by another key than the pinned one is refused as the connection’s problem', async () => {
  const device = watcher();
  const { notary } = await storyteller('stranger');
  device.relay = await teller.head(0, [], { signer: notary });
  await device.freshness.check();

  expect(device.shown).toMatchObject({
    verifiedAt: undefined,
    problem: { code: 'PermissionDenied', reason: 'head-signer' },
  });
});

test('a head by a key whose permission for heads was revoked is refused', async () => {
  const device = watcher();
  device.relay = await teller.head(0, []);
  device.authority = await revocationOf(device.relay.capability);
  await device.freshness.check();

  expect(device.shown).toMatchObject({ verifiedAt: undefined, problem: { reason: 'head-signer' } });
});

async function revocationOf(encoded: Uint8Array): Promise<Member[]> {
  const { namespace, root } = teller.world;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const capability = capabilityMember(
    await ownedCapability({ namespace, user: namespace, mode: 'write', sign }),
  );
  const record = await signRecord(
    {
      namespace,
      subspace: root.publicKey,
      path: ['revocations', decodeMember(encoded).id],
      timestamp: parseMicros(START),
      credential: fromBase64Url(capability.id),
      payload: writeBody('revocation', { heads: [], reason: 'stolen' }),
    },
    root.sign,
  );
  return [capability, record, decodeMember(encoded)];
}

test('an engine that syncs with a relay has verified its head', async () => {
  const world = await startTestRelay();
  const { device, signer } = await person(world.relay.address);
  const relay = world.relay.facts.relay;
  const peer = peerIdOf(signer.did, 'test');
  let link: RelayLink | undefined;
  const storage = memoryStorage();
  const { engine, connectivity } = await testEngine(device, {
    async openRepo(session) {
      link = new RelayLink({
        url: `${world.relay.address.replace(/^http/, 'ws')}/sync`,
        gate: createGate(),
        opened: (id) => session()?.replica.opened(id),
        relay,
        peer,
        sign: (message) => signer.sign(message),
        retryInterval: 100,
        onState: (state) => connectivity.link(state),
        onAnswer: (document, complete) => session()?.answered(document, complete),
        onRefused: (error) => connectivity.problem(error),
      });
      return { repo: new Repo({ storage, network: [link], peerId: peer as PeerId }), storage };
    },
  });
  onTestFinished(async () => {
    link?.disconnect();
    await world.close();
  });

  await expect
    .poll(async () => (await engine.connection()).verifiedAt, { timeout: 10_000 })
    .toBeGreaterThan(0);
  expect((await engine.connection()).alarm).toBeUndefined();
});
