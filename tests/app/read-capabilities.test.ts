import { expect, test } from 'vitest';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wasLetIn } from '../../src/app/permission.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { encodeCapability } from '../../src/core/access/capability-encoding.ts';
import { parseMicros, parseModuleId, type Micros } from '../../src/core/ids.ts';
import type { CapabilityMember } from '../../src/core/record/member.ts';
import { inviteTo, letRead } from '../../src/relay/root-grants.ts';
import { signerNamed, START, testNamespace } from '../support/namespace.ts';
import { keeperOf } from '../support/keeper.ts';

const now = parseMicros(START);

async function world(made: readonly CapabilityMember[], clock: Micros = now) {
  const bob = await signerNamed('bob');
  const tables = memoryTables();
  await tables.write(
    made.map(({ id, bytes }) => ({ table: 'capabilities', put: { id, bytes, receivedAt: now } }) as const),
  );
  const identity = keeperOf(bob);
  return readCapabilities({ tables, identity, clock: () => clock });
}

async function permits(names?: string, until?: number): Promise<CapabilityMember> {
  const [{ root }, { publicKey }] = [await testNamespace(), await signerNamed('bob')];
  return letRead(root, names, publicKey, until === undefined ? undefined : parseMicros(until));
}

const encoded = (members: readonly CapabilityMember[]) =>
  members.map(({ capability }) => encodeCapability(capability));

test('what covers the most is shown first, then what holds the longest', async () => {
  const part = await permits('io.acme');
  const short = await permits(undefined, now + 10);
  const long = await permits();
  expect(await world([part, short, long])).toEqual(encoded([long, short, part]));
});

test('what is for writing, for somebody else or over is not shown', async () => {
  const { root } = await testNamespace();
  const [bob, carol] = [await signerNamed('bob'), await signerNamed('carol')];
  const others = [
    await inviteTo(root, 'io.acme', bob.publicKey, undefined),
    await letRead(root, undefined, carol.publicKey, undefined),
    await permits(undefined, now),
  ];
  expect(await world(others)).toEqual([]);
});

test('at most eight are shown, in three kilobytes: a relay takes no longer proof', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, (_, n) => permits(`io.acme-${n}`)));
  expect(await world(many)).toHaveLength(8);
  const names = Array.from({ length: 5 }, (_, n) => 'a'.repeat(100 + n)).join('.');
  const long = await Promise.all(Array.from({ length: 8 }, (_, n) => permits(`${names}.b${n}`)));
  const shown = await world(long);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(3072);
});

test('who may read a part of the names was not let publish there', async () => {
  const { did } = await signerNamed('bob');
  expect(wasLetIn([await permits('io.acme')], parseModuleId('io.acme.codec'), did)).toBe(false);
});
