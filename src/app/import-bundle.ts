import { equalBytes, toHex } from '../core/bytes.ts';
import type { BundleHeader } from '../core/bundle/bundle.ts';
import { GenError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { didOf, type Did, type NamespaceId } from '../core/ids.ts';
import type { DocumentPath } from '../core/record/document.ts';
import { memberIdOf, type MemberId } from '../core/record/record.ts';
import type { BundleSource } from '../ports/bundles.ts';
import type { WholeChange } from '../ports/sets.ts';
import type { Tables, Write } from '../ports/tables.ts';
import { broughtWrite } from './brought-blobs.ts';
import { CARRIED_LOCK, withBrought } from './carried.ts';
import type { Device } from './device.ts';
import { namespaceWrites, storedNamespace } from './pin-relay.ts';
import { INSTALLED_LOCK } from './switch-set.ts';
import type { CheckedBundle, PlacedBlob } from './read-bundle.ts';

/**
 * A bundle is taken of the registry that this device belongs to, or, where it belongs to none, of the one whose key somebody
 * here said yes to.
 *
 * @param known the namespace that is pinned.
 * @throws GenError InvalidInput `bundle-namespace`; PermissionDenied `bundle-trust`; both with `root`, the bundle's key.
 */
export function requireTrusted(
  { namespace }: BundleHeader,
  known: NamespaceId | undefined,
  trust: Did | undefined,
): void {
  const root = didOf(namespace);
  if (known !== undefined && !equalBytes(known, namespace))
    throw new GenError('InvalidInput', 'bundle-namespace', { root, here: didOf(known) });
  if (trust === undefined ? known === undefined : trust !== root)
    throw new GenError('PermissionDenied', 'bundle-trust', { root });
}

/** What makes a set hold what the bundle does, beside what is in it. */
export function bundleChange({ wishes, releases }: BundleHeader): WholeChange {
  return { kind: 'lockfile', wishes, pins: releases, frozen: true, beside: true };
}

async function keepBlob(tables: Tables, source: BundleSource, blob: PlacedBlob): Promise<void> {
  const { sha256: hash, size, start } = blob;
  const content = await source.part(start, start + size);
  // A file may have changed since it was checked; a Blob of one cannot be read any more then.
  if (content instanceof Uint8Array && toHex(sha256(content)) !== hash)
    throw new GenError('HashMismatch', 'bundle-blob', { expected: hash });
  await tables.write([{ table: 'blobs', put: { sha256: hash, size, content } }]);
}

/** What this process knows of a document as it is. */
export type Known = (path: DocumentPath) => Promise<ReadonlySet<MemberId>>;

/** Of a process that reads documents over HTTP: as they were last read. */
export function asLastRead(tables: Tables): Known {
  return async (path) => new Set((await tables.get('documents', path))?.members.map(memberIdOf));
}

/** What is known of a document is not carried beside it. */
async function missingHere(
  tables: Tables,
  path: DocumentPath,
  brought: CheckedBundle['documents'],
  isKnown: ReadonlySet<MemberId> | undefined,
): Promise<Write | undefined> {
  const members = (brought.get(path) ?? []).filter(({ id }) => isKnown?.has(id) !== true);
  if (members.every(({ member }) => member === 'capability')) return undefined;
  return withBrought(path, await tables.get('carried', path), members);
}

/**
 * Keeps what a bundle brought: its blobs, then all of its records at once, so that a device that ends meanwhile has bytes that
 * nothing names, and nothing else. For a day they wait for a yes.
 *
 * @param known absent: everything is carried, and goes when it is met in its document.
 * @throws GenError Storage | QuotaExceeded | HashMismatch; InvalidInput `bundle-namespace` where this device has come to belong to
 * another registry since the bundle was checked.
 */
export async function keepBundle(
  { tables, locks, clock }: Pick<Device, 'tables' | 'locks' | 'clock'>,
  source: BundleSource,
  { header, documents, blobs }: CheckedBundle,
  known?: Known,
): Promise<void> {
  const hashes = blobs.map((blob) => blob.sha256);
  await locks.exclusive(INSTALLED_LOCK, async () =>
    tables.write([await broughtWrite(tables, hashes, clock())]),
  );
  const here = new Set(await tables.keys('blobs'));
  for (const blob of blobs) if (!here.has(blob.sha256)) await keepBlob(tables, source, blob);
  await locks.exclusive(CARRIED_LOCK, async () => {
    requireTrusted(header, await storedNamespace(tables), didOf(header.namespace));
    const writes = [...(await namespaceWrites(tables, header.namespace))];
    for (const path of documents.keys()) {
      const write = await missingHere(tables, path, documents, await known?.(path));
      if (write !== undefined) writes.push(write);
    }
    await tables.write(writes);
  });
}
