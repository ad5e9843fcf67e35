import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedMembers } from '../../src/app/carried.ts';
import { drain } from '../../src/app/drain.ts';
import { cancelJob } from '../../src/app/engine/activity.ts';
import { installedRows } from '../../src/app/installed-set.ts';
import { knownModule } from '../../src/app/known-records.ts';
import { planView } from '../../src/app/plan-view.ts';
import { requestInstall, requestSetChange } from '../../src/app/request-change.ts';
import { setNamed } from '../../src/app/installed-set.ts';
import { keepBundle } from '../../src/app/import-bundle.ts';
import { checkBundle, openBundle } from '../../src/app/read-bundle.ts';
import type { Device } from '../../src/app/device.ts';
import { BUNDLE_PREFIX, type BundleHeader } from '../../src/core/bundle/bundle.ts';
import { headerLength } from '../../src/core/bundle/read-header.ts';
import { writeHeader } from '../../src/core/bundle/write-header.ts';
import { concat, toHex } from '../../src/core/bytes.ts';
import { AUTHORITY, moduleDocument, ratingsDocument } from '../../src/core/record/document.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import type { WholeChange } from '../../src/ports/sets.ts';
import { drainsAll } from '../support/person.ts';
import { app, base, setPair, viewer, type SetPair } from '../support/set-pair.ts';
import { bundleOf, islandDevice, rootOf, rowCount, sourceOf, takes, verdictOn } from './bundle-world.ts';

let pair: SetPair;
/** The app, with the base that it needs. */
let bundle: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.publishes(viewer, '1.0.0');
  for (const id of [app, viewer]) await pair.installs(id);
  bundle = await bundleOf(pair.bob.device, [app]);
});
afterAll(() => pair.close());

const island = (): Promise<Device> => islandDevice(pair.bob.device);
const versionsOn = async ({ tables }: Device): Promise<Record<string, string>> =>
  Object.fromEntries((await installedRows(tables)).map(({ id, version }) => [id, version]));

async function changes(device: Device, change: WholeChange) {
  const { id } = await requestSetChange(device, change);
  await drainsAll(device);
  return device.tables.get('jobs', id);
}

/** The same blobs behind another header. */
async function bent(
  change: (header: BundleHeader) => Partial<BundleHeader>,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = await openBundle(sourceOf(bundle));
  const blobs = bundle.subarray(BUNDLE_PREFIX + headerLength(bundle, bundle.length));
  return concat(writeHeader({ ...header, ...change(header) }), blobs);
}

test('a device that never met a relay installs all of a bundle out of it, receipts and all', async () => {
  const device = await island();

  const change = await takes(device, bundle, rootOf(device));
  const plan = await planView(device, await setNamed(device.tables, 'default'), { kind: 'set', change });
  const job = await changes(device, change);

  expect(plan).toMatchObject({ download: 0, lines: [{ id: base }, { id: app }] });
  expect(job).toMatchObject({ state: 'installed' });
  expect(await versionsOn(device)).toEqual({ [app]: '1.0.0', [base]: '1.0.0' });
  const view = await knownModule(device, app);
  expect(view?.releases[0]?.receipts).toHaveLength(1);
  expect((await device.tables.all('proofs')).every(({ text }) => !text.includes('"ok": false'))).toBe(true);
});

test('the same modules are the same bytes, on another device too', async () => {
  expect(toHex(await bundleOf(pair.bob.device, [app]))).toBe(toHex(bundle));
  const device = await island();
  await changes(device, await takes(device, bundle, rootOf(device)));

  const again = await openBundle(sourceOf(await bundleOf(device)));

  const { wishes, releases, blobs } = await openBundle(sourceOf(bundle));
  expect(again).toMatchObject({ wishes, releases, blobs });
});

test('taken twice it is there once, and nothing of it is sent', async () => {
  const device = await island();
  await changes(device, await takes(device, bundle, rootOf(device)));
  const [rows, carried] = [await rowCount(device.tables), await device.tables.all('carried')];

  const change = await takes(device, bundle);

  expect(await rowCount(device.tables)).toBe(rows);
  expect(await device.tables.all('carried')).toEqual(carried);
  expect(await device.tables.keys('outbox')).toEqual([]);
  const again = await planView(device, await setNamed(device.tables, 'default'), { kind: 'set', change });
  expect(again.isAsItWas).toBe(true);
});

test('what else is installed stays beside what a bundle brings', async () => {
  const carol = await pair.another();
  await carol.installs(viewer);

  const job = await carol.changes(await takes(carol.bob.device, bundle));

  expect(job.state).toBe('installed');
  expect(await carol.versions()).toEqual({ [app]: '1.0.0', [base]: '1.0.0', [viewer]: '1.0.0' });
});

