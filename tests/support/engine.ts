import { Repo } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../../src/adapters/node/automerge-wasm.ts';
import type { Device } from '../../src/app/device.ts';
import { createConnectivity, type Connectivity } from '../../src/app/engine/connectivity.ts';
import { createEngine, type Engine, type EngineOptions } from '../../src/app/engine/engine.ts';
import type { Topic } from '../../src/ports/engine.ts';
import type { IdentityKeeper } from '../../src/ports/identity.ts';
import { memoryStorage } from './memory-storage.ts';

export interface TestEngine {
  readonly engine: Engine;
  readonly connectivity: Connectivity;
  readonly announced: Topic[];
  readonly faults: unknown[];
}

/** An engine over a device's tables whose documents have no link: what it knows is in its own outbox. */
export async function testEngine(device: Device, change: Partial<EngineOptions> = {}): Promise<TestEngine> {
  await automergeReady();
  const announced: Topic[] = [];
  const faults: unknown[] = [];
  const announce = (topics: readonly Topic[]): void => void announced.push(...topics);
  const { tables, relay, identity, locks, clock } = device;
  const nothing = (): void => undefined;
  const connectivity = createConnectivity({
    relay,
    address: '',
    tables,
    announce,
    retryLink: nothing,
    closeLink: nothing,
  });
  const engine = createEngine({
    // A test's device keeps its identity; one that only signs may be handed on for it.
    device: { tables, relay, identity: identity as IdentityKeeper, locks, clock, announce },
    connectivity,
    openRepo: async () => {
      const storage = memoryStorage();
      return { repo: new Repo({ storage }), storage };
    },
    storage: async () => ({ used: 0, quota: 0, persisted: false }),
    compile: (bytes) => WebAssembly.compile(bytes),
    handOver: nothing,
    report: (fault) => faults.push(fault),
    ...change,
  });
  // Nobody will say that the first catalogue is whole.
  connectivity.link('offline');
  return { engine, connectivity, announced, faults };
}
