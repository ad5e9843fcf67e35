import { wrap, type Remote } from 'comlink';
import { toBase64Url } from '../core/bytes.ts';
import type { EngineApi } from '../ports/engine.ts';
import { valueOf, type Outcome } from './boundary.ts';
import {
  BROKER_CHANNEL,
  clientChannel,
  LEADER_LOCK,
  type BrokerMessage,
  type EngineCaller,
  type EngineMethod,
} from './engine-protocol.ts';

type Call = EngineCaller['call'];

function drawn(bytes: number): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

function sharedCall(): Call {
  const worker = new SharedWorker(new URL('./engine-shared.ts', import.meta.url), {
    type: 'module',
    name: 'gen-registry-engine',
  });
  const remote: Remote<EngineCaller> = wrap(worker.port);
  return (method, args, request) => remote.call(method, args, request);
}

/** Milliseconds: a worker that dies at once is not spawned in a loop. */
const RESPAWN_PAUSE = 1000;

/** Spawns the engine and holds it until it fails. */
function runEngine(): Promise<void> {
  const worker = new Worker(new URL('./engine-dedicated.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    worker.addEventListener('error', (event) => {
      console.error('the engine failed', event.message);
      worker.terminate();
      resolve();
    });
  });
}

/** Waits for the lead, and again after a failure: the tab may be the only one. */
async function lead(): Promise<never> {
  for (;;) {
    await navigator.locks.request(LEADER_LOCK, runEngine);
    await new Promise((resolve) => setTimeout(resolve, RESPAWN_PAUSE));
  }
}

/**
 * One tab holds the lock and spawns the engine; when it closes, another one does. Calls that the dead engine did
 * not answer are made again, which is why every method of the engine may be repeated.
 */
function brokeredCall(): Call {
  const client = drawn(9);
  const broker = new BroadcastChannel(BROKER_CHANNEL);
  const remote: Remote<EngineCaller> = wrap(new BroadcastChannel(clientChannel(client)));
  const unanswered = new Set<() => void>();
  let served = false;

  function hello(): void {
    served = false;
    broker.postMessage({ kind: 'hello', client } satisfies BrokerMessage);
  }
  broker.addEventListener('message', ({ data }: MessageEvent<BrokerMessage>) => {
    if (data.kind === 'leader') hello();
    if (data.kind !== 'welcome' || data.client !== client) return;
    served = true;
    for (const attempt of unanswered) attempt();
  });
  lead().catch((cause: unknown) => console.error('this tab cannot hold the engine', cause));
  hello();

  return (method, args, request) =>
    new Promise<Outcome<unknown>>((resolve, reject) => {
      const attempt = (): void => {
        remote
          .call(method, args, request)
          .then((outcome) => {
            unanswered.delete(attempt);
            resolve(outcome as Outcome<unknown>);
          })
          .catch(reject);
      };
      unanswered.add(attempt);
      if (served) attempt();
    });
}

/** The engine of this origin, the same for all its tabs. */
export function connectEngine(): EngineApi {
  const call = typeof SharedWorker === 'function' ? sharedCall() : brokeredCall();
  return new Proxy({} as EngineApi, {
    get:
      (_, method: EngineMethod) =>
      async (...args: readonly unknown[]) =>
        valueOf(await call(method, args, drawn(12))),
  });
}
