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
      const storage = memoryStorage();
      const repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
      onTestFinished(() => repo.shutdown());
      return { repo, storage };
    },
  });
  return { engine, connectivity };
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
