import { expect, test } from 'vitest';
import { toHex } from '../../src/core/bytes.ts';
import { parseMicros, sha256Of } from '../../src/core/ids.ts';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import {
  encodeSnapshots,
  MAX_SNAPSHOT,
  snapshotsMessage,
  verifySnapshots,
  type SnapshotFile,
  type SnapshotList,
} from '../../src/core/view/signed-snapshots.ts';
import { signerNamed, START, testNamespace } from '../support/namespace.ts';

const NOW = parseMicros(START + 1);

function fileOf(shard: number, change: Partial<SnapshotFile> = {}): SnapshotFile {
  const path = `catalog/${shard}` as DocumentPath;
  return { path, sha256: sha256Of(new Uint8Array(32).fill(shard)), size: 1000, cards: 40, ...change };
}

async function world() {
  const { namespace } = await testNamespace();
  const notary = await signerNamed('root/notary');
  const list: SnapshotList = { namespace, epoch: 0, time: NOW, files: [fileOf(3), fileOf(17)] };
  const place = { namespace, epoch: FIRST_EPOCH, relay: notary.did, now: NOW };
  const served = async (bytes: Uint8Array, signer = notary) => ({
    list: bytes,
    signature: await signer.sign(snapshotsMessage(bytes)),
  });
  const verify = async (bytes: Uint8Array, change: Partial<typeof place> = {}) =>
    verifySnapshots(await served(bytes), { ...place, ...change });
  return { list, notary, namespace, place, served, verify };
}

test('a list that the pinned relay signed names each file with its hash, size and number of cards', async () => {
  const { list, verify } = await world();

  expect(await verify(encodeSnapshots(list))).toEqual(list);
});

test('a list by another key, or with bytes changed, is refused', async () => {
  const { list, place, served } = await world();
  const bytes = encodeSnapshots(list);
  const mallory = await signerNamed('mallory');
  const bent = Uint8Array.from(bytes, (byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));
  const { signature } = await served(bytes);

  for (const wrong of [await served(bytes, mallory), { list: bent, signature }])
    await expect(verifySnapshots(wrong, place)).rejects.toMatchObject({
      code: 'SignatureInvalid',
      reason: 'snapshots',
    });
});

test('a list of another namespace, of another epoch, or from the future is refused', async () => {
  const { list, verify } = await world();
  const other = await testNamespace('other');
  const bytes = encodeSnapshots(list);
  const later = encodeSnapshots({ ...list, time: parseMicros(NOW + 3_600_000_000) });

  await expect(verify(bytes, { namespace: other.namespace })).rejects.toMatchObject({ reason: 'snapshots' });
  await expect(verify(bytes, { epoch: { number: 1, shards: 64 } })).rejects.toMatchObject({
    reason: 'snapshots',
  });
  await expect(verify(later)).rejects.toMatchObject({ reason: 'snapshots-ahead' });
});

test.each([
  ['twice', [fileOf(3), fileOf(3)]],
  ['out of order', [fileOf(17), fileOf(3)]],
  ['beyond the shards of its epoch', [fileOf(64)]],
  ['larger than may be', [fileOf(3, { size: MAX_SNAPSHOT + 1 })]],
  ['of no bytes', [fileOf(3, { size: 0 })]],
])('a list with a file %s is none', async (_, files) => {
  const { list, verify } = await world();

  await expect(verify(encodeSnapshots({ ...list, files }))).rejects.toMatchObject({
    code: 'InvalidInput',
    reason: 'snapshots',
  });
});

test('a list that is not canonical, or says more than a list says, is none', async () => {
  const { list, verify } = await world();
  const more = encodeCanonical({ namespace: list.namespace, epoch: 0, time: NOW, files: [], more: 1 });
  // The length of the map in two bytes.
  const loose = Uint8Array.of(0xb8, 0x04, ...encodeSnapshots(list).subarray(1));

  await expect(verify(more)).rejects.toMatchObject({ reason: 'snapshots' });
  await expect(verify(loose)).rejects.toMatchObject({ reason: 'cbor' });
});

test('the bytes of the example are those of docs/FORMAT.md', async () => {
  const { list, served } = await world();
  const { list: bytes, signature } = await served(encodeSnapshots(list));

  expect([toHex(bytes), toHex(signature)]).toMatchInlineSnapshot(`
    [
      "a46474696d651b00060a24181e40016565706f6368006566696c6573828403582003030303030303030303030303030303030303030303030303030303030303031903e818288411582011111111111111111111111111111111111111111111111111111111111111111903e81828696e616d657370616365582037809c928f91690bbe63b8ef64b823661d7f183f66d28900e7c6a0468b39bb37",
      "163787950268b34568048452832e68d63143aae5bd9c4106526a25ed00d4664cc9a24cbb0d5ef69e46a0bcfc5cfa1ca2dde3923d6ff5160ddc83f377c7e88804",
    ]
  `);
});
