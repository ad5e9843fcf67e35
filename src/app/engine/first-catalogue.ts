import type { Connection } from '../../ports/connection.ts';

/** How long a new device waits for its first catalogue before it shows what has come so far. */
const PATIENCE_MS = 4000;

/**
 * On a device that never held the catalogue, its shards arrive one by one; lists that grow and reorder under the
 * reader's eyes wait until it is whole, until there is no network to wait for, or until it takes too long.
 */
export interface FirstCatalogue {
  settled(connection: Connection): Promise<void>;
  settle(): void;
}

export function createFirstCatalogue(): FirstCatalogue {
  let settle: () => void = () => undefined;
  const whole = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let patience: ReturnType<typeof setTimeout> | undefined;
  return {
    async settled({ syncedAt, state }) {
      if (syncedAt !== undefined || state === 'offline') return;
      patience ??= setTimeout(settle, PATIENCE_MS);
      await whole;
    },
    settle: () => settle(),
  };
}
