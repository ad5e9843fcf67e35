import { toGenError, type GenError } from '../../core/errors.ts';
import { didOf, type Micros, type PublicKey } from '../../core/ids.ts';
import type { Connection } from '../../ports/connection.ts';
import type { Topic } from '../../ports/engine.ts';
import type { RelayClient } from '../../ports/relay-client.ts';
import type { Tables } from '../../ports/tables.ts';
import { pinRelay, storedNamespace, storedPin, type NamespacePin, type Pin } from '../pin-relay.ts';

const SYNCED_AT = 'synced-at';
const RETRY_MS = 2000;

/** Whether this device and its relay hear each other, and since when the catalogue agrees. */
export interface Connectivity {
  state(): Connection;
  /**
   * The namespace: as stored, else as the relay says at the first contact, or a file that somebody trusts; waits for either as
   * long as it takes.
   */
  pinned(): Promise<NamespacePin>;
  /** Resolves at the first contact with a relay of the namespace. */
  met(): Promise<Pin>;
  /** A file brought it, where none was stored: whoever waits for it goes on. */
  namespaceKnown(): void;
  link(state: Connection['state']): void;
  problem(error: GenError): void;
  /** What is known of the relay's story. */
  show(facts: Partial<Connection>): void;
  synced(time: Micros): Promise<void>;
  retryNow(): Promise<void>;
  networkLost(): void;
  onOnline(listener: () => void): void;
  onOffline(listener: () => void): void;
}

export interface ConnectivityOptions {
  readonly relay: RelayClient;
  readonly address: string;
  readonly tables: Tables;
  readonly announce: (topics: readonly Topic[]) => void;
  /** Reconnects the link without waiting for its interval. */
  readonly retryLink: () => void;
  readonly closeLink: () => void;
}

export function createConnectivity(options: ConnectivityOptions): Connectivity {
  const { relay, address, tables, announce, retryLink, closeLink } = options;
  const online = new Set<() => void>();
  const offline = new Set<() => void>();
  let current: Connection = { state: 'connecting', relay: address };
  let wake: (() => void) | undefined;

  function put(change: Partial<Connection>): void {
    current = { ...current, ...change };
    announce(['connection']);
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, RETRY_MS);
    });

  /** @returns `undefined` where none answers now. */
  async function contact(): Promise<Pin | undefined> {
    try {
      return await pinRelay(tables, relay);
    } catch (thrown) {
      put({ state: 'offline', problem: toGenError(thrown, 'Network').toJSON() });
      return undefined;
    }
  }

  async function met(): Promise<Pin> {
    for (;;) {
      const pin = await contact();
      if (pin !== undefined) return pin;
      await pause();
    }
  }

  async function known(): Promise<NamespacePin> {
    for (;;) {
      const namespace = await storedNamespace(tables);
      const pin = namespace === undefined ? await contact() : { namespace };
      if (pin !== undefined) return pin;
      await pause();
    }
  }

  async function pinned(): Promise<NamespacePin> {
    const row = await tables.get('settings', SYNCED_AT);
    if (row !== undefined) put({ syncedAt: row.value as Micros });
    const pin = (await storedPin(tables)) ?? (await known());
    put({ registryRoot: didOf(pin.namespace satisfies PublicKey) });
    return pin;
  }

  return {
    state: () => current,
    pinned,
    met,
    namespaceKnown: () => wake?.(),
    link(state) {
      // While attempts go on, "connecting" between two failures would only flicker.
      if (state === 'connecting' && current.state === 'offline') return;
      const before = current.state;
      put(state === 'online' ? { state, problem: undefined } : { state });
      if (state === 'online' && before !== 'online') for (const listener of online) listener();
      if (state === 'offline' && before === 'online') for (const listener of offline) listener();
    },
    problem: (error) => put({ problem: error.toJSON() }),
    show: put,
    async synced(time) {
      put({ syncedAt: time });
      await tables.write([{ table: 'settings', put: { key: SYNCED_AT, value: time } }]);
    },
    async retryNow() {
      wake?.();
      retryLink();
    },
    networkLost: closeLink,
    onOnline: (listener) => online.add(listener),
    onOffline: (listener) => offline.add(listener),
  };
}
