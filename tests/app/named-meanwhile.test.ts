import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepBundle } from '../../src/app/import-bundle.ts';
import { forgetStates } from '../../src/app/forget-states.ts';
import { collectOrphans } from '../../src/app/orphans.ts';
import type { Device } from '../../src/app/device.ts';
import { openBundle, checkBundle } from '../../src/app/read-bundle.ts';
import { requestInstall } from '../../src/app/request-change.ts';
import { INSTALLED_LOCK } from '../../src/app/switch-set.ts';
import { uninstall } from '../../src/app/uninstall.ts';
import type { JobRow, TableName } from '../../src/ports/tables.ts';
import { bundleOf, islandDevice, sourceOf } from '../bundle/bundle-world.ts';
import { drainsAll, stores, tinyWasm } from '../support/person.ts';
import { base, setPair, type SetPair } from '../support/set-pair.ts';

let pair: SetPair;
let bob: Device;

beforeEach(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.installs(base);
  bob = pair.bob.device;
});
afterEach(() => pair.close());

/** The device as somebody sees it who is held up after reading a table, until `meanwhile` is through. */
function heldUp(device: Device, table: TableName, meanwhile: () => Promise<unknown>): Device {
  let isFirst = true;
  const after = async <T>(read: Promise<T>): Promise<T> => {
    const rows = await read;
    if (isFirst) {
      isFirst = false;
      await meanwhile();
    }
    return rows;
  };
  const { tables } = device;
  return {
    ...device,
    tables: {
      ...tables,
      all: (name) => (name === table ? after(tables.all(name)) : tables.all(name)),
    },
  };
}

/** Resolves when somebody is through with a work, or has to wait for who removes what nothing needs. */
function throughOrWaiting(device: Device, work: (device: Device) => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { locks } = device;
    const exclusive: Device['locks']['exclusive'] = (name, act) => {
      if (name === INSTALLED_LOCK) resolve(undefined);
      return locks.exclusive(name, act);
    };
    work({ ...device, locks: { exclusive } }).then(resolve, reject);
  });
}

const lost = async ({ tables }: Device, wasm: Uint8Array<ArrayBuffer>): Promise<void> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', wasm));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') as never;
  await tables.write([{ table: 'blobs', put: { sha256, size: wasm.length, content: wasm } }]);
};

test('what is published while orphans are collected is no orphan', async () => {
  const wasm = tinyWasm('mine');
  await lost(bob, wasm);
  let publishing: Promise<JobRow> | undefined;
  const collector = heldUp(bob, 'jobs', () =>
    throughOrWaiting(bob, (device) => {
      publishing = stores(device, { id: 'io.example.mine', version: '1.0.0' }, wasm);
      return publishing;
    }),
  );

  await collectOrphans(collector);

  const job = await publishing;
  await drainsAll(bob);
  expect(await bob.tables.get('jobs', job?.id ?? '')).toMatchObject({ state: 'receipted' });
});

test('what a file brings while orphans are collected is no orphan', async () => {
  const bytes = await bundleOf(bob, [base]);
  const device = await islandDevice(bob);
  const source = sourceOf(bytes);
  const bundle = await checkBundle(source, await openBundle(source));
  await keepBundle(device, source, bundle);
  await device.tables.write([{ table: 'settings', remove: 'brought-blobs' }]);
  let keeping: Promise<void> | undefined;
  const collector = heldUp(device, 'jobs', () =>
    throughOrWaiting(device, (here) => {
      keeping = keepBundle(here, source, bundle);
      return keeping;
    }),
  );

  await collectOrphans(collector);

  await keeping;
  const kept = await device.tables.keys('blobs');
  expect(bundle.blobs.filter(({ sha256 }) => !kept.includes(sha256))).toEqual([]);
});

test('what two files bring at once is all kept', async () => {
  await pair.publishes('io.example.other', '1.0.0');
  await pair.installs('io.example.other' as never);
  const device = await islandDevice(bob);
  const files = [await bundleOf(bob, [base]), await bundleOf(bob, ['io.example.other' as never])];
  const bundles = await Promise.all(
    files.map(async (bytes) => {
      const source = sourceOf(bytes);
      return { source, bundle: await checkBundle(source, await openBundle(source)) };
    }),
  );

  await Promise.all(bundles.map(({ source, bundle }) => keepBundle(device, source, bundle)));
  const before = await device.tables.keys('blobs');
  await collectOrphans(device, { texts: true });

  expect(await device.tables.keys('blobs')).toEqual(before);
});

test('what is planned while former states are forgotten is fetched again where it went with them', async () => {
  await uninstall(bob, base);
  const { id } = await requestInstall(bob, base);
  let draining: Promise<unknown> | undefined;
  const forgetter = heldUp(bob, 'jobs', () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    // Its plan is put, and it is known which binaries are here.
    const told: Device['tables']['write'] = async (writes) => {
      await bob.tables.write(writes);
      const isHere = writes.some(
        (one) => 'put' in one && one.table === 'jobs' && one.put.state === 'downloading',
      );
      if (isHere) resolve();
    };
    return throughOrWaiting({ ...bob, tables: { ...bob.tables, write: told } }, (device) => {
      draining = drainsAll(device);
      return promise;
    });
  });

  await forgetStates(forgetter, 'default');

  await draining;
  expect(await bob.tables.get('jobs', id)).toMatchObject({ state: 'installed' });
});
