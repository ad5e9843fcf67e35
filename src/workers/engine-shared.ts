import { expose } from 'comlink';
import type { EngineCaller } from './engine-protocol.ts';

/** Entry of the SharedWorker: ports are taken at once, the engine loads behind them. */
const engine = import('./engine-impl.ts');

const caller: EngineCaller = {
  call: async (method, args, request) => (await engine).caller.call(method, args, request),
};

self.addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port !== undefined) expose(caller, port);
});
