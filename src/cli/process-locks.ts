import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryLocks } from '../adapters/memory/memory-locks.ts';
import { toGenError } from '../core/errors.ts';
import type { Locks } from '../ports/lock.ts';

const SQLITE_BUSY = 5;
const POLL_MS = 50;

/**
 * Locks that other processes of the same folder respect: an exclusive transaction on an empty database. The system
 * lets go of it when the process dies, so no lock is ever left behind. Names share a lock up to their first `/`.
 *
 * @param signal gives up waiting, with Cancelled.
 */
export function processLocks(folder: string, signal: AbortSignal): Locks {
  const own = memoryLocks();
  return {
    exclusive: (name, work) => {
      const [group = name] = name.split('/');
      return own.exclusive(group, async () => {
        const held = await take(join(folder, `${group}.lock`), signal);
        try {
          return await work();
        } finally {
          held.close();
        }
      });
    },
  };
}

async function take(path: string, signal: AbortSignal): Promise<DatabaseSync> {
  for (;;) {
    const database = tryTake(path);
    if (database !== undefined) return database;
    try {
      await sleep(POLL_MS, undefined, { signal });
    } catch (thrown) {
      throw toGenError(thrown, 'Cancelled');
    }
  }
}

function tryTake(path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (fault) {
    database?.close();
    if (fault instanceof Error && 'errcode' in fault && fault.errcode === SQLITE_BUSY) return undefined;
    throw toGenError(fault, 'Storage');
  }
}
