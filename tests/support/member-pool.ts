import { areaOf } from '../../src/core/access/capability.ts';
import { didOf, parseMicros, type Micros, type ModuleId } from '../../src/core/ids.ts';
import { admit1 } from '../../src/core/record/admission.ts';
import {
  documentOf,
  FIRST_EPOCH,
  moduleDocument,
  modulePath,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { readBody, writeBody, writeMetadata } from '../../src/core/record/kinds.ts';
import type { Member } from '../../src/core/record/member.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import {
  bytesOf,
  cancels,
  grants,
  handsOn,
  handsOver,
  letsIn,
  ownerOf,
  receipts,
  releases,
  revokes,
  says,
  settles,
  withdraws,
  type Holder,
} from './holder.ts';
import { rates, START } from './namespace.ts';
import { randomOf, type Random } from './random.ts';
import { codec, HOUR, now, standingWorld, type StandingWorld } from './standing-world.ts';

const YEAR = 365.25 * 24 * HOUR;

/** A record with what it was made by, and the document that it belongs to. */
export interface PoolItem {
  readonly record: GenRecord;
  readonly members: readonly Member[];
  readonly document: DocumentPath;
  readonly admissible: boolean;
}

export interface MemberPool {
  readonly world: StandingWorld;
  readonly id: ModuleId;
  readonly now: Micros;
  readonly holders: readonly Holder[];
  readonly items: readonly PoolItem[];
}

async function people(world: StandingWorld): Promise<Holder[]> {
  const { rootHolder, naming, notary, admin, otherAdmin, alice, bob } = world;
  const naming2 = await handsOn(rootHolder, 'naming-2', { path: ['modules'] });
  return [
    rootHolder,
    naming,
    notary,
    admin,
    otherAdmin,
    alice,
    bob,
    naming2,
    await handsOn(rootHolder, 'notary-2', { path: ['receipts'] }),
    await handsOn(admin, 'junior', { path: ['revocations'] }),
    await handsOn(rootHolder, 'guest', { path: ['revocations'], times: { end: START + 5 * HOUR } }),
    await handsOn(bob, 'carol'),
    await handsOn(alice, 'lent', { times: { end: START + 4 * HOUR } }),
    await ownerOf(naming2, 'alice', codec),
    await ownerOf(naming2, 'mallory', codec),
    await ownerOf(naming, 'paul', codec),
    // What Alice would be given if the name came back to her.
    await ownerOf(naming, 'alice', codec, { times: { start: 1 } }),
  ];
}

/** Mostly within the last hours; else years off, before and ahead of every reader. */
function timeOf(random: Random): number {
  if (random.chance(0.8)) return START + random.below(10 * HOUR);
  return START + (random.chance(0.5) ? 1 : -1) * random.below(10 * YEAR);
}

type Draw = (random: Random, by: Holder, at: number) => Promise<GenRecord>;

/** What is drawn, and by whom it is more often than not: it would hardly ever stand otherwise. */
type Deal = readonly [Draw, readonly Holder[]];