test('what the relay said already is not carried beside it', async () => {
  const carol = await pair.another();
  await carol.installs(app);

  await takes(carol.bob.device, bundle);

  const { tables } = carol.bob.device;
  const kept = await tables.keys('carried');
  expect(kept.filter((path) => path !== AUTHORITY && !path.startsWith('catalog/'))).toEqual([]);
});

test('a device of no registry takes a bundle only of the one that somebody trusts, and is its from then on', async () => {
  const device = await island();
  const other = rootOf({ namespace: pair.alice.signer.publicKey as never });

  expect(await verdictOn(device, bundle)).toBe('PermissionDenied bundle-trust');
  expect(await verdictOn(device, bundle, other)).toBe('PermissionDenied bundle-trust');
  expect(await rowCount(device.tables)).toBe(0);
  await takes(device, bundle, rootOf(device));
  expect(await verdictOn(device, bundle)).toBe('taken');
});

test('a bundle of another registry is refused, whoever trusts it', async () => {
  const device = await island();
  await takes(device, bundle, rootOf(device));
  const elsewhere = await bent(() => ({ namespace: pair.alice.signer.publicKey as never }));
  const rows = await rowCount(device.tables);

  for (const trust of [undefined, rootOf({ namespace: pair.alice.signer.publicKey as never })])
    expect(await verdictOn(device, elsewhere, trust)).toBe('InvalidInput bundle-namespace');
  expect(await rowCount(device.tables)).toBe(rows);
});

test('a device that met a relay of another registry while the file was checked takes nothing of it', async () => {
  const device = await island();
  const source = sourceOf(bundle);
  const checked = await checkBundle(source, await openBundle(source));
  const value = { namespace: toHex(pair.alice.signer.publicKey), relay: pair.alice.signer.did };
  await device.tables.write([{ table: 'settings', put: { key: 'pin', value } }]);

  await expect(keepBundle(device, source, checked)).rejects.toMatchObject({ reason: 'bundle-namespace' });
  expect(await device.tables.keys('carried')).toEqual([]);
});

test('no byte of it can be another one, and it ends where it ends: else nothing of it is kept', async () => {
  const device = await island();
  const root = rootOf(device);

  for (let place = 0; place < bundle.length; place += 1) {
    const flipped = Uint8Array.from(bundle);
    flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
    expect(await verdictOn(device, flipped, root), `byte ${place}`).toMatch(/bundle-(file|blob)$/);
  }
  for (let size = 0; size < bundle.length; size += 1)
    expect(await verdictOn(device, bundle.slice(0, size), root), `${size} bytes`).toBe(
      'InvalidInput bundle-file',
    );
  expect(await verdictOn(device, concat(bundle, Uint8Array.of(0)), root)).toBe('InvalidInput bundle-file');
  expect(await rowCount(device.tables)).toBe(0);
}, 120_000);

test('a record that nobody signed refuses the whole file, whichever it is', async () => {
  const { documents } = await openBundle(sourceOf(bundle));

  for (const [index, { path, members }] of documents.entries())
    for (let place = 0; place < members.length; place += 1) {
      const device = await island();
      const forged = await bent(() => ({
        documents: documents.map((document, at) =>
          at !== index
            ? document
            : {
                path,
                members: members.map((bytes, which) =>
                  which === place
                    ? Uint8Array.from(bytes, (byte, n) => (n === bytes.length - 1 ? byte ^ 1 : byte))
                    : bytes,
                ),
              },
        ),
      }));
      expect(await verdictOn(device, forged, rootOf(device)), `${path} ${place}`).toBe(
        'SignatureInvalid bundle-member',
      );
      expect(await rowCount(device.tables)).toBe(0);
    }
});

