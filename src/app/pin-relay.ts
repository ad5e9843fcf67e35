import { fromHex, toHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parsePublicKey, type Did, type NamespaceId } from '../core/ids.ts';
import type { RelayClient, RelayFacts } from '../ports/relay-client.ts';
import type { Tables, Write } from '../ports/tables.ts';

/** The namespace and relay this device belongs to, from its first contact on. */
export interface Pin {
  readonly namespace: NamespaceId;
  readonly relay: Did;
}

const PIN = 'pin';
/** Of a device that was begun with a file, before it met a relay: somebody there said yes to the namespace's key. */
const NAMESPACE = 'namespace';

/** @property relay absent while none was met. */
export type NamespacePin = Pick<Pin, 'namespace'> & Partial<Pin>;

interface PinRow {
  readonly namespace: string;
  readonly relay: Did;
}

function pinOf({ namespace, relay }: PinRow): Pin {
  return { namespace: parsePublicKey(fromHex(namespace)), relay };
}

export async function storedPin(tables: Tables): Promise<Pin | undefined> {
  const row = await tables.get('settings', PIN);
  return row === undefined ? undefined : pinOf(row.value as PinRow);
}

/** The namespace that this device belongs to, whether or not it has met a relay. */
export async function storedNamespace(tables: Tables): Promise<NamespaceId | undefined> {
  const pin = await storedPin(tables);
  if (pin !== undefined) return pin.namespace;
  const row = await tables.get('settings', NAMESPACE);
  return row === undefined ? undefined : parsePublicKey(fromHex(row.value as string));
}

/** For the transaction that keeps what a file brought. */
export async function namespaceWrites(tables: Tables, namespace: NamespaceId): Promise<readonly Write[]> {
  if ((await storedNamespace(tables)) !== undefined) return [];
  return [{ table: 'settings', put: { key: NAMESPACE, value: toHex(namespace) } }];
}

function requireNamespace(pinned: string, said: string): void {
  if (pinned !== said) throw new GenError('PermissionDenied', 'other-namespace', { pinned, said });
}

/**
 * Trust on first use: what the relay says at the first contact is pinned, and a relay that says otherwise later
 * is not believed.
 *
 * @throws GenError PermissionDenied `other-namespace` | `other-relay`; whatever `facts` throws.
 */
export async function pinRelay(tables: Tables, relay: RelayClient, signal?: AbortSignal): Promise<Pin> {
  const facts: RelayFacts = await relay.facts(signal);
  const said: PinRow = { namespace: facts.namespace, relay: facts.relay };
  const row = await tables.get('settings', PIN);
  if (row === undefined) {
    const namespace = await tables.get('settings', NAMESPACE);
    if (namespace !== undefined) requireNamespace(namespace.value as string, said.namespace);
    await tables.write([{ table: 'settings', put: { key: PIN, value: said } }]);
    return pinOf(said);
  }
  const pinned = row.value as PinRow;
  requireNamespace(pinned.namespace, said.namespace);
  if (pinned.relay !== said.relay) {
    throw new GenError('PermissionDenied', 'other-relay', { pinned: pinned.relay, said: said.relay });
  }
  return pinOf(pinned);
}
