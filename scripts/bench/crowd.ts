import * as Automerge from '@automerge/automerge/slim';
import { cbor, type DocumentId } from '@automerge/automerge-repo/slim';
import type { RawData } from 'ws';
import { AUTHORITY } from '../../src/core/record/document.ts';
import { rawPeer, type RawPeer } from '../../tests/support/raw-peer.ts';
import { freshSigner } from '../soak/hostile/crowd.ts';
import type { ConnectedDevice } from './connected-device.ts';

/** Devices that hold the catalogue already and come back: no more than their share of the protocol, so that a relay is measured and no clients. */
export interface Crowd {
  /** Milliseconds until each was let in, and until each had heard of every document that nothing is new. */
  readonly connected: readonly number[];
  readonly synced: readonly number[];
  /** Milliseconds from `since` until each is sent a change of the document. Asked before the change is made. */
  arrivals(document: DocumentId, since: () => number): Promise<readonly number[]>;
  close(): void;
}

interface Message {
  readonly type: string;
  readonly documentId?: DocumentId;
  readonly data?: Uint8Array;
}

type Listener = (document: DocumentId, message: Automerge.DecodedSyncMessage) => void;

/** What a device says that has what the other one has. */
function agreement(heads: Automerge.Heads): Uint8Array {
  return Automerge.encodeSyncMessage({
    heads,
    need: [],
    have: [{ lastSync: heads, bloom: new Uint8Array() }],
    changes: [],
  });
}

function listen(peer: RawPeer, listener: Listener): void {
  peer.socket.on('message', (data: RawData) => {
    const { type, documentId, data: bytes } = cbor.decode<Message>(new Uint8Array(data as Buffer));
    if (type === 'sync' && documentId !== undefined && bytes !== undefined)
      listener(documentId, Automerge.decodeSyncMessage(bytes));
  });
}

/** @param holder a device that agrees with the relay: what the crowd holds is what it holds. */
export async function returningCrowd(
  address: string,
  count: number,
  holder: ConnectedDevice,
): Promise<Crowd> {
  const { replica, shards } = holder.session;
  const documents = await Promise.all([AUTHORITY, ...shards].map((path) => replica.open(path)));
  const openings = new Map(
    documents.map(({ documentId, handle }) => [documentId, agreement(Automerge.getHeads(handle.doc()))]),
  );
  const connected: number[] = [];
  const synced: number[] = [];
  const waiting = new Set<Listener>();

  async function joins(): Promise<RawPeer> {
    const start = performance.now();
    const peer = await rawPeer(address, await freshSigner());
    connected.push(performance.now() - start);
    const unanswered = new Set(openings.keys());
    const { promise, resolve } = Promise.withResolvers<void>();
    listen(peer, (document, message) => {
      if (message.changes.length > 0) {
        peer.sync(document, agreement(message.heads));
        for (const listener of waiting) listener(document, message);
      }
      unanswered.delete(document);
      if (unanswered.size === 0) resolve();
    });
    for (const [document, opening] of openings) peer.sync(document, opening);
    await promise;
    synced.push(performance.now() - start);
    return peer;
  }

  const peers = await Promise.all(Array.from({ length: count }, joins));
  return {
    connected,
    synced,
    arrivals(document, since) {
      const { promise, resolve } = Promise.withResolvers<readonly number[]>();
      const times: number[] = [];
      const listener: Listener = (changed) => {
        if (changed !== document) return;
        times.push(performance.now() - since());
        if (times.length < count) return;
        waiting.delete(listener);
        resolve(times);
      };
      waiting.add(listener);
      return promise;
    },
    close() {
      for (const { socket } of peers) socket.terminate();
    },
  };
}