test.each<[string, string, (header: BundleHeader) => Partial<BundleHeader>]>([
  [
    'records of one module in the document of another',
    'SignatureInvalid bundle-member',
    ({ documents }) => ({
      documents: documents.map((document) =>
        document.path === moduleDocument(base)
          ? {
              ...document,
              members: documents.find(({ path }) => path === moduleDocument(app))?.members ?? [],
            }
          : document,
      ),
    }),
  ],
  [
    'the document of a module that it does not hold',
    'InvalidInput bundle-file',
    ({ documents }) => ({ documents: [...documents, { path: moduleDocument(viewer), members: [] }] }),
  ],
  [
    'ratings',
    'InvalidInput bundle-file',
    ({ documents }) => ({ documents: [...documents, { path: ratingsDocument(app), members: [] }] }),
  ],
  [
    'a release that no record of it makes',
    'InvalidInput bundle-file',
    ({ releases }) => ({ releases: releases.map((release) => ({ ...release, version: '1.0.1' as never })) }),
  ],
  [
    'a release under the binary of another',
    'InvalidInput bundle-file',
    ({ releases: [one, two] }) => ({
      releases: [
        { ...(one as never as typeof one & object), sha256: two?.sha256 as never },
        { ...(two as never as typeof two & object), sha256: one?.sha256 as never },
      ],
    }),
  ],
  [
    'the wishes of nothing that it holds',
    'InvalidInput bundle-file',
    ({ wishes }) => ({ wishes: [...wishes, { id: viewer, range: '^1.0.0' as never }] }),
  ],
])('%s: refused, and nothing is kept', async (_, reason, change) => {
  const device = await island();

  expect(await verdictOn(device, await bent(change), rootOf(device))).toBe(reason);
  expect(await rowCount(device.tables)).toBe(0);
});

test('releases whose receipts somebody left out are installed by nobody', async () => {
  const device = await island();
  const isReceipt = (bytes: Uint8Array): boolean => {
    const member = decodeMember(bytes);
    return member.member === 'record' && member.path[0] === 'receipts';
  };
  const bare = await bent(({ documents }) => ({
    documents: documents.map(({ path, members }) => ({
      path,
      members: members.filter((one) => !isReceipt(one)),
    })),
  }));

  const job = await changes(device, await takes(device, bare, rootOf(device)));

  expect(job).toMatchObject({ state: 'failed', error: { code: 'InvalidState', reason: 'unconfirmed' } });
  expect(await versionsOn(device)).toEqual({});
});

test('a file that nothing in it names is refused, also where its hash fits', async () => {
  const device = await island();
  const header = await openBundle(sourceOf(bundle));
  const extra = new TextEncoder().encode('a film');
  const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', extra)));
  const contents = bundle.subarray(BUNDLE_PREFIX + headerLength(bundle, bundle.length));
  const placed: [string, Uint8Array][] = [];
  let at = 0;
  for (const { sha256, size } of header.blobs) placed.push([sha256, contents.subarray(at, (at += size))]);
  placed.push([digest, extra]);
  placed.sort(([a], [b]) => (a < b ? -1 : 1));
  const blobs = placed.map(([sha256, bytes]) => ({ sha256: sha256 as never, size: bytes.length }));
  const stuffed = concat(writeHeader({ ...header, blobs }), ...placed.map(([, bytes]) => bytes));

  expect(await verdictOn(device, stuffed, rootOf(device))).toBe('InvalidInput bundle-file');
});

test('what a file brought outlives the install that was stopped, for another one of it', async () => {
  const device = await island();
  const change = await takes(device, bundle, rootOf(device));
  const first = await requestSetChange(device, change);
  await drain(device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });

  await cancelJob(device, first.id);

  expect(await changes(device, change)).toMatchObject({ state: 'installed' });
});

test('binaries that a queued lockfile names outlive another install of them that is stopped', async () => {
  const device = await island();
  const change = await takes(device, bundle, rootOf(device));
  await device.tables.write([{ table: 'settings', remove: 'brought-blobs' }]);
  const first = await requestSetChange(device, change);
  await drain(device, { due: 'all', finish: undefined, signal: AbortSignal.timeout(20_000) });
  if (change.kind !== 'lockfile') throw new Error('no lockfile');
  const second = await requestSetChange(device, { ...change, frozen: false });

  await cancelJob(device, first.id);

  await drainsAll(device);
  expect(await device.tables.get('jobs', second.id)).toMatchObject({ state: 'installed' });
});

test('an older bundle takes nothing away from what the relay says: both are one set', async () => {
  const carol = await pair.another();
  const { device } = carol.bob;
  await takes(device, bundle);

  const members = await carriedMembers(device, moduleDocument(app));

  expect(members.length).toBeGreaterThan(0);
  await pair.publishes(app, '1.1.0', { [base]: '^1.0.0' });
  expect((await knownModule(device, app))?.releases.map(({ version }) => version)).toEqual([
    '1.1.0',
    '1.0.0',
  ]);
  const { id } = await requestInstall(device, app);
  await drainsAll(device);
  expect(await device.tables.get('jobs', id)).toMatchObject({ state: 'installed' });
  expect((await versionsOn(device))[app]).toBe('1.1.0');
});
