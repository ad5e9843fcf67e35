import { GenError, toGenError } from '../../core/errors.ts';
import { ROW_KEYS, type Rows, type TableName, type Tables, type Write } from '../../ports/tables.ts';

type Store = { readonly [Name in TableName]: Map<string, Rows[Name]> };

/** Rows are cloned on the way in and out, so that nobody shares an object with the store. */
export function memoryTables(): Tables {
  const store: Store = {
    settings: new Map(),
    blobs: new Map(),
    outbox: new Map(),
    jobs: new Map(),
    sets: new Map(),
    generations: new Map(),
    documents: new Map(),
    capabilities: new Map(),
    proofs: new Map(),
    shards: new Map(),
    chunks: new Map(),
    checks: new Map(),
    uses: new Map(),
    carried: new Map(),
  };
  let closed = false;

  function assertOpen(): void {
    if (closed) throw new GenError('Storage', 'closed');
  }

  return {
    async get(table, key) {
      assertOpen();
      return structuredClone(store[table].get(key));
    },
    async all(table) {
      assertOpen();
      return structuredClone([...store[table].values()]);
    },
    async keys(table) {
      assertOpen();
      return [...store[table].keys()];
    },
    async write(writes) {
      assertOpen();
      const cloned = writes.map(clone);
      for (const write of cloned) apply(store, write);
    },
    async close() {
      closed = true;
    },
  };
}

function clone(write: Write): Write {
  try {
    return structuredClone(write);
  } catch (cause) {
    throw toGenError(cause, 'Storage');
  }
}

function apply(store: Store, write: Write): void {
  if ('remove' in write) {
    store[write.table].delete(write.remove);
    return;
  }
  const rows: Map<string, typeof write.put> = store[write.table];
  rows.set(keyOf(write), write.put);
}

function keyOf(write: Extract<Write, { put: unknown }>): string {
  const row: Partial<Record<string, unknown>> = { ...write.put };
  return String(row[ROW_KEYS[write.table]]);
}
