import { expose } from 'comlink';
import { afterEach, expect, test, vi } from 'vitest';
import { connectEngine } from '../../src/workers/connect.ts';
import {
  BROKER_CHANNEL,
  clientChannel,
  type BrokerMessage,
  type EngineCaller,
} from '../../src/workers/engine-protocol.ts';

const open: BroadcastChannel[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const channel of open.splice(0)) channel.close();
});

function channelNamed(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(name);
  open.push(channel);
  return channel;
}

/** Serves every page that says hello, as the dedicated worker does, until it is terminated. */
function engineWorker(caller: EngineCaller): EventTarget & { terminate(): void } {
  const broker = channelNamed(BROKER_CHANNEL);
  const channels: BroadcastChannel[] = [broker];
  broker.addEventListener('message', (event) => {
    const data = (event as MessageEvent<BrokerMessage>).data;
    if (data.kind !== 'hello') return;
    const channel = channelNamed(clientChannel(data.client));
    channels.push(channel);
    expose(caller, channel);
    broker.postMessage({ kind: 'welcome', client: data.client });
  });
  broker.postMessage({ kind: 'leader' });
  const terminate = (): void => {
    for (const channel of channels) channel.close();
  };
  return Object.assign(new EventTarget(), { terminate });
}

test('a lone tab whose engine crashes spawns another, and asks it again under the same name', async () => {
  const asked: string[] = [];
  const spawned: EventTarget[] = [];
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubGlobal('SharedWorker', undefined);
  vi.stubGlobal('Worker', function spawn() {
    const isFirst = spawned.length === 0;
    const worker = engineWorker({
      async call(method, _args, request) {
        asked.push(`${method} ${request}`);
        if (!isFirst) return { ok: true, value: 'done' };
        queueMicrotask(() => worker.dispatchEvent(new Event('error')));
        return new Promise(() => undefined);
      },
    });
    spawned.push(worker);
    return worker;
  });

  const answer = await connectEngine().retry('job');

  expect(answer).toBe('done');
  expect(spawned).toHaveLength(2);
  expect(new Set(asked).size).toBe(1);
});
