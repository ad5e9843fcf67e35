import { access, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { httpRelay } from '../adapters/http/http-relay.ts';
import { fileIdentity } from '../adapters/node/file-identity.ts';
import { fileRotation } from '../adapters/node/file-rotation.ts';
import { sqliteTables } from '../adapters/node/sqlite-tables.ts';
import { wallClock } from '../app/device.ts';
import { readCapabilities } from '../app/read-capabilities.ts';
import type { BlobSource } from '../ports/downloads.ts';
import type { RelayClient } from '../ports/relay-client.ts';
import type { Home } from './context.ts';
import { processLocks } from './process-locks.ts';

/** This device's data in a folder: tables, key and locks, to be shared by several processes. */
export function openHome(folder: string, signal: AbortSignal): Home {
  const key = join(folder, 'identity.json');
  const tables = sqliteTables(folder);
  return {
    tables,
    identity: fileIdentity({ path: key, clock: wallClock }),
    rotation: fileRotation({ path: key, clock: wallClock }),
    locks: processLocks(folder, signal),
    async room() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    hasIdentity: () =>
      access(key).then(
        () => true,
        () => false,
      ),
    close: () => tables.close(),
  };
}

export function furtherRelay(address: string, { identity }: Pick<Home, 'identity'>): BlobSource {
  return httpRelay({ base: address, signer: () => identity.signer(), clock: wallClock });
}

export function relayAt(
  address: string,
  { identity, tables }: Pick<Home, 'identity' | 'tables'>,
): RelayClient {
  return httpRelay({
    base: address,
    signer: () => identity.signer(),
    clock: wallClock,
    capabilities: () => readCapabilities({ tables, identity, clock: wallClock }),
  });
}
