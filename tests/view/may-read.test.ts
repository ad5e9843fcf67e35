import { beforeAll, expect, test } from 'vitest';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { AccessMode, Capability } from '../../src/core/access/capability.ts';
import { delegate, ownedCapability } from '../../src/core/access/delegation.ts';
import { mayRevoke } from '../../src/core/access/authority.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { AUTHORITY, moduleDocument, type DocumentPath } from '../../src/core/record/document.ts';
import { capabilityMember, type Member } from '../../src/core/record/member.ts';
import { mayRead, mayReadAll, type Reader } from '../../src/core/view/may-read.ts';
import { recordSet } from '../../src/core/view/record-set.ts';
import { standingOf } from '../../src/core/view/standing.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { handsOn, revokes, rootOf } from '../support/holder.ts';
import { signerNamed, START, testNamespace, type TestNamespace } from '../support/namespace.ts';

const now = parseMicros(START + 1_000_000);
const CODEC = moduleDocument(parseModuleId('io.acme.codec'));
const OTHER = moduleDocument(parseModuleId('io.acme.codec-2'));
const FOREIGN = moduleDocument(parseModuleId('io.other.codec'));
const RATINGS = 'ratings/io.acme.codec' as DocumentPath;
const REPORTS = 'reports/io.acme.codec' as DocumentPath;
const PERSON = 'person/did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC' as DocumentPath;
const CATALOG = 'catalog/4' as DocumentPath;
const ALL = [CODEC, OTHER, FOREIGN, RATINGS, REPORTS, PERSON, CATALOG, AUTHORITY];

let world: TestNamespace;
let bob: Signer;

beforeAll(async () => {
  world = await testNamespace();
  bob = await signerNamed('bob');
});

async function permits(
  area: Partial<Area>,
  mode: AccessMode = 'read',
  by = world,
  to = bob,
): Promise<Capability> {
  const { root } = by;
  const sign = (message: Uint8Array) => root.sign(Uint8Array.from(message));
  const whole = await ownedCapability({ namespace: root.publicKey, user: root.publicKey, mode, sign });
  return delegate(whole, { area: { ...FULL_AREA, ...area }, receiver: to.publicKey, sign });
}

function reads(capabilities: readonly Capability[], authority: readonly Member[] = [], at = now) {
  const reader: Reader = { key: bob.publicKey, capabilities };
  const standing = standingOf(recordSet(authority), at);
  const here = { namespace: world.namespace, standing, isCutOff: () => false, now: at };
  return {
    documents: ALL.filter((document) => mayRead(reader, document, here)),
    everything: mayReadAll(reader, here),
  };
}

const NOTHING = { documents: [], everything: false };
const EVERYTHING = { documents: ALL, everything: true };
const until = (end: number) => ({ times: { start: parseMicros(0), end: parseMicros(end) } });

test('who holds nothing reads nothing', () => {
  expect(reads([])).toEqual(NOTHING);
});

test('who may read the whole namespace reads every document', async () => {
  expect(reads([await permits({})])).toEqual(EVERYTHING);
});

test.each([
  // Whoever reads a module reads what it is judged by, and what the people in it call themselves; never the catalogue.
  ['all modules', ['modules'], [CODEC, OTHER, FOREIGN, RATINGS, REPORTS, PERSON, AUTHORITY]],
  ['a part of the tree', ['modules', 'io', 'acme'], [CODEC, OTHER, RATINGS, REPORTS, PERSON, AUTHORITY]],
  ['one module', ['modules', 'io', 'acme', 'codec', '@'], [CODEC, RATINGS, REPORTS, PERSON, AUTHORITY]],
  ['a part of one module', ['modules', 'io', 'acme', 'codec', '@', 'versions'], []],
  ['the revocations', ['revocations'], []],
  ['the ratings as a tree', ['ratings', 'io', 'acme'], []],
])('by a permission over %s', async (_, path, documents) => {
  expect(reads([await permits({ path })])).toEqual({ documents, everything: false });
});

test.each([
  ['the day it ends', async () => permits(until(now))],
  ['before it begins', async () => permits({ times: { start: parseMicros(now + 1), end: undefined } })],
  ['that is for writing', async () => permits({}, 'write')],
  ['of another namespace', async () => permits({}, 'read', await testNamespace('elsewhere'))],
  ['for another key', async () => permits({}, 'read', world, await signerNamed('carol'))],
  ['over one author’s records alone', async () => permits({ subspace: bob.publicKey })],
])('a permission %s lets read nothing', async (_, made) => {
  expect(reads([await made()])).toEqual(NOTHING);
});

test.each([
  ['that has ended', async () => permits({ ...until(now), path: ['modules', 'io'] })],
  [
    'for another key',
    async () => permits({ path: ['modules', 'io'] }, 'read', world, await signerNamed('carol')),
  ],
  ['over one author’s records', async () => permits({ path: ['modules', 'io'], subspace: bob.publicKey })],
])('a permission over a part %s lets read neither the authority nor people', async (_, made) => {
  expect(reads([await made()])).toEqual(NOTHING);
});

test('a permission counts until its last microsecond', async () => {
  expect(reads([await permits(until(now + 1))])).toEqual(EVERYTHING);
});

test('several permissions add up', async () => {
  const capabilities = [
    await permits({ path: ['modules', 'io', 'other'] }),
    await permits({ path: ['modules', 'io', 'acme', 'codec', '@'] }),
  ];
  expect(reads(capabilities).documents).toEqual([CODEC, FOREIGN, RATINGS, REPORTS, PERSON, AUTHORITY]);
});

test.each(['root', 'admin'] as const)(
  'what the %s has revoked lets read nothing, with what was handed on',
  async (who) => {
    const root = rootOf(world);
    const revoker = who === 'root' ? root : await handsOn(root, 'admin', { path: ['revocations'] });
    const carol = await signerNamed('carol');
    const given = await permits({}, 'read', world, carol);
    const handed = await delegate(given, {
      area: FULL_AREA,
      receiver: bob.publicKey,
      sign: (message) => carol.sign(Uint8Array.from(message)),
    });
    const end = await revokes(revoker, { signer: carol, capability: capabilityMember(given) }, { at: START });
    expect(reads([handed])).toEqual(EVERYTHING);
    expect(reads([handed], [revoker.capability, end])).toEqual(NOTHING);
  },
);

test('a reader of everything is no admin: any admin may end that', async () => {
  const admin = await handsOn(rootOf(world), 'admin');
  const reader = await permits({});
  expect(mayRevoke(admin.capability.capability, reader)).toBe(true);
  expect(
    mayRevoke(admin.capability.capability, (await handsOn(rootOf(world), 'other')).capability.capability),
  ).toBe(false);
});
