import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHead } from '../../src/app/check-head.ts';
import { installedRow } from '../../src/app/installed-set.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { storedPin } from '../../src/app/pin-relay.ts';
import { storedStory } from '../../src/app/story.ts';
import { checkProof } from '../../src/core/proof/check-proof.ts';
import { readProof, sealOf, writeProof } from '../../src/core/proof/proof-file.ts';
import { checksOf, type Proof } from '../../src/core/proof/proof.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import type { Device } from '../../src/app/device.ts';
import { drainsAll, person, tinyWasm, type Person } from '../support/person.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';
import { facts } from './proof-world.ts';

const codec = parseModuleId('io.example.codec');
let world: TestRelay;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  world = await startTestRelay();
  alice = await person(world.relay.address);
  bob = await person(world.relay.address);
  await alice.publishes({ id: parseModuleId('io.example.base'), version: '1.0.0' });
  await alice.publishes({ id: codec, version: '1.0.0' });
});
afterEach(() => world.close());

async function verifiesHead({ tables, ...device }: Device): Promise<void> {
  await world.relay.refreshHead();
  const pin = await storedPin(tables);
  if (pin === undefined) throw new Error('no pin');
  await checkHead({ tables, ...device }, pin.relay, await storedStory(tables), []);
}

async function installed({ device }: Person): Promise<Proof> {
  await requestInstall(device, codec);
  await drainsAll(device);
  const { record } = (await installedRow(device.tables, codec)) ?? { record: '' };
  const row = await device.tables.get('proofs', record);
  if (row === undefined) throw new Error('no proof');
  return readProof(row.text);
}

const binary = () => facts(tinyWasm(`${codec}@1.0.0`));
const resealed = (proof: Proof): Proof => ({ ...proof, seal: sealOf(proof) });
const headOf = ({ checks }: { checks: Proof['checks'] }) => checks.find(({ name }) => name === 'signed-head');

test('a proof names the signed head that lists the release, and anybody finds its root again', async () => {
  await verifiesHead(bob.device);
  const { seen } = await storedStory(bob.device.tables);
  const proof = await installed(bob);

  expect(headOf(proof)).toMatchObject({
    ok: true,
    detail: [[String(seen?.number), seen?.by, String(seen?.time)]],
  });
  expect(proof.listed).toMatchObject({ head: seen?.id });
  const verdict = await checkProof(readProof(writeProof(proof)), await binary());
  expect(verdict).toMatchObject({ verdict: 'verified' });
});

test('without a head, or with one that is older than the release, none is named and nothing is wrong', async () => {
  expect(headOf(await installed(bob))).toEqual({ name: 'signed-head', ok: true, detail: [] });

  const carol = await person(world.relay.address);
  await verifiesHead(carol.device);
  const { seen } = await storedStory(carol.device.tables);
  const older = seen && {
    ...seen,
    chains: seen.chains.filter(({ document }) => !document.endsWith('codec')),
  };
  await carol.device.tables.write([{ table: 'settings', put: { key: 'seen-head', value: older } }]);
  expect((await installed(carol)).listed).toBeUndefined();
});

test('a line that the head does not list fails, whichever part of it is another', async () => {
  await verifiesHead(bob.device);
  const proof = await installed(bob);
  const { listed } = proof;
  if (listed === undefined) throw new Error('not listed');
  const lies: readonly Partial<typeof listed>[] = [
    { index: listed.index + 1 },
    { index: 2 ** 40 },
    { beside: [] },
    { beside: [...listed.beside, new Uint8Array(32)] },
    { beside: listed.beside.map(() => new Uint8Array(32)) },
    { receipt: proof.record },
    { head: proof.record },
  ];
  for (const lie of lies) {
    const made = resealed({ ...proof, listed: { ...listed, ...lie } });
    const verdict = await checkProof(readProof(writeProof(made)), await binary());
    expect(verdict.verdict).toBe('failed');
    expect(verdict.checks.find(({ name }) => name === 'signed-head')?.ok).toBe(false);
  }
  const hidden: Proof = resealed({ ...proof, listed: undefined });
  expect((await checkProof(hidden, await binary())).verdict).toBe('failed');
});

test('a proof of the first format, which named no signed head, still verifies', async () => {
  const { listed: _, ...proof } = await installed(bob);
  const names = checksOf('gen-registry-proof/1');
  const first = resealed({
    ...proof,
    format: 'gen-registry-proof/1',
    checks: proof.checks.filter(({ name }) => names.includes(name)),
  });

  expect(names).not.toContain('signed-head');
  const verdict = await checkProof(readProof(writeProof(first)), await binary());
  expect(verdict).toMatchObject({ verdict: 'verified' });
});

test('a proof of the first format that names a signed head, or a check of one, is none', async () => {
  await verifiesHead(bob.device);
  const { listed, ...proof } = await installed(bob);
  if (listed === undefined) throw new Error('not listed');
  const names = checksOf('gen-registry-proof/1');
  const checks = proof.checks.filter(({ name }) => names.includes(name));
  const first = { ...proof, format: 'gen-registry-proof/1', checks } as const;
  const fake = { ...first, checks: [...checks, { name: 'signed-head', ok: true, detail: [] }] } as const;

  for (const [made, text] of [
    [{ ...first, listed }, 'listed'],
    [fake, 'checks'],
  ] as const)
    expect(() => readProof(writeProof(resealed(made)))).toThrow(
      expect.objectContaining({ code: 'InvalidInput', reason: 'proof-file', data: { field: 'proof', text } }),
    );
});
