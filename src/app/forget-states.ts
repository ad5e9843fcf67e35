import type { Tables, Write } from '../ports/tables.ts';
import type { Device } from './device.ts';
import { INSTALLED_LOCK, unnamed } from './switch-set.ts';

/** What forgetting comes to. */
export interface Forgettable {
  readonly states: number;
  /** Bytes of the binaries that only these states name. */
  readonly size: number;
}

async function forgetting(tables: Tables, set: string): Promise<Forgettable & { writes: readonly Write[] }> {
  const [rows, sets, kept] = await Promise.all([
    tables.all('generations'),
    tables.all('sets'),
    tables.keys('blobs'),
  ]);
  const gone = rows.filter((row) => row.set === set);
  const left = [...rows.filter((row) => row.set !== set), ...sets].map(({ generation }) => generation);
  const former = gone.map(({ generation }) => generation);
  const writes = await unnamed(tables, former, left);
  const blobs = new Set(
    writes.flatMap((write) => (write.table === 'blobs' && 'remove' in write ? [write.remove] : [])),
  );
  const here = kept.filter((sha256) => blobs.has(sha256));
  const sizes = new Map(
    former.flatMap(({ releases }) => releases.map(({ sha256, size }) => [sha256 as string, size])),
  );
  return {
    states: gone.length,
    size: here.reduce((sum, sha256) => sum + (sizes.get(sha256) ?? 0), 0),
    writes: [...gone.map(({ key }): Write => ({ table: 'generations', remove: key })), ...writes],
  };
}

/** What `forgetStates` would forget, without doing it. */
export async function forgettable(tables: Tables, set: string): Promise<Forgettable> {
  const { states, size } = await forgetting(tables, set);
  return { states, size };
}

/**
 * Forgets the states that a set had before, with the binaries and proofs that only these name.
 *
 * @returns what is gone. @throws GenError Storage.
 */
export function forgetStates(
  { tables, locks, announce }: Pick<Device, 'tables' | 'locks' | 'announce'>,
  set: string,
): Promise<Forgettable> {
  return locks.exclusive(INSTALLED_LOCK, async () => {
    const { writes, states, size } = await forgetting(tables, set);
    await tables.write(writes);
    announce(['installed']);
    return { states, size };
  });
}
