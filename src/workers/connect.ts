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

function sharedCall(): Call {
  const worker = new SharedWorker(new URL('./engine-shared.ts', import.meta.url), {
    type: 'module',
    name: 'gen-registry-engine',
  });
  const remote: Remote<EngineCaller> = wrap(worker.port);
  return (method, args) => remote.call(method, args);
}

/**
 * One tab holds the lock and spawns the engine; when it closes, another one does. Calls that the dead engine did
 * not answer are made again, which is why every method of the engine may be repeated.
 */
function brokeredCall(): Call {
  const client = toBase64Url(crypto.getRandomValues(new Uint8Array(9)));
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
  void navigator.locks.request(LEADER_LOCK, () => {
    const worker = new Worker(new URL('./engine-dedicated.ts', import.meta.url), { type: 'module' });
    return new Promise<never>((_, reject) => worker.addEventListener('error', reject));
  });
  hello();

  return (method, args) =>
    new Promise<Outcome<unknown>>((resolve, reject) => {
      const attempt = (): void => {
        remote
          .call(method, args)
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
        valueOf(await call(method, args)),
  });
}
