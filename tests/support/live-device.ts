import { Repo, type PeerId, type StorageAdapterInterface } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import type { GenError } from '../../src/core/errors.ts';
import { createGate } from '../../src/replica/gate.ts';
import { peerIdOf } from '../../src/replica/handshake.ts';
import { RelayLink } from '../../src/replica/relay-link.ts';
import { createReplica, type Replica } from '../../src/replica/replica.ts';
import { pinRelay } from '../../src/app/pin-relay.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { memoryStorage } from './memory-storage.ts';
import type { Person } from './person.ts';

export interface LiveDevice {
  readonly replica: Replica;
  readonly link: RelayLink;
  readonly refusals: GenError[];
  /** Resolves once the relay has said that it has nothing more of the document. */
  synced(path: DocumentPath): Promise<void>;
  close(): Promise<void>;
}

/** A device's documents over the real WebSocket, gate included. */
export async function liveDevice(
  { device, signer }: Person,
  address: string,
  storage: StorageAdapterInterface = memoryStorage(),
): Promise<LiveDevice> {
  await automergeReady();
  const pin = await pinRelay(device.tables, device.relay);
  const peer = peerIdOf(signer.did, 'test');
  const refusals: GenError[] = [];
  const complete = new Set<string>();
  const waiting: (() => void)[] = [];
  let closed = false;
  const link = new RelayLink({
    url: `${address.replace(/^http/, 'ws')}/sync`,
    gate: createGate(),
    opened: (id) => replica.opened(id),
    relay: pin.relay,
    peer,
    sign: (message) => signer.sign(message),
    capabilities: () => readCapabilities(device),
    retryInterval: 100,
    onState: () => undefined,
    onAnswer({ address: { path } }, isComplete) {
      if (isComplete) complete.add(path);
      for (const check of waiting) check();
    },
    onRefused: (error) => refusals.push(error),
  });
  const repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
  const replica = createReplica({ repo, storage }, pin.namespace, FIRST_EPOCH, () => undefined);
  return {
    replica,
    link,
    refusals,
    synced: (path) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (complete.has(path)) resolve();
        };
        waiting.push(check);
        check();
      }),
    async close() {
      if (closed) return;
      closed = true;
      await repo.shutdown();
    },
  };
}
