import { beforeEach, expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import type { Device } from '../../src/app/device.ts';
import { headsOver, standingHeads } from '../../src/app/standing-heads.ts';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { Capability } from '../../src/core/access/capability.ts';
import { delegate } from '../../src/core/access/delegation.ts';
import { toHex } from '../../src/core/bytes.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import type { DocumentPath } from '../../src/core/record/document.ts';
import { MAX_HEADS } from '../../src/core/record/kinds.ts';
import { comparePlaces, type Place } from '../../src/core/view/chain-tree.ts';
import type { ServedHead } from '../../src/core/view/signed-head.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { inviteTo, letRead, rootCapability } from '../../src/relay/root-grants.ts';
import { endOf, storyteller, type Storyteller } from '../support/heads.ts';
import { signerNamed, START } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

const codec = parseModuleId('io.acme.codec');
let teller: Storyteller;

beforeEach(async () => {
  teller = await storyteller();
});

/** An admin's device whose relay shows this head. */
async function deviceAt(served: ServedHead, relay = teller.notary.did): Promise<Device> {
  const tables = memoryTables();
  const pin = { namespace: toHex(teller.world.namespace), relay };
  await tables.write([{ table: 'settings', put: { key: 'pin', value: pin } }]);
  const none = { records: { membersOf: async () => [] }, clock: () => parseMicros(START * 2) };
  const head = async () => ({ ...served, etag: '' });
  const { namespace } = teller.world;
  return { ...none, namespace, tables, relay: { ...NO_RELAY, head } } as unknown as Device;
}

async function invitation() {
  const { publicKey } = await signerNamed('acme');
  return (await inviteTo(teller.world.root, 'io.acme', publicKey, undefined)).capability;
}

const chainsOf = async (documents: readonly string[]) =>
  Promise.all(documents.map((document) => teller.chain(document, [document])));

async function placesBelow(count: number): Promise<Place[]> {
  const [chain = []] = await chainsOf(['module/io.acme.a']);
  const place = endOf(chain);
  return Array.from({ length: count }, (_, n) => {
    const receipt = `${String(n).padStart(4, '0')}${place.receipt.slice(4)}` as Place['receipt'];
    return { ...place, document: `module/io.acme.a${n}` as DocumentPath, receipt };
  }).sort(comparePlaces);
}

test('what is ended over a part of the names leaves the chains of all modules below it standing, and of no others', async () => {
  const below = await chainsOf(['module/io.acme', 'module/io.acme.codec', 'module/io.acme.image.resize']);
  const beside = await chainsOf(['module/io.acmes.codec', 'ratings/io.acme.codec', 'catalog/3', 'authority']);
  const device = await deviceAt(await teller.head(0, [...below, ...beside]));

  const heads = await standingHeads(device, codec, [await invitation()]);

  expect([...heads].sort()).toEqual(below.map((chain) => endOf(chain).receipt).sort());
});

/** As the root hands it on: to the notary of this world unless it is for somebody else. */
async function given(area: Partial<Area>, to = teller.notary): Promise<Capability> {
  const { root } = teller.world;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const { capability } = await rootCapability(root, 'write');
  return delegate(capability, { area: { ...FULL_AREA, ...area }, receiver: to.publicKey, sign });
}

test('of a notary its own chains stand in every document, of a naming key those of all modules', async () => {
  const modules = await chainsOf(['module/io.acme.codec', 'module/io.other.codec']);
  const others = await chainsOf(['ratings/io.acme.codec', 'authority']);
  const device = await deviceAt(await teller.head(0, [...modules, ...others]));
  const ends = (chains: typeof modules) => chains.map((chain) => endOf(chain).receipt).sort();
  const over = async (area: Partial<Area>, to?: Signer) =>
    [...(await headsOver(device, await given(area, to)))].sort();

  expect(await over({ path: ['modules'] })).toEqual(ends(modules));
  expect(await over({ path: ['receipts'] })).toEqual(ends([...modules, ...others]));
  expect(await over({ path: ['receipts'] }, await signerNamed('another notary'))).toEqual([]);
  expect(await over({})).toEqual(ends([...modules, ...others]));
});

test('by a permission to read or to sign heads nothing is made that stands in a document', async () => {
  const device = await deviceAt(await teller.head(0, await chainsOf(['module/io.acme.codec', 'authority'])));
  const { root, notary } = { root: teller.world.root, notary: teller.notary.publicKey };

  expect(await headsOver(device, await given({ path: ['heads'] }))).toEqual([]);
  const reader = await letRead(root, undefined, notary, undefined);
  expect(await headsOver(device, reader.capability)).toEqual([]);
});

test('a revocation names so many chains and not one more', async () => {
  const most = await deviceAt(await teller.head(0, [], { asIs: await placesBelow(MAX_HEADS) }));
  expect(await standingHeads(most, codec, [await invitation()])).toHaveLength(MAX_HEADS);

  const more = await deviceAt(await teller.head(0, [], { asIs: await placesBelow(MAX_HEADS + 1) }));
  await expect(standingHeads(more, codec, [await invitation()])).rejects.toMatchObject({
    code: 'QuotaExceeded',
    reason: 'heads',
    data: { limit: MAX_HEADS },
  });
});

test('a head that the pinned relay did not sign, or that is over another list, decides nothing', async () => {
  const [chain = [], other = []] = await chainsOf(['module/io.acme.codec', 'module/io.acme.other']);
  const by = await deviceAt(await teller.head(0, [chain]), teller.world.root.did);
  const list = await deviceAt(await teller.head(0, [chain, other], { listed: [chain] }));

  await expect(standingHeads(by, codec, [await invitation()])).rejects.toMatchObject({
    reason: 'head-signer',
  });
  await expect(standingHeads(list, codec, [await invitation()])).rejects.toMatchObject({
    reason: 'head-tree',
  });
});
