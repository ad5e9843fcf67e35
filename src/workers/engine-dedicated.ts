import { expose } from 'comlink';
import { BROKER_CHANNEL, clientChannel, type BrokerMessage, type EngineCaller } from './engine-protocol.ts';

/**
 * Entry of the dedicated worker that is the engine where there is no SharedWorker. The tab that holds the
 * leader's lock spawns it; every tab, that one too, talks to it over a channel of its own.
 */
const engine = import('./engine-impl.ts');
const broker = new BroadcastChannel(BROKER_CHANNEL);
const served = new Set<string>();

const caller: EngineCaller = {
  call: async (method, args, request) => (await engine).caller.call(method, args, request),
};

broker.addEventListener('message', ({ data }: MessageEvent<BrokerMessage>) => {
  if (data.kind !== 'hello') return;
  if (!served.has(data.client)) expose(caller, new BroadcastChannel(clientChannel(data.client)));
  served.add(data.client);
  broker.postMessage({ kind: 'welcome', client: data.client } satisfies BrokerMessage);
});
broker.postMessage({ kind: 'leader' } satisfies BrokerMessage);
