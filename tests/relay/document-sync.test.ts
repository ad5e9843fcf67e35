import * as Automerge from '@automerge/automerge/slim';
import { Repo, type DocHandle } from '@automerge/automerge-repo/slim';
import { beforeAll, expect, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { DocumentSync } from '../../src/relay/document-sync.ts';
import { GENESIS, type RecordsDocument } from '../../src/replica/genesis.ts';
import { randomOf, type Random } from '../support/random.ts';

beforeAll(automergeReady);

/** A device with Automerge's own sync, and the messages under way on its connection. */
interface Device {
  doc: Automerge.Doc<RecordsDocument>;
  state: Automerge.SyncState;
  isOn: boolean;
  toRelay: Uint8Array[];
  toDevice: Uint8Array[];
}

interface World {
  readonly handle: DocHandle<RecordsDocument>;
  readonly sync: DocumentSync<Device>;
  readonly faults: unknown[];
  connect(): Device;
}

let written = 0;
function put(doc: Automerge.Doc<RecordsDocument>): Automerge.Doc<RecordsDocument> {
  written += 1;
  return Automerge.change(doc, { time: 0 }, (draft) => {
    draft.records[`record-${written}`] = new Uint8Array(20);
  });
}

function world(): World {
  const handle = new Repo().import<RecordsDocument>(GENESIS);
  const faults: unknown[] = [];
  const sync = new DocumentSync<Device>({
    handle,
    send: (device, message) => void device.toDevice.push(message),
    onFault: (cause) => faults.push(cause),
  });
  return {
    handle,
    sync,
    faults,
    connect: () => ({
      doc: Automerge.load<RecordsDocument>(GENESIS),
      state: Automerge.initSyncState(),
      isOn: true,
      toRelay: [],
      toDevice: [],
    }),
  };
}

function speaks(device: Device): boolean {
  const [state, message] = Automerge.generateSyncMessage(device.doc, device.state);
  device.state = state;
  if (message !== null) device.toRelay.push(message);
  return message !== null;
}

/** Takes what came for it, one message, and answers. */
function listens(device: Device): boolean {
  const message = device.toDevice.shift();
  if (message === undefined) return false;
  [device.doc, device.state] = Automerge.receiveSyncMessage(device.doc, device.state, message);
  speaks(device);
  return true;
}

function relayListens({ sync }: World, device: Device): boolean {
  const message = device.toRelay.shift();
  if (message !== undefined) sync.receive(device, message);
  return message !== undefined;
}

/** Whatever was under way is lost; the device comes back with what it has written down of its sync, or without. */
function breaks({ sync }: World, device: Device, remembers: boolean): void {
  sync.leave(device);
  device.isOn = false;
  [device.toRelay, device.toDevice] = [[], []];
  device.state = remembers
    ? Automerge.decodeSyncState(Automerge.encodeSyncState(device.state))
    : Automerge.initSyncState();
}

function comesBack(device: Device): void {
  device.isOn = true;
  speaks(device);
}

function headsOf(doc: Automerge.Doc<RecordsDocument>): string[] {
  return Automerge.getHeads(doc).toSorted();
}

/** Until nothing is under way and nothing is told any more. */
async function settle(on: World, devices: readonly Device[]): Promise<void> {
  for (const device of devices) if (!device.isOn) comesBack(device);
  const isEven = (): boolean =>
    devices.every(({ doc }) => headsOf(doc).join() === headsOf(on.handle.doc()).join());
  await expect
    .poll(
      () => {
        const moved = devices.map((device) => [speaks(device), relayListens(on, device), listens(device)]);
        return isEven() && moved.flat().every((has) => !has);
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(true);
}

async function stir(on: World, devices: readonly Device[], random: Random): Promise<void> {
  const device = random.pick(devices);
  const what = random.below(40);
  if (what < 3) on.handle.update(put);
  else if (what < 6) device.doc = put(device.doc);
  else if (what < 9 && device.isOn) breaks(on, device, random.chance(0.5));
  else if (!device.isOn) comesBack(device);
  else if (what < 16) speaks(device);
  else if (what < 27) relayListens(on, device);
  else if (what < 38) listens(device);
  else await new Promise((resolve) => setTimeout(resolve, random.below(3) * 40));
}

test('whoever writes, listens, breaks off and comes back in whatever order, all end with the same document', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const random = randomOf(seed);
    const on = world();
    const devices = Array.from({ length: 5 }, on.connect);
    for (let step = 0; step < 250; step += 1) await stir(on, devices, random);
    await settle(on, devices);
    expect(on.faults).toEqual([]);
    on.sync.close();
  }
});

test('who holds what the relay holds shares one state, and what is new is made once for all of them', async () => {
  const on = world();
  on.handle.update(put);
  const devices = Array.from({ length: 40 }, on.connect);
  await settle(on, devices);
  expect(on.sync.stateCount).toBe(1);

  on.handle.update(put);
  await expect.poll(() => devices.every(({ toDevice }) => toDevice.length === 1)).toBe(true);
  expect(new Set(devices.map(({ toDevice }) => toDevice[0])).size).toBe(1);
  await settle(on, devices);
  expect(on.sync.stateCount).toBe(1);
  expect(Object.keys(devices[39]?.doc.records ?? {})).toHaveLength(2);
});

test('who has left is told nothing more, and a document that nobody follows tells nobody', async () => {
  const on = world();
  const [one, other] = [on.connect(), on.connect()];
  await settle(on, [one, other]);
  on.sync.leave(one);
  on.handle.update(put);
  await expect.poll(() => other.toDevice.length).toBe(1);
  expect(one.toDevice).toEqual([]);
  on.sync.leave(other);
  expect(on.sync.isIdle).toBe(true);
});

test('who asked before there was anything is told first, and gets all of it', async () => {
  const on = world();
  on.handle.update(put);
  const device = on.connect();
  on.sync.begin(device);
  expect(device.toDevice).toHaveLength(1);
  await settle(on, [device]);
  expect(Object.keys(device.doc.records)).toHaveLength(1);
});
