import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import {
  effectiveRules,
  knownImportRules,
  setImportRules,
  setNamespaceImportRules,
} from '../../src/app/import-rules.ts';
import { requireDeclared } from '../../src/app/require-declared.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseVersion, sha256Of } from '../../src/core/ids.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { binaryInterface } from '../../src/core/wasm/binary-interface.ts';
import { declaredBy } from '../../src/core/wasm/declared.ts';
import { DEFAULT_IMPORT_RULES, type ImportRules } from '../../src/core/wasm/import-rules.ts';
import { makeAdmin } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import type { PlannedRelease } from '../../src/ports/sets.ts';
import { releases } from '../support/holder.ts';
import { importingWasm } from '../support/importing-wasm.ts';
import { offline } from '../support/offline.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { codec, standingWorld } from '../support/standing-world.ts';

const WASI: ImportRules = { policy: { level: 'wasi', allow: [], deny: [] }, validation: 'strict' };
const ALL: ImportRules = { policy: { level: 'anything' }, validation: 'permissive' };
let world: TestRelay;
let admin: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  [admin, bob] = [await person(world.relay.address), await person(world.relay.address)];
  const root = await readRootKey(world.folder);
  if (root === undefined) throw new Error('the root key is in the folder of a new relay');
  for (const { bytes } of await makeAdmin(root, admin.signer.publicKey, undefined))
    await acceptPermission(admin.device, capabilityLink(world.relay.address, bytes));
});
afterEach(() => world.close());

test('a device’s own rules come first, then the admins’, then the built-in ones', async () => {
  expect(await effectiveRules(bob.device)).toEqual(DEFAULT_IMPORT_RULES);
  await setNamespaceImportRules(admin.device, WASI);
  expect(await knownImportRules(bob.device, true)).toEqual({
    own: undefined,
    namespace: WASI,
    effective: WASI,
    isAdmin: false,
  });

  await setImportRules(bob.device, ALL);
  expect(await knownImportRules(bob.device, true)).toMatchObject({
    own: ALL,
    namespace: WASI,
    effective: ALL,
  });
  await setImportRules(bob.device, undefined);
  expect(await effectiveRules(bob.device)).toEqual(WASI);

  await setNamespaceImportRules(admin.device, undefined);
  expect(await effectiveRules(bob.device)).toEqual(DEFAULT_IMPORT_RULES);
});

test('what the admins said counts without a network too, once it was read', async () => {
  await setNamespaceImportRules(admin.device, WASI);
  await effectiveRules(bob.device);
  expect(await effectiveRules(offline(bob.device))).toEqual(WASI);
});

test('only an admin sets the namespace’s rules, and is told so', async () => {
  expect((await knownImportRules(admin.device, true)).isAdmin).toBe(true);
  await expect(setNamespaceImportRules(bob.device, ALL)).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'no-admin',
  });
  expect(await effectiveRules(bob.device)).toEqual(DEFAULT_IMPORT_RULES);
});

test('rules that are none are refused before anything is kept or sent', async () => {
  const refusal = { code: 'InvalidInput', reason: 'policy' };
  const many = {
    policy: { level: 'wasi', allow: Array.from({ length: 51 }, () => 'a') },
    validation: 'strict',
  };
  for (const bad of [
    { policy: {}, validation: 'strict' },
    { policy: { level: 'wasi' }, validation: 'x' },
  ]) {
    await expect(setImportRules(bob.device, bad as ImportRules)).rejects.toMatchObject(refusal);
    await expect(setNamespaceImportRules(admin.device, bad as ImportRules)).rejects.toMatchObject(refusal);
  }
  await expect(setNamespaceImportRules(admin.device, many as ImportRules)).rejects.toMatchObject(refusal);
  expect(await effectiveRules(bob.device)).toEqual(DEFAULT_IMPORT_RULES);
});

test('a release that says something else of its binary is not installed', async () => {
  const { alice } = await standingWorld();
  const binary = binaryInterface(importingWasm('wasi_snapshot_preview1.random_get', 'env.log'));
  const { exports, ...facts } = declaredBy(binary);
  const body = { ...facts, imports: [...facts.imports], wasi: [...(facts.wasi ?? [])] };
  const verdict = async (change: object) => {
    const record = await releases(alice, codec, '1.0.0', { ...body, ...change });
    const planned: PlannedRelease = {
      id: codec,
      name: 'Codec',
      version: parseVersion('1.0.0'),
      sha256: sha256Of(record.digest),
      size: 8,
      dependencies: [],
      record: record.id,
      author: alice.signer.did,
    };
    return () => requireDeclared(recordSet([record]), planned, binary);
  };
  const refusal = (...differing: string[]) =>
    expect.objectContaining({
      code: 'WasmInvalid',
      reason: 'declared',
      data: { id: codec, version: '1.0.0', facts: differing },
    });

  expect(exports).toEqual([]);
  expect(await verdict({})).not.toThrow();
  expect(await verdict({ wasi: undefined })).not.toThrow();
  expect(await verdict({ imports: ['env'] })).toThrow(refusal('imports'));
  expect(await verdict({ wasi: ['fd_read'], size: 1 })).toThrow(refusal('size', 'wasi'));
});
