import type { DatabaseSync } from 'node:sqlite';
import { asStorage } from './database.ts';

/** The newest head, durable before anybody sees it: two heads of one number would be two stories. */
export interface HeadStore {
  newest(): Uint8Array<ArrayBuffer> | undefined;
  /** @throws GenError Storage */
  keep(head: Uint8Array): void;
}

export function sqliteHeads(database: DatabaseSync): HeadStore {
  const read = database.prepare('SELECT bytes FROM heads WHERE id = 1');
  const write = database.prepare('INSERT OR REPLACE INTO heads (id, bytes) VALUES (1, ?)');
  return {
    newest() {
      const row = asStorage(() => read.get());
      return row === undefined ? undefined : Uint8Array.from(row['bytes'] as Uint8Array);
    },
    keep: (head) => void asStorage(() => write.run(head)),
  };
}
