import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedRow } from '../../src/app/installed-set.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { forgetStates } from '../../src/app/forget-states.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import { readProof } from '../../src/core/proof/proof-file.ts';
import type { Proof } from '../../src/core/proof/proof.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseModuleId, parseVersion, type ModuleId } from '../../src/core/ids.ts';
import type { Device } from '../../src/app/device.ts';
import { drainsAll, person, tinyWasm, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { testEngine } from '../support/engine.ts';
import { facts } from './proof-world.ts';

const codec = parseModuleId('io.example.codec');
const base = parseModuleId('io.example.base');
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  bob = await person(world.relay.address);
  await alice.publishes({ id: base, version: '1.0.0' });
  const dependencies = [{ id: base, range: '^1.0.0' }];
  await alice.publishes({ id: codec, version: '1.0.0', dependencies });
});
afterEach(() => world.close());

async function proofOf(device: Device, id: ModuleId): Promise<Proof | undefined> {
  const installed = await installedRow(device.tables, id);
  const row = installed && (await device.tables.get('proofs', installed.record));
  return row === undefined ? undefined : readProof(row.text);
}

async function installs(device: Device, id: ModuleId, version?: string): Promise<void> {
  await requestInstall(device, id, { version: version === undefined ? undefined : parseVersion(version) });
  expect(await drainsAll(device)).toMatchObject([{ state: 'installed' }]);
}

test('an install keeps a proof of each release that it brought, made when they were switched to', async () => {
  await installs(bob.device, codec);
  for (const id of [base, codec]) {
    const proof = await proofOf(bob.device, id);
    const row = await installedRow(bob.device.tables, id);
    expect(proof).toMatchObject({ id, version: '1.0.0', sha256: row?.sha256, checkedAt: row?.installedAt });
    const binary = await facts(tinyWasm(`${id}@1.0.0`));
    expect(proof && (await checkProof(proof, binary))).toMatchObject({ verdict: 'verified' });
    expect(proof?.checks.find(({ name }) => name === 'receipts')?.detail).toHaveLength(1);
  }
});

test('an update has a proof of its own, and proofs stay as long as one can go back', async () => {
  await installs(bob.device, codec, '1.0.0');
  await alice.publishes({ id: codec, version: '1.1.0', dependencies: [{ id: base, range: '^1.0.0' }] });
  await installs(bob.device, codec, '1.1.0');
  expect(await proofOf(bob.device, codec)).toMatchObject({ version: '1.1.0' });
  await uninstall(bob.device, codec);
  expect(await bob.device.tables.keys('proofs')).toHaveLength(3);
  await forgetStates(bob.device, 'default');
  expect(await bob.device.tables.keys('proofs')).toEqual([]);
});

test('installed without its records at hand, a release has no proof, not even that of another version', async () => {
  await installs(bob.device, base, '1.0.0');
  await alice.publishes({ id: base, version: '1.1.0' });
  let switching = false;
  const device: Device = {
    ...bob.device,
    records: {
      membersOf(path, signal) {
        if (switching) return Promise.reject(new GenError('Network', 'unreachable'));
        return bob.device.records.membersOf(path, signal);
      },
    },
    tables: {
      ...bob.device.tables,
      async write(writes) {
        await bob.device.tables.write(writes);
        switching ||= writes.some(
          (write) => 'put' in write && 'state' in write.put && write.put.state === 'fetched',
        );
      },
    },
  };
  await installs(device, base, '1.1.0');
  expect(await installedRow(bob.device.tables, base)).toMatchObject({ version: '1.1.0' });
  expect(await proofOf(bob.device, base)).toBeUndefined();
});

test('the engine hands out the text of a proof, and nothing for what is not installed', async () => {
  await installs(bob.device, base);
  const { engine } = await testEngine(bob.device);
  const row = await installedRow(bob.device.tables, base);
  const kept = await bob.device.tables.get('proofs', row?.record ?? '');
  expect(kept?.text).toContain(row?.record);
  expect(await engine.proof(base)).toBe(kept?.text);
  expect(await engine.proof(codec)).toBeUndefined();
});
