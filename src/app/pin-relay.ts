import { fromHex } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parsePublicKey, type Did, type NamespaceId } from '../core/ids.ts';
import type { RelayClient, RelayFacts } from '../ports/relay-client.ts';
import type { Tables } from '../ports/tables.ts';

/** The namespace and relay this device belongs to, from its first contact on. */
export interface Pin {
  readonly namespace: NamespaceId;
  readonly relay: Did;
}

const PIN = 'pin';

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
    await tables.write([{ table: 'settings', put: { key: PIN, value: said } }]);
    return pinOf(said);
  }
  const pinned = row.value as PinRow;
  if (pinned.namespace !== said.namespace) {
    throw new GenError('PermissionDenied', 'other-namespace', {
      pinned: pinned.namespace,
      said: said.namespace,
    });
  }
  if (pinned.relay !== said.relay) {
    throw new GenError('PermissionDenied', 'other-relay', { pinned: pinned.relay, said: said.relay });
  }
  return pinOf(pinned);
}
