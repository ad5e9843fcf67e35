import { Repo, type PeerId, type StorageAdapterInterface } from '@automerge/automerge-repo/slim';
import { wasmSha256 } from '../../src/adapters/browser/wasm-sha256.ts';
import { httpSnapshots } from '../../src/adapters/http/http-snapshots.ts';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import { createConnectivity, type Connectivity } from '../../src/app/engine/connectivity.ts';
import { createEngine, type Engine } from '../../src/app/engine/engine.ts';
import { pinRelay } from '../../src/app/pin-relay.ts';
import { readCapabilities } from '../../src/app/read-capabilities.ts';
import { hashBy } from '../../src/core/hash.ts';
import type { CatalogueState } from '../../src/ports/search.ts';
import { createGate } from '../../src/replica/gate.ts';
import { peerIdOf } from '../../src/replica/handshake.ts';
import { RelayLink } from '../../src/replica/relay-link.ts';
import { memoryStorage } from '../../tests/support/memory-storage.ts';
import { person, type Person } from '../../tests/support/person.ts';

/** The engine of a page as it is, in Node and over memory. */
export interface EngineDevice {
  readonly engine: Engine;
  readonly connectivity: Connectivity;
  /** Resolves when search finds as many modules. */
  searchable(modules: number): Promise<void>;
  /** Resolves when all shards and the authority agree with the relay's. */
  levelled(): Promise<void>;
  /** Resolves when every card's signature was checked. */
  checked(modules: number): Promise<void>;
  close(): Promise<void>;
}

/** What a device keeps over a restart. */
export interface KeptState {
  readonly person: Person;
  readonly storage: StorageAdapterInterface;
}

export async function newDevice(address: string): Promise<KeptState> {
  await automergeReady();
  // As a page's engine has it.
  hashBy((await wasmSha256()).hash);
  return { person: await person(address), storage: memoryStorage() };
}

/** Asking counts what was checked: of a hundred thousand that takes a while itself. */
const POLL_MS = 25;
const LONGEST_MS = 300_000;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not ${what} in ${LONGEST_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Starts the engine over what is kept.
 *
 * @param syncAddress where its requests and its socket go, when not to the relay directly.
 */
export async function engineDevice(kept: KeptState, address: string): Promise<EngineDevice> {
  const { person, storage } = kept;
  const { tables, relay, identity, locks, clock } = person.device;
  let link: RelayLink | undefined;
  let repo: Repo | undefined;
  let closed = false;
  const announce = (): void => undefined;
  const connectivity = createConnectivity({
    relay,
    address,
    tables,
    announce,
    retryLink: () => link?.retryNow(),
    closeLink: () => link?.cut(),
  });
  const capabilities = () => readCapabilities({ tables, identity, clock });
  const engine = createEngine({
    device: { tables, relay, identity, locks, clock, announce },
    connectivity,
    snapshots: httpSnapshots({ base: address, relay, signer: () => identity.signer(), capabilities, clock }),
    storage: async () => ({ used: 0, quota: 0, persisted: false }),
    compile: (bytes) => WebAssembly.compile(bytes),
    handOver: () => undefined,
    report(fault) {
      // What it had under way when it was closed fails.
      if (!closed) console.error('bench: the engine reports', fault);
    },
    async openRepo(session) {
      const pin = await pinRelay(tables, relay);
      const peer = peerIdOf(person.signer.did, 'bench');
      link = new RelayLink({
        url: `${address.replace(/^http/, 'ws')}/sync`,
        gate: createGate(),
        opened: (id) => session()?.replica.opened(id),
        relay: pin.relay,
        peer,
        sign: (message) => person.signer.sign(message),
        retryInterval: 2000,
        onState: (state) => connectivity.link(state),
        onAnswer: (document, complete) => session()?.answered(document, complete),
        onRefused: (error) => connectivity.problem(error),
      });
      repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
      return { repo, storage };
    },
  });
  const state = (): Promise<CatalogueState> => engine.catalogueState();
  return {
    engine,
    connectivity,
    searchable: (modules) => until('searchable', async () => (await state()).size >= modules),
    levelled: () => until('levelled', async () => connectivity.state().syncedAt !== undefined),
    checked: (modules) => until('checked', async () => (await state()).checked >= modules),
    async close() {
      closed = true;
      await repo?.shutdown();
    },
  };
}
