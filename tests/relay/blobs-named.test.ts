import { expect, test } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { parseModuleId, sha256Of } from '../../src/core/ids.ts';
import { blobsNamedBy } from '../../src/relay/blobs-named.ts';
import { Publisher, rates, signerNamed, testNamespace } from '../support/namespace.ts';

const CODEC = parseModuleId('io.acme.codec');

test('binaries, changelogs and readmes are named by the records of a module, and by nothing else of it', async () => {
  const namespace = await testNamespace();
  const alice = await signerNamed('alice');
  const { capability, members } = await namespace.grants(alice, CODEC);
  const publisher = new Publisher(namespace.namespace, CODEC, alice, capability);
  const changelog = sha256(Uint8Array.of(1));
  const readme = sha256Of(sha256(Uint8Array.of(2)));
  const release = await publisher.releases('1.0.0', 'wasm', { changelog });

  const named = blobsNamedBy([
    ...members,
    release,
    await publisher.releases('1.0.1', 'wasm'),
    await publisher.sets('readme', readme),
    await publisher.sets('readme', null),
    await publisher.sets('name', 'Codec'),
    await publisher.cards('1.0.0'),
    await publisher.writes(['versions', '1.0.2'], Uint8Array.of(0xa0)),
    await rates(namespace.namespace, alice, CODEC, 5),
  ]);

  expect(named).toEqual([sha256Of(sha256(new TextEncoder().encode('wasm'))), sha256Of(changelog), readme]);
});
