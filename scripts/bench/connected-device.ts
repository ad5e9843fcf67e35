import { Repo, type PeerId } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import type { Device } from '../../src/app/device.ts';
import { createSession, type Session } from '../../src/app/engine/session.ts';
import { pinRelay } from '../../src/app/pin-relay.ts';
import { FIRST_EPOCH } from '../../src/core/record/document.ts';
import type { Member } from '../../src/core/record/member.ts';
import type { Write } from '../../src/ports/tables.ts';
import { createGate } from '../../src/replica/gate.ts';
import { peerIdOf } from '../../src/replica/handshake.ts';
import { RelayLink } from '../../src/replica/relay-link.ts';
import { memoryStorage } from '../../tests/support/memory-storage.ts';
import { person } from '../../tests/support/person.ts';

/** Documents, gate and link of an engine, in Node and over memory: what it needs to publish, and to see who published. */
export interface ConnectedDevice {
  readonly device: Device;
  readonly session: Session;
  /** All shards and the authority agree with the relay's. */
  readonly synced: Promise<void>;
  close(): Promise<void>;
}

/** Rows that came back in a document have done their work. */
async function forgetMet({ tables }: Device, members: readonly Member[]): Promise<void> {
  const met = new Set<string>(members.map(({ id }) => id));
  const gone = (await tables.all('outbox')).filter(({ id }) => met.has(id));
  if (gone.length > 0) await tables.write(gone.map(({ id }): Write => ({ table: 'outbox', remove: id })));
}

/** A fresh device: new key, nothing stored. */
export async function connectedDevice(address: string): Promise<ConnectedDevice> {
  await automergeReady();
  const { device, signer } = await person(address);
  const pin = await pinRelay(device.tables, device.relay);
  const peer = peerIdOf(signer.did, 'bench');
  const { promise: synced, resolve: onSynced, reject } = Promise.withResolvers<void>();
  let online = false;
  let live: Session | undefined;
  const link = new RelayLink({
    url: `${address.replace(/^http/, 'ws')}/sync`,
    gate: createGate(),
    opened: (id) => live?.replica.opened(id),
    relay: pin.relay,
    peer,
    sign: (message) => signer.sign(message),
    retryInterval: 2000,
    onState: (state) => {
      online = state === 'online';
    },
    onAnswer: (document, complete) => live?.answered(document, complete),
    onRefused: reject,
  });
  const storage = memoryStorage();
  const repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
  const session = createSession({
    over: { repo, storage },
    pin,
    epoch: FIRST_EPOCH,
    isOnline: () => online,
    announce: () => undefined,
    cards: { level: async () => undefined, met: () => undefined },
    onMet: (members) => void forgetMet(device, members).catch(reject),
    onSynced,
    onQuarantine: (_path, cause) => reject(cause),
  });
  live = session;
  await session.open();
  for (const path of session.shards) await session.openShard(path);
  return {
    device: { ...device, records: session.records },
    session,
    synced,
    close: () => repo.shutdown(),
  };
}
