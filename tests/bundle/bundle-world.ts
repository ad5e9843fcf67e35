import { memoryLocks } from '../../src/adapters/memory/memory-locks.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { wallClock, type Device } from '../../src/app/device.ts';
import { bundledContent, exportBundle } from '../../src/app/export-bundle.ts';
import { httpSource } from '../../src/app/http-source.ts';
import { asLastRead, bundleChange, keepBundle, requireTrusted } from '../../src/app/import-bundle.ts';
import { setNamed } from '../../src/app/installed-set.ts';
import { storedNamespace } from '../../src/app/pin-relay.ts';
import { checkBundle, openBundle } from '../../src/app/read-bundle.ts';
import { concat } from '../../src/core/bytes.ts';
import { toGenError } from '../../src/core/errors.ts';
import { didOf, type Did, type ModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../src/core/record/document.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import type { BundleSource } from '../../src/ports/bundles.ts';
import { DEFAULT_SET, type WholeChange } from '../../src/ports/sets.ts';
import { ROW_KEYS, type TableName, type Tables } from '../../src/ports/tables.ts';
import { keeperOf } from '../support/keeper.ts';
import { signerNamed } from '../support/namespace.ts';
import { NO_RELAY } from '../support/offline.ts';

export function sourceOf(bytes: Uint8Array<ArrayBuffer>): BundleSource {
  const piece = async (start: number, end: number) => bytes.slice(start, end);
  return { size: bytes.length, read: piece, part: piece };
}

/** What is installed on a device, or some of it, as the bytes of a bundle. */
export async function bundleOf(device: Device, ids?: readonly ModuleId[]): Promise<Uint8Array<ArrayBuffer>> {
  const { generation } = await setNamed(device.tables, DEFAULT_SET);
  const { head, blobs } = await exportBundle(device, {
    generation,
    ids,
    async cardOf(id) {
      const members = await device.records.membersOf(catalogDocument(id, FIRST_EPOCH));
      return members.find((member) => member.member === 'record' && readCard(member)?.id === id) as never;
    },
  });
  const contents = await Promise.all(blobs.map((blob) => bundledContent(device.tables, blob)));
  return concat(head, ...(contents as Uint8Array[]));
}

/** Checks a bundle and keeps it. @param trust absent: of a device that belongs to its registry. */
export async function takes(
  { tables, locks }: Pick<Device, 'tables' | 'locks'>,
  bytes: Uint8Array<ArrayBuffer>,
  trust?: Did,
): Promise<WholeChange> {
  const source = sourceOf(bytes);
  const header = await openBundle(source);
  requireTrusted(header, await storedNamespace(tables), trust);
  const bundle = await checkBundle(source, header);
  await keepBundle({ tables, locks, clock: wallClock }, source, bundle, asLastRead(tables));
  return bundleChange(header);
}

/** `taken`, or why not. */
export async function verdictOn(...asked: Parameters<typeof takes>): Promise<string> {
  try {
    await takes(...asked);
    return 'taken';
  } catch (thrown) {
    const { code, reason } = toGenError(thrown);
    return `${code} ${reason}`;
  }
}

/** How many rows there are of all kinds. */
export async function rowCount(tables: Tables): Promise<number> {
  const keys = await Promise.all(Object.keys(ROW_KEYS).map((table) => tables.keys(table as TableName)));
  return keys.flat().length;
}

/** A device of that registry that never met a relay, and meets none. */
export async function islandDevice({ namespace }: Pick<Device, 'namespace'>): Promise<Device> {
  const tables = memoryTables();
  return {
    namespace,
    tables,
    relay: NO_RELAY,
    identity: keeperOf(await signerNamed('island')),
    records: httpSource({ tables, relay: NO_RELAY, namespace }),
    locks: memoryLocks(),
    clock: wallClock,
    announce: () => undefined,
  };
}

export const rootOf = ({ namespace }: Pick<Device, 'namespace'>): Did => didOf(namespace);
