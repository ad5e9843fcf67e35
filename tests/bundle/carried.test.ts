import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCarriedRecords } from '../../src/app/engine/carried-records.ts';
import { AUTHORITY, moduleDocument } from '../../src/core/record/document.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import { app, base, setPair, type SetPair } from '../support/set-pair.ts';
import { bundleOf, islandDevice, rootOf, takes } from './bundle-world.ts';

let pair: SetPair;
let bundle: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  pair = await setPair();
  await pair.publishes(base, '1.0.0');
  await pair.publishes(app, '1.0.0', { [base]: '^1.0.0' });
  await pair.installs(app);
  bundle = await bundleOf(pair.bob.device);
});
afterAll(() => pair.close());

async function carrying() {
  const device = await islandDevice(pair.bob.device);
  await takes(device, bundle, rootOf(device));
  const carried = createCarriedRecords(device, { add: () => false });
  await carried.refresh();
  return { carried, device, paths: () => device.tables.keys('carried') };
}

test('what a document has is carried no more, record by record; capabilities go with the last of them', async () => {
  const { carried, paths } = await carrying();
  const [one, ...others] = (await carried.members(moduleDocument(app))).filter(
    ({ member }) => member === 'record',
  );
  const before = await carried.members(moduleDocument(app));

  await carried.met([one as never]);
  expect(await carried.members(moduleDocument(app))).toEqual(
    before.filter((member) => member.id !== one?.id),
  );
  await carried.met(others);

  expect(await paths()).not.toContain(moduleDocument(app));
  expect(await paths()).toEqual(expect.arrayContaining([AUTHORITY, moduleDocument(base)]));
});

test('after a start the same is found out of the documents that came back', async () => {
  const { carried, device, paths } = await carrying();
  const held = new Set<MemberId>((await carried.members(moduleDocument(base))).map(({ id }) => id));

  const restarted = createCarriedRecords(device, { add: () => false });
  await restarted.refresh();
  await restarted.standing((path, id) => path === moduleDocument(base) && held.has(id));

  expect(await paths()).not.toContain(moduleDocument(base));
  expect(await paths()).toContain(moduleDocument(app));
});
