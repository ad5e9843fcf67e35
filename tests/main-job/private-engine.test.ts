import { Repo, type PeerId } from '@automerge/automerge-repo/slim';
import { expect, onTestFinished, test } from 'vitest';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createConnectivity } from '../../src/app/engine/connectivity.ts';
import { createEngine } from '../../src/app/engine/engine.ts';
import { pinRelay } from '../../src/app/pin-relay.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { acceptPermission } from '../../src/app/held-permissions.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { parseModuleId } from '../../src/core/ids.ts';
import type { Signer } from '../../src/ports/identity.ts';
import { letRead } from '../../src/relay/root-grants.ts';
import { readRootKey } from '../../src/relay/root-key.ts';
import { createGate } from '../../src/replica/gate.ts';
import { peerIdOf } from '../../src/replica/handshake.ts';
import { RelayLink } from '../../src/replica/relay-link.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { person, type Person } from '../support/person.ts';
import { startTestRelay } from '../support/relay.ts';

const everything = { text: '', tags: [], sort: 'recent', offset: 0, limit: 10 } as const;

/** The engine as a page has it, over a link of its own. */
async function linkedEngine({ device, signer }: Person, address: string) {
  await automergeReady();
  const { tables, relay, identity, locks, clock, announce } = device;
  const pin = await pinRelay(tables, relay);
  const peer = peerIdOf(signer.did, 'page');
  let link: RelayLink | undefined;
  let sent = 0;
  const connectivity = createConnectivity({
    relay,
    address,
    tables,
    announce,
    retryLink: () => link?.retryNow(),
    closeLink: () => link?.cut(),
  });
  const engine = createEngine({
    device: { tables, relay, identity, locks, clock, announce },
    connectivity,
    storage: async () => ({ used: 0, quota: 0, persisted: false }),
    compile: (bytes) => WebAssembly.compile(bytes),
    handOver: () => undefined,
    report: () => undefined,
    async openRepo(session) {
      link = new RelayLink({
        url: `${address.replace(/^http/, 'ws')}/sync`,
        gate: createGate(),
        opened: (id) => session()?.replica.opened(id),
        relay: pin.relay,
        peer,
        sign: (message) => signer.sign(message),
        capabilities: () => readCapabilities(device),
        retryInterval: 50,
        onState: (state) => connectivity.link(state),
        onAnswer: (document, complete) => session()?.answered(document, complete),
        onRefused: (error) => connectivity.problem(error),
      });
      const { send } = link;
      link.send = (message) => {
        sent += 1;
        send.call(link, message);
      };
      const storage = memoryStorage();
      const repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
      onTestFinished(() => repo.shutdown());
      return { repo, storage };
    },
  });
  return { engine, connectivity, asked: () => sent };
}

test('a page on a private registry says that it is private, and shows it once a permission to read is taken in', async () => {
  const { relay, folder, close } = await startTestRelay({ private: true });
  onTestFinished(close);
  const root = (await readRootKey(folder)) as Signer;
  const linkFor = async ({ signer }: Person) =>
    capabilityLink(relay.address, (await letRead(root, undefined, signer.publicKey, undefined)).bytes);
  const [alice, bob] = [await person(relay.address), await person(relay.address)];
  await acceptPermission(alice.device, await linkFor(alice));
  await alice.publishes({ id: parseModuleId('io.alice.codec'), version: '1.0.0' });

  const { engine, connectivity } = await linkedEngine(bob, relay.address);
  await expect
    .poll(() => connectivity.state().problem, { timeout: 5000 })
    .toMatchObject({ code: 'PermissionDenied', reason: 'read-capability' });
  expect((await engine.search(everything)).total).toBe(0);

  expect(await engine.acceptPermission(await linkFor(bob))).toMatchObject({ mode: 'read' });

  await expect.poll(async () => (await engine.search(everything)).total, { timeout: 8000 }).toBe(1);
  await expect
    .poll(() => connectivity.state(), { timeout: 5000 })
    .toMatchObject({ state: 'online', problem: undefined });
});

test('a page of somebody who was let read a part says which, and opens a module of it by its id', async () => {
  const { relay, folder, close } = await startTestRelay({ private: true });
  onTestFinished(close);
  const root = (await readRootKey(folder)) as Signer;
  const [alice, bob] = [await person(relay.address), await person(relay.address)];
  const linkFor = async ({ signer }: Person, names?: string) =>
    capabilityLink(relay.address, (await letRead(root, names, signer.publicKey, undefined)).bytes);
  await acceptPermission(alice.device, await linkFor(alice));
  const [own, foreign] = [parseModuleId('io.acme.codec'), parseModuleId('io.other.codec')];
  for (const id of [own, foreign]) await alice.publishes({ id, version: '1.0.0' });
  const { engine, connectivity, asked } = await linkedEngine(bob, relay.address);

  await engine.acceptPermission(await linkFor(bob, 'io.acme'));

  await expect
    .poll(() => connectivity.state(), { timeout: 8000 })
    .toMatchObject({ state: 'online', parts: ['io.acme.*'], problem: undefined });
  expect(await engine.search(everything)).toMatchObject({ total: 0, catalogueSize: 0 });
  await expect
    .poll(() => engine.module(own), { timeout: 5000 })
    .toMatchObject({ module: { id: own, latest: '1.0.0' }, synced: true });
  await expect.poll(() => engine.module(foreign), { timeout: 5000 }).toBe('absent');
  expect(await engine.nameState(own)).toBe('taken');
  // It is taken; but whoever may not read it cannot know.
  expect(await engine.nameState(foreign)).toBe('unknown');
  expect(await engine.nameState(parseModuleId('io.acme.free'))).toBe('free');
  const job = await engine.install(own);
  await expect
    .poll(async () => (await engine.activity()).find((one) => one.job === job)?.state, { timeout: 8000 })
    .toBe('installed');
  // Nobody asks again and again for what was refused.
  const before = asked();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(asked() - before).toBeLessThan(5);
});
