import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isCommunal } from '../../src/core/access/capability.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { parseModuleId, parsePublicKey } from '../../src/core/ids.ts';
import { AUTHORITY, FIRST_EPOCH } from '../../src/core/record/document.ts';
import { readBody } from '../../src/core/record/kinds.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import { admit1 } from '../../src/core/record/admission.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { decryptRootKey, encryptRootKey, readRootKey } from '../../src/relay/root-key.ts';
import { rootKeyAdvice } from '../../src/relay/root-key-advice.ts';
import { startRelay } from '../../src/relay/start-relay.ts';
import {
  documentMembers,
  emptyFolder,
  publisher,
  relayConfig,
  releasedModule,
  runningRelay,
} from './world.ts';

const CODEC = parseModuleId('io.acme.codec');

test('the first start makes an owned namespace whose root says which keys grant and receipt', async () => {
  const relay = await runningRelay();
  const namespace = parsePublicKey(fromHex(relay.facts.namespace));
  const members = relay.journal.members(AUTHORITY).map(decodeMember);
  const { capabilities, records } = recordSet(members);
  const past = { capability: (id: (typeof members)[number]['id']) => capabilities.get(id) };
  const address = { namespace, epoch: FIRST_EPOCH, path: AUTHORITY };
  await Promise.all(members.map(({ bytes }) => admit1(address, bytes, past)));

  expect(isCommunal(namespace)).toBe(false);
  const keys = records.map(({ payload }) => readBody('key', payload));
  expect(keys.map((key) => key?.role)).toEqual(['naming', 'notary']);
  expect(keys[1]?.key).toBe(relay.facts.relay);
});

test('keys are readable by their owner alone', async () => {
  const data = await emptyFolder();
  await runningRelay({ data });
  const modes = await Promise.all(['root.key', 'relay-keys.json'].map((file) => stat(join(data, file))));
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600]);
});

test('a relay whose root key was taken away starts as the same one, with all its records', async () => {
  const data = await emptyFolder();
  const first = await startRelay(relayConfig(data));
  const alice = publisher(first);
  await releasedModule(alice, CODEC);
  const before = await documentMembers(alice, CODEC);
  await first.stop();
  await rename(join(data, 'root.key'), join(data, 'elsewhere'));

  const second = await runningRelay({ data });

  expect(second.facts).toEqual(first.facts);
  expect(second.isNew).toBe(false);
  expect(second.journal.members('module/io.acme.codec' as never).map(decodeMember)).toEqual(before);
});

test('keys are never made anew over records of others', async () => {
  const data = await emptyFolder();
  await (await startRelay(relayConfig(data))).stop();
  await rename(join(data, 'relay-keys.json'), join(data, 'lost'));
  await expect(startRelay(relayConfig(data))).rejects.toMatchObject({ reason: 'relay-keys-missing' });
});

test('a second relay on the same folder is refused', async () => {
  const data = await emptyFolder();
  await runningRelay({ data });
  await expect(startRelay(relayConfig(data))).rejects.toMatchObject({ reason: 'data-in-use' });
});

test('the encrypted root key opens with its passphrase only, and the plain one is gone', async () => {
  const data = await emptyFolder();
  await runningRelay({ data });
  const root = await readRootKey(data);
  const target = join(data, 'safe.json');

  await encryptRootKey(data, 'correct horse', target);

  expect((await decryptRootKey(target, 'correct horse')).did).toBe(root?.did);
  await expect(decryptRootKey(target, 'wrong')).rejects.toMatchObject({ reason: 'passphrase' });
  expect(await readRootKey(data)).toBeUndefined();
  expect((JSON.parse(await readFile(target, 'utf8')) as { iterations: number }).iterations).toBe(600_000);
});

test('a passphrase opens the root key however its letters are composed', async () => {
  const data = await emptyFolder();
  await runningRelay({ data });
  const target = join(data, 'safe.json');

  await encryptRootKey(data, 'caf\u00e9', target);

  await expect(decryptRootKey(target, 'cafe\u0301')).resolves.toHaveProperty('did');
});

test('the advice on a new root key names the command that there is', () => {
  expect(rootKeyAdvice('/srv/gen')).toContain(
    'npm run -s gen -- relay encrypt-root-key TARGET --data "/srv/gen"',
  );
});
