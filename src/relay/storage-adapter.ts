import type { Chunk, StorageAdapterInterface, StorageKey } from '@automerge/automerge-repo/slim';
import { toGenError, type GenError } from '../core/errors.ts';
import type { ChunkKey, ChunkStore, ChunkWrite } from './chunk-store.ts';

/**
 * Storage of the Automerge documents. A repo does not survive a rejected save, so a write that fails waits in
 * memory, is seen by reads, and is tried again until it goes through: its promise resolves only then. While
 * anything waits the relay takes nothing new (`healthy`).
 */
export interface RelayStorage extends StorageAdapterInterface {
  healthy(): boolean;
  /** One last try; then whoever waits is let go (the journal holds every record anyway). */
  close(): void;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;

interface Waiting {
  readonly write: ChunkWrite;
  readonly done: () => void;
}

function hasPrefix(key: ChunkKey, prefix: ChunkKey): boolean {
  return prefix.every((part, index) => key[index] === part);
}

function applied(chunks: Map<string, Chunk>, write: ChunkWrite): void {
  if (write.kind === 'save') chunks.set(write.key.join('\0'), { key: [...write.key], data: write.data });
  else if (write.kind === 'remove') chunks.delete(write.key.join('\0'));
  else for (const [name, { key }] of chunks) if (hasPrefix(key, write.prefix)) chunks.delete(name);
}

/** @param onFault told of each failed try, with the number of writes that wait. */
export function relayStorage(
  store: ChunkStore,
  onFault: (fault: GenError, waiting: number) => void,
): RelayStorage {
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let delay = FIRST_DELAY_MS;
  let closed = false;

  function drain(): void {
    const batch = waiting;
    try {
      store.write(batch.map(({ write }) => write));
    } catch (thrown) {
      onFault(toGenError(thrown, 'Storage'), batch.length);
      if (closed) return;
      timer = setTimeout(drain, delay);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      return;
    }
    waiting = [];
    timer = undefined;
    delay = FIRST_DELAY_MS;
    for (const { done } of batch) done();
  }

  function enqueue(write: ChunkWrite): Promise<void> {
    return new Promise((done) => {
      waiting.push({ write, done });
      if (timer === undefined) drain();
    });
  }

  function chunksBelow(prefix: ChunkKey): Map<string, Chunk> {
    const stored = store.range(prefix).map(({ key, data }) => ({ key: [...key], data }));
    const chunks = new Map<string, Chunk>(stored.map((chunk) => [chunk.key.join('\0'), chunk]));
    for (const { write } of waiting) applied(chunks, write);
    return chunks;
  }

  return {
    save: (key, data) => enqueue({ kind: 'save', key, data: Uint8Array.from(data) }),
    remove: (key) => enqueue({ kind: 'remove', key }),
    removeRange: (prefix) => enqueue({ kind: 'removeRange', prefix }),
    async load(key: StorageKey) {
      return waiting.length === 0 ? store.get(key) : chunksBelow(key).get(key.join('\0'))?.data;
    },
    async loadRange(prefix: StorageKey) {
      return [...chunksBelow(prefix).values()].filter(({ key }) => hasPrefix(key, prefix));
    },
    healthy: () => waiting.length === 0,
    close() {
      clearTimeout(timer);
      closed = true;
      if (waiting.length > 0) drain();
      for (const { done } of waiting) done();
    },
  };
}