/** Everything that anybody may try, without regard to whether it can stand or be admitted. */
function deals(
  world: StandingWorld,
  holders: readonly Holder[],
  made: readonly GenRecord[],
): readonly Deal[] {
  const { rootHolder, naming, notary, admin, otherAdmin, alice, bob } = world;
  const pillars = new Set([rootHolder, naming, notary, admin, otherAdmin, alice]);
  const others = holders.filter((holder) => !pillars.has(holder));
  const below = others.filter(({ capability }) => areaOf(capability.capability).subspace !== undefined);
  const publishers = [alice, bob, ...below];
  const notaries = holders.filter(({ capability }) => areaOf(capability.capability).path[0] === 'receipts');
  // Of those that everything hangs by one is cut off now and then only, else little would ever stand.
  const target = (random: Random): Holder => random.pick(random.chance(0.9) ? others : holders);
  const place = (...rest: string[]): string[] => ['modules', ...modulePath(codec), ...rest];
  const receiptsOf = (): GenRecord[] => made.filter(({ path }) => path[0] === 'receipts');
  const heads = (random: Random): GenRecord[] => random.some(receiptsOf(), 0.3).slice(0, 3);
  const versions = ['1.0.0', '1.0.0+build', '1.1.0', '2.0.0-rc.1'];
  const release: Draw = (random, by, at) =>
    releases(by, codec, random.pick(versions), { at, content: random.pick(['a', 'b']) });
  const receipt: Draw = (random, by, at) => {
    const document = random.chance(0.7) ? moduleDocument(codec) : 'authority';
    const named = random.some(made, 0.2).slice(0, 5);
    const before = receiptsOf().filter(({ path }) => path.slice(1, -1).join('/') === document);
    const previous = before.length > 0 && random.chance(0.7) ? { previous: random.pick(before) } : {};
    return receipts(by, document, named.length > 0 ? named : [world.grant], { at, ...previous });
  };
  const revocation: Draw = (random, by, at) => revokes(by, target(random), { at, heads: heads(random) });
  const withdrawal: Draw = (random, by, at) =>
    withdraws(by, codec, target(random), { at, heads: heads(random) });
  const garbage: Draw = (random, by, at) => {
    const kind = random.pick(['versions/1.0.0', 'status/1.0.0', 'grant', 'tags/x', 'tombstone', 'dreams/x']);
    return says(by, place(...kind.split('/')), Uint8Array.of(random.below(256), 0), at);
  };
  const edit: Draw = (random, by, at) =>
    random.pick([
      () => says(by, place('metadata', 'name'), writeMetadata('name', `name ${random.below(9)}`), at),
      () => says(by, place('tags', 'x'), writeBody('tag', { add: true }), at),
      () => says(by, place('tags', 'x'), writeBody('tag', { remove: [bytesOf(random.pick(made))] }), at),
      () => says(by, place('status', '1.0.0'), writeBody('status', { status: 'yanked', reason: '' }), at),
      () => letsIn(by, codec, random.pick(holders), at),
      () => settles(by, codec, '1.0.0', random.pick(made), at),
      () => grants(by, codec, random.pick(holders), at),
    ])();
  const owners = holders.filter(({ signer, capability: { capability } }) => {
    const { subspace } = areaOf(capability);
    return capability.delegations.length === 2 && subspace !== undefined && didOf(subspace) === signer.did;
  });
  /** Nearly always all that there is: what is left out falls. */
  const known = (random: Random): GenRecord[] => (random.chance(0.8) ? receiptsOf() : heads(random));
  const succession: Draw = (random, by, at) => {
    const transfers = made.filter(({ path }) => path.at(-1) === 'transfer');
    if (transfers.length === 0 || random.chance(0.4)) {
      if (random.chance(0.1)) return cancels(by, codec, at);
      const others = owners.filter(({ signer }) => signer.did !== by.signer.did);
      return handsOver(by, codec, random.pick(others), { at, heads: known(random) });
    }
    const byAlice = transfers.filter(({ credential }) => credential === alice.capability.id);
    const transfer = random.pick(byAlice.length > 0 && random.chance(0.6) ? byAlice : transfers);
    const body = readBody('transfer', transfer.payload);
    const named = owners.filter(({ signer }) => body !== undefined && 'to' in body && body.to === signer.did);
    const to = random.pick(named.length > 0 ? named : owners);
    // A relay grants after it was told; now and then one is off.
    const time = random.chance(0.8) ? transfer.timestamp + 1 : at;
    return grants(naming, codec, to, time, { transfer, heads: known(random) });
  };
  const communal: Draw = async (random, by, at) =>
    random.chance(0.5)
      ? rates(world.namespace, by.signer, codec, random.pick([1, 2, 3, 4, 5] as const), at)
      : cardOf(world, by, random, at);
  return [
    [release, publishers],
    [release, publishers],
    [receipt, notaries],
    [receipt, notaries],
    [revocation, [rootHolder, admin, otherAdmin]],
    [withdrawal, publishers],
    [garbage, publishers],
    [edit, publishers],
    [edit, [...publishers, admin, naming]],
    [communal, holders],
    [succession, [alice, alice, ...owners]],
    [receipt, notaries],
  ];
}

async function cardOf(world: StandingWorld, by: Holder, random: Random, at: number): Promise<GenRecord> {
  const body = { n: `card ${random.below(9)}`, d: '', v: '1.0.0', t: [], l: 'MIT', i: [], s: 8 };
  return signRecord(
    {
      namespace: world.namespace,
      subspace: by.signer.publicKey,
      path: ['modules', ...modulePath(codec), 'card'],
      timestamp: parseMicros(at),
      credential: new Uint8Array(),
      payload: writeBody('card', { ...body, k: 'library' }),
    },
    by.signer.sign,
  );
}

async function itemOf(world: StandingWorld, record: GenRecord, by: Holder | undefined): Promise<PoolItem> {
  const document = documentOf(record, FIRST_EPOCH);
  const past = { capability: () => by?.capability.capability };
  const address = { namespace: world.namespace, epoch: FIRST_EPOCH, path: document };
  const admissible = await admit1(address, record.bytes, past).then(
    () => true,
    () => false,
  );
  const capability = record.credential === undefined || by === undefined ? [] : [by.capability];
  return { record, members: [...capability, record], document, admissible };
}

/** The grant first; what follows is drawn, refers to what was drawn before, and is the same for the same seed. */
export async function memberPool(seed: number, size: number): Promise<MemberPool> {
  const random = randomOf(seed);
  const world = await standingWorld();
  const holders = await people(world);
  const made: GenRecord[] = [world.grant];
  const byCapability = new Map(holders.map((holder) => [holder.capability.id, holder]));
  const items = [await itemOf(world, world.grant, world.naming)];
  while (items.length < size) {
    const [draw, usual] = random.pick(deals(world, holders, made));
    const by = random.pick(random.chance(0.8) ? usual : holders);
    const record = await draw(random, by, timeOf(random)).catch(() => undefined);
    if (record === undefined) continue;
    made.push(record);
    items.push(
      await itemOf(world, record, byCapability.get(record.credential ?? world.naming.capability.id)),
    );
  }
  // A grant names a capability that must be there too: everybody's is.
  return { world, id: codec, now, holders, items };
}
