import { Repo, initializeWasm, type PeerId } from '@automerge/automerge-repo/slim';
import { IndexedDBStorageAdapter } from '@automerge/automerge-repo-storage-indexeddb';
import wasmUrl from '@automerge/automerge/automerge.wasm?url';
import { freeStorage } from '../adapters/browser/free-storage.ts';
import { idbIdentity } from '../adapters/browser/idb-identity.ts';
import { idbTables } from '../adapters/browser/idb-tables.ts';
import { wasmSha256 } from '../adapters/browser/wasm-sha256.ts';
import { webLocks } from '../adapters/browser/web-locks.ts';
import { aggregatesAsker } from '../adapters/http/ask-aggregates.ts';
import { domainAsker } from '../adapters/http/ask-domain.ts';
import { reportsAsker } from '../adapters/http/ask-reports.ts';
import { httpRelay } from '../adapters/http/http-relay.ts';
import { httpSnapshots } from '../adapters/http/http-snapshots.ts';
import { changeChannel } from '../adapters/browser/change-channel.ts';
import { compileWithin } from '../app/compile-within.ts';
import { deviceName } from '../app/device-name.ts';
import { wallClock } from '../app/device.ts';
import { createConnectivity } from '../app/engine/connectivity.ts';
import { createEngine, type Engine } from '../app/engine/engine.ts';
import { storedPin } from '../app/pin-relay.ts';
import { readCapabilities } from '../app/read-capabilities.ts';
import { explained } from '../core/resolve/explained.ts';
import { GenError } from '../core/errors.ts';
import { hashBy, hashStreamsBy } from '../core/hash.ts';
import { createGate } from '../replica/gate.ts';
import { peerIdOf } from '../replica/handshake.ts';
import { RelayLink } from '../replica/relay-link.ts';
import { outcomeOf } from './boundary.ts';
import { WORK_CHANNEL, type EngineCaller, type EngineMethod } from './engine-protocol.ts';

const LINK_RETRY_MS = 2000;

/** Stays closed once its repo is shut down: the base class would still make the attempt that it planned before. */
class EngineLink extends RelayLink {
  #ended = false;

  override connect(...to: Parameters<RelayLink['connect']>): void {
    if (!this.#ended) super.connect(...to);
  }

  override disconnect(): void {
    this.#ended = true;
    super.disconnect();
  }
}

async function storageUse() {
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { used: usage, quota, persisted };
}

function start(): Engine {
  const base = self.location.origin;
  const tables = idbTables();
  const locks = webLocks();
  const identity = idbIdentity({ tables, locks, clock: wallClock });
  const capabilities = () => readCapabilities({ tables, identity, clock: wallClock });
  const relay = httpRelay({ base, signer: () => identity.signer(), clock: wallClock, capabilities });
  const { announce } = changeChannel();
  const work = new BroadcastChannel(WORK_CHANNEL);
  let link: EngineLink | undefined;
  const connectivity = createConnectivity({
    relay,
    address: base,
    tables,
    announce,
    retryLink: () => link?.retryNow(),
    closeLink: () => link?.cut(),
  });
  self.addEventListener('offline', () => link?.cut());
  self.addEventListener('online', () => link?.retryNow());

  return createEngine({
    device: {
      tables,
      relay,
      relayAt: (address) => httpRelay({ base: address, signer: () => identity.signer(), clock: wallClock }),
      room: freeStorage,
      identity,
      locks,
      clock: wallClock,
      announce,
      explain: explained,
    },
    connectivity,
    storage: storageUse,
    snapshots: httpSnapshots({
      base,
      relay,
      signer: () => identity.signer(),
      capabilities,
      clock: wallClock,
    }),
    askDomain: domainAsker(base, wallClock),
    askReports: reportsAsker({ base, signer: () => identity.signer(), capabilities, clock: wallClock }),
    askAggregates: aggregatesAsker({
      base,
      relay,
      signer: () => identity.signer(),
      capabilities,
      clock: wallClock,
    }),
    compile: compileWithin(),
    handOver: () => work.postMessage('pending'),
    report: (fault) => console.error(fault),
    async openRepo(session) {
      await Promise.all([initializeWasm(wasmUrl), hashInWasm().catch(console.error)]);
      const pin = await storedPin(tables);
      if (pin === undefined) throw new GenError('InvalidState', 'not-pinned');
      const signer = await identity.signer();
      const peer = peerIdOf(signer.did, await deviceName(tables));
      link = new EngineLink({
        url: `${base.replace(/^http/, 'ws')}/sync`,
        gate: createGate(),
        opened: (id) => session()?.replica.opened(id),
        relay: pin.relay,
        peer,
        sign: (message) => signer.sign(message),
        capabilities,
        retryInterval: LINK_RETRY_MS,
        onState: (state) => connectivity.link(state),
        onAnswer: (document, complete) => session()?.answered(document, complete),
        onRefused: (error) => connectivity.problem(error),
        onMisfit: (document, error) => void session()?.misfit(document, error).catch(console.error),
      });
      const storage = new IndexedDBStorageAdapter('gen-registry-documents');
      const repo = new Repo({ storage, network: [link], peerId: peer as PeerId });
      return { repo, storage };
    },
  });
}

/** Without it, hashing is slower. */
async function hashInWasm(): Promise<void> {
  const { hash, stream } = await wasmSha256();
  hashBy(hash);
  hashStreamsBy(stream);
}

const engine = start();

/** Milliseconds. By then the first screens are there, and what was queued is under way. */
const QUIET_AFTER = 10_000;
const DAILY = 24 * 3_600_000;

setTimeout(() => void engine.keepHouse(), QUIET_AFTER);
setInterval(() => void engine.keepHouse(), DAILY);

/** Where a method takes the id of the job that it makes: the request's, so that the same request makes one job. */
const JOB_ARGUMENT: Partial<Record<EngineMethod, number>> = {
  publish: 2,
  rate: 1,
  setProfile: 1,
  report: 1,
  withdrawReport: 1,
  hide: 1,
  install: 2,
  changeSet: 2,
  undo: 1,
  letPublish: 1,
  withdrawPublisher: 1,
  handOver: 1,
  cancelHandOver: 1,
  takeOver: 1,
  nameDevice: 1,
  cutOffDevice: 1,
  pairDevice: 1,
};

function withJob(method: EngineMethod, args: readonly unknown[], request: string): readonly unknown[] {
  const place = JOB_ARGUMENT[method];
  if (place === undefined) return args;
  return [...Array.from({ length: place }, (_, index) => args[index]), request];
}

export const caller: EngineCaller = {
  call: (method, args, request) =>
    outcomeOf(() =>
      (engine[method] as (...given: readonly unknown[]) => Promise<unknown>)(
        ...withJob(method, args, request),
      ),
    ),
};
